import * as l10n from '@vscode/l10n';
import type { SplitAnalysis } from '../../shared/contracts/analysis';
import type { DataWarning } from '../../shared/contracts/training';
import type { ImageStatistics } from '../analysis/imageStatistics';
import { findSharedImages } from '../analysis/sharedImages';
import { countOf, countText, decimalText } from '../../shared/numbers';
import { listed, percent, plain } from './words';

// What is wrong with data for training, each with the figures and the rule by which it is said.

/** Images of one split that are in another one too: what is measured on them tells of memory. */
export function leakWarnings(splits: readonly ImageStatistics[]): DataWarning[] {
  return splits.flatMap((first, at) =>
    splits.slice(at + 1).flatMap((second): DataWarning[] => {
      const { count, differingLabels } = findSharedImages(first, second);
      if (count === 0) return [];
      const [a, b] = [first.dataset.split, second.dataset.split];
      const share = percent(count / second.dataset.count);
      const shared =
        count === 1
          ? l10n.t(
              '1 image of {0} ({1}) is in {2} too, equal in every pixel: what is measured on them tells of memory.',
              b,
              share,
              a,
            )
          : l10n.t(
              '{0} images of {1} ({2}) are in {3} too, equal in every pixel: what is measured on them tells of memory.',
              countText(count),
              b,
              share,
              a,
            );
      const differing =
        differingLabels > 0 ? [l10n.t('{0} of them under another label.', countText(differingLabels))] : [];
      return [{ kind: 'leak', text: [shared, ...differing].join(' ') }];
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
      text: l10n.t(
        'Fewer than {0} images to train on: {1}, of {2} in all. Accuracies will be rough.',
        FEW,
        names,
        countText(count),
      ),
    });
  }
  if (missing.length > 0) {
    const names = listed(missing.map(({ name }) => plain(name)));
    warnings.push({ kind: 'size', text: l10n.t('No images to train on of {0}.', names) });
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
  const text = l10n.t(
    'The classes are not balanced: {0} has {1}, {2} times as many as {3} ({4}). Balanced class weights make rare classes ' +
      'count as much.',
    plain(most.name),
    countOf(most.count, l10n.t('image'), l10n.t('images')),
    decimalText(times, 1),
    plain(least.name),
    countText(least.count),
  );
  return [{ kind: 'imbalance', text }];
}

/** Told as drift: means a tenth of a standard deviation apart, class shares two points apart, both beyond chance. */
const DRIFT_IN_SD = 0.1;
const DRIFT_IN_SHARE = 0.02;
/** What chance alone does must not be told: the least distance in standard errors. */
const BEYOND_CHANCE = 3;

export function driftWarnings(main: SplitAnalysis, other: SplitAnalysis): DataWarning[] {
  const measures = [
    { describe: brightnessDrift, a: main.intensity, b: other.intensity },
    { describe: contrastDrift, a: main.deviation, b: other.deviation },
  ];
  const warnings = measures.flatMap(({ describe, a, b }): DataWarning[] => {
    const freedom = a.count + b.count - 2;
    const sd = Math.sqrt((a.sd ** 2 * a.count + b.sd ** 2 * b.count) / Math.max(1, freedom));
    const apart = b.mean - a.mean;
    const chance = sd * Math.sqrt(1 / Math.max(1, a.count) + 1 / Math.max(1, b.count));
    if (Math.abs(apart) <= Math.max(DRIFT_IN_SD * sd, BEYOND_CHANCE * chance)) return [];
    const text = describe({
      other: capital(other.split),
      main: main.split,
      mean: decimalText(b.mean, 1),
      mainMean: decimalText(a.mean, 1),
      far:
        sd > 0
          ? l10n.t('{0} standard deviations apart', decimalText(Math.abs(apart / sd), 2))
          : l10n.t('without any spread'),
      rule: decimalText(DRIFT_IN_SD, 1),
      errors: BEYOND_CHANCE,
    });
    return [{ kind: 'drift', text }];
  });
  if (main.labelled && other.labelled) warnings.push(...shareDrift(main, other));
  return warnings;
}

function brightnessDrift(figures: Record<string, string | number>): string {
  return l10n.t(
    '{other} differs from {main} in brightness: mean per image {mean} against {mainMean} of 255, {far} (told from {rule}, ' +
      'and {errors} standard errors).',
    { ...figures },
  );
}

function contrastDrift(figures: Record<string, string | number>): string {
  return l10n.t(
    '{other} differs from {main} in contrast: mean per image {mean} against {mainMean} of 255, {far} (told from {rule}, ' +
      'and {errors} standard errors).',
    { ...figures },
  );
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
  const names = far.map(({ name, before, after }) =>
    l10n.t('{0} {1} against {2}', plain(name), percent(after), percent(before)),
  );
  const text = l10n.t(
    'The shares of classes in {0} differ from {1}: {2} (told from {3} points, and {4} standard errors).',
    other.split,
    main.split,
    listed(names),
    100 * DRIFT_IN_SHARE,
    BEYOND_CHANCE,
  );
  return [{ kind: 'drift', text }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
