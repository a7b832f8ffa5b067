import type { SplitAnalysis } from '../../shared/contracts/analysis';
import type { DataWarning } from '../../shared/contracts/training';
import type { ImageStatistics } from '../analysis/imageStatistics';
import { findSharedImages } from '../analysis/sharedImages';
import { countOf, countText } from '../../shared/numbers';
import { listed, percent, plain } from './words';

// What is wrong with data for training, each with the figures and the rule by which it is said.

/** Images of one split that are in another one too: what is measured on them tells of memory. */
export function leakWarnings(splits: readonly ImageStatistics[]): DataWarning[] {
  return splits.flatMap((first, at) =>
    splits.slice(at + 1).flatMap((second): DataWarning[] => {
      const { count, differingLabels } = findSharedImages(first, second);
      if (count === 0) return [];
      const [a, b] = [first.dataset.split, second.dataset.split];
      const differing = differingLabels > 0 ? ` ${countText(differingLabels)} of them under another label.` : '';
      const text =
        `${countOf(count, 'image')} of ${b} (${percent(count / second.dataset.count)}) ${count === 1 ? 'is' : 'are'} in ` +
        `${a} too, equal in every pixel: what is measured on them tells of memory.${differing}`;
      return [{ kind: 'leak', text }];
    }),
  );
}

/** With fewer images of a class than this, neither training nor its figures can be relied on. */
const FEW = 20;

export function sizeWarnings({ classes, count }: SplitAnalysis): DataWarning[] {
  const few = classes.filter((one) => one.count > 0 && one.count < FEW).sort((a, b) => a.count - b.count);
  const missing = classes.filter((one) => one.count === 0);
  const warnings: DataWarning[] = [];
  if (few.length > 0) {
    const names = listed(few.map((one) => `${plain(one.name)} (${countText(one.count)})`));
    warnings.push({
      kind: 'size',
      text: `Fewer than ${FEW} images to train on: ${names}, of ${countText(count)} in all. Accuracies will be rough.`,
    });
  }
  if (missing.length > 0) {
    const names = listed(missing.map(({ name }) => plain(name)));
    warnings.push({ kind: 'size', text: `No images to train on of ${names}.` });
  }
  return warnings;
}

/** So many times as many images of one class as of another are told as unbalanced. */
const UNBALANCED = 1.5;

export function imbalanceWarnings({ classes }: SplitAnalysis): DataWarning[] {
  const present = classes.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  if (present.length < 2) return [];
  const [most, least] = [present[0], present[present.length - 1]];
  const times = most.count / least.count;
  if (times < UNBALANCED) return [];
  const text =
    `The classes are not balanced: ${plain(most.name)} has ${countOf(most.count, 'image')}, ${times.toFixed(1)} times as ` +
    `many as ${plain(least.name)} (${countText(least.count)}). Balanced class weights make rare classes count as much.`;
  return [{ kind: 'imbalance', text }];
}

/** Told as drift: means a tenth of a standard deviation apart, class shares two points apart, both beyond chance. */
const DRIFT_IN_SD = 0.1;
const DRIFT_IN_SHARE = 0.02;
/** What chance alone does must not be told: the least distance in standard errors. */
const BEYOND_CHANCE = 3;

export function driftWarnings(main: SplitAnalysis, other: SplitAnalysis): DataWarning[] {
  const measures = [
    { what: 'brightness', a: main.intensity, b: other.intensity },
    { what: 'contrast', a: main.deviation, b: other.deviation },
  ];
  const warnings = measures.flatMap(({ what, a, b }): DataWarning[] => {
    const freedom = a.count + b.count - 2;
    const sd = Math.sqrt((a.sd ** 2 * a.count + b.sd ** 2 * b.count) / Math.max(1, freedom));
    const apart = b.mean - a.mean;
    const chance = sd * Math.sqrt(1 / Math.max(1, a.count) + 1 / Math.max(1, b.count));
    if (Math.abs(apart) <= Math.max(DRIFT_IN_SD * sd, BEYOND_CHANCE * chance)) return [];
    const far = sd > 0 ? `${Math.abs(apart / sd).toFixed(2)} standard deviations apart` : 'without any spread';
    const text =
      `${capital(other.split)} differs from ${main.split} in ${what}: mean per image ${b.mean.toFixed(1)} against ` +
      `${a.mean.toFixed(1)} of 255, ${far} (told from ${DRIFT_IN_SD}, and ${BEYOND_CHANCE} standard errors).`;
    return [{ kind: 'drift', text }];
  });
  if (main.labelled && other.labelled) warnings.push(...shareDrift(main, other));
  return warnings;
}

function shareDrift(main: SplitAnalysis, other: SplitAnalysis): DataWarning[] {
  const far = main.classes
    .map(({ name, label, count }) => ({
      name,
      before: count / main.count,
      after: other.classes[label].count / other.count,
    }))
    .filter(({ before, after }) => {
      const share = (before * main.count + after * other.count) / (main.count + other.count);
      const chance = Math.sqrt(share * (1 - share) * (1 / main.count + 1 / other.count));
      return Math.abs(after - before) > Math.max(DRIFT_IN_SHARE, BEYOND_CHANCE * chance);
    })
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  if (far.length === 0) return [];
  const names = far.map(({ name, before, after }) => `${plain(name)} ${percent(after)} against ${percent(before)}`);
  const rule = `told from ${100 * DRIFT_IN_SHARE} points, and ${BEYOND_CHANCE} standard errors`;
  const text = `The shares of classes in ${other.split} differ from ${main.split}: ${listed(names)} (${rule}).`;
  return [{ kind: 'drift', text }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
