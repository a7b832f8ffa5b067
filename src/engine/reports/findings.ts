import type { Analysis, ClassAnalysis, Distribution, SplitAnalysis } from '../../shared/contracts/analysis';
import { countOf, countText } from '../../shared/numbers';
import { listed, percent, plain, signed } from './words';

type Figures = Omit<Analysis, 'findings'>;

/** What a person should know of the data, in sentences. Each is computed from the figures; what is not seen is not said. */
export function findFacts(analysis: Figures): string[] {
  const main = analysis.splits.find(({ split }) => split === analysis.mainSplit)!;
  const others = analysis.splits.filter((split) => split !== main);
  return [
    ...balance(main),
    lean('Mean intensity', 'bright', 'dark', main.intensity, main),
    lean('Standard deviation', 'high-contrast', 'low-contrast', main.deviation, main),
    ...brightness(main),
    ...background(main),
    ...alike(analysis),
    ...duplicates(analysis),
    ...others.flatMap((other) => drift(main, other)),
  ];
}

/** `in train`; a set without splits needs no such words. */
function within({ split }: SplitAnalysis): string {
  return split === 'all' ? '' : ` in ${split}`;
}

const nameOf = ({ name }: { name: string }) => plain(name);

/** Counts within a tenth of each other are called balanced; classes below half of an even share are named. */
function balance(split: SplitAnalysis): string[] {
  if (!split.labelled) return [`The images${within(split)} are not labelled: nothing can be said of classes.`];
  const present = split.classes.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const missing = split.classes.filter(({ count }) => count === 0);
  const facts: string[] = [];
  if (missing.length > 0) facts.push(`No images${within(split)} of ${listed(missing.map(nameOf))}.`);
  if (present.length < 2) return facts;
  const most = present[0];
  const fewest = present[present.length - 1];
  const range = `from ${countText(fewest.count)} (${nameOf(fewest)}) to ${countText(most.count)} (${nameOf(most)})`;
  const all = missing.length > 0 ? `The ${present.length} other classes` : `The ${present.length} classes`;
  if (most.count === fewest.count) {
    facts.push(`${all} are balanced${within(split)}: ${countOf(most.count, 'image')} each.`);
  } else if (most.count <= 1.1 * fewest.count) {
    facts.push(`${all} are nearly balanced${within(split)}: ${range} images.`);
  } else {
    const times = (most.count / fewest.count).toFixed(1);
    facts.push(
      `${all} are not balanced${within(split)}: ${nameOf(most)} has ${countOf(most.count, 'image')}, ${times} times as ` +
        `many as ${nameOf(fewest)} (${countText(fewest.count)}).`,
    );
    const even = present.reduce((total, { count }) => total + count, 0) / present.length;
    const rare = present.filter(({ count }) => count < even / 2).reverse();
    if (rare.length > 0) {
      const names = listed(rare.map((entry) => `${nameOf(entry)} (${countText(entry.count)})`));
      facts.push(`Less than half of an even share: ${names}; class weights can make up for it in training.`);
    }
  }
  return facts;
}

/** Below this skewness, or within two standard errors (about the root of 6 / n) of 0, a histogram leans to no side. */
const SYMMETRIC = 0.1;

function lean(measure: string, high: string, low: string, values: Distribution, split: SplitAnalysis): string {
  const figures = `skewness ${signed(values.skewness)}, median ${values.median.toFixed(1)}, mean ${values.mean.toFixed(1)}`;
  const subject = `${measure} per image${within(split)}`;
  const least = Math.max(SYMMETRIC, 2 * Math.sqrt(6 / values.count));
  if (Math.abs(values.skewness) < SYMMETRIC) return `${subject} leans to neither side (${figures}).`;
  if (Math.abs(values.skewness) < least) return `${subject} shows no lean beyond chance (${figures}).`;
  const [side, tail] = values.skewness > 0 ? ['right', high] : ['left', low];
  return `${subject} is skewed to the ${side} (${figures}): the longer tail is of ${tail} images.`;
}

function brightness(split: SplitAnalysis): string[] {
  const present = split.classes.filter((entry): entry is ClassAnalysis & { meanIntensity: number } => entry.count > 0);
  if (present.length < 2) return [];
  const sorted = present.sort((a, b) => a.meanIntensity - b.meanIntensity);
  const [darkest, brightest] = [sorted[0], sorted[sorted.length - 1]];
  if (darkest.meanIntensity === brightest.meanIntensity) return [];
  return [
    `${nameOf(brightest)} is the brightest class${within(split)} (mean grey level ${brightest.meanIntensity.toFixed(1)} ` +
      `of 255), ${nameOf(darkest)} the darkest (${darkest.meanIntensity.toFixed(1)}).`,
  ];
}

function background(split: SplitAnalysis): string[] {
  const facts = [`${percent(split.zeroShare)} of the pixels${within(split)} are zero.`];
  if (split.pixelMean > 0.5) {
    facts.push(
      `The images are bright (mean ${(split.pixelMean * 255).toFixed(1)} of 255): the background may be light, where ` +
        'Fashion-MNIST has it black.',
    );
  }
  if (split.blankCount > 0) {
    const [what, have] = [countOf(split.blankCount, 'image'), split.blankCount === 1 ? 'has' : 'have'];
    facts.push(`${what}${within(split)} ${have} one grey level throughout: there is nothing to learn from.`);
  }
  return facts;
}

/** Pairs named in a sentence. */
const NAMED_PAIRS = 3;

function alike({ classNames, alikeByMeanImage, neighbours }: Figures): string[] {
  const pairOf = ({ a, b }: { a: number; b: number }) => `${plain(classNames[a])} and ${plain(classNames[b])}`;
  const facts: string[] = [];
  const close = alikeByMeanImage.slice(0, NAMED_PAIRS);
  if (alikeByMeanImage.length > 1) {
    const pairs = close.map((pair) => `${pairOf(pair)} (${pair.distance.toFixed(1)})`);
    facts.push(`Most alike by their mean images: ${pairs.join('; ')} (root mean square difference in grey levels).`);
  }
  if (!neighbours) return facts;
  const mixed = neighbours.pairs.slice(0, NAMED_PAIRS).map((pair) => `${pairOf(pair)} (${percent(pair.share)})`);
  const sample = countOf(neighbours.sampleSize, 'sampled image');
  facts.push(
    mixed.length > 0
      ? `Most mixed among nearest neighbours: ${mixed.join('; ')} (share of their images whose nearest neighbour is of ` +
          `the other class, ${sample}).`
      : `The nearest neighbour of every image is of its own class (${sample}).`,
  );
  if (mixed.length > 0) {
    facts.push(`The nearest neighbour is of the same class for ${percent(neighbours.agreement)} of the ${sample}.`);
  }
  return facts;
}

function duplicates({ duplicates: found, count }: Figures): string[] {
  if (found.groupCount === 0) return [`No two of the ${countOf(count, 'image')} are identical.`];
  const facts = [
    `${countOf(found.imageCount, 'image')} are copies of each other, in ${countOf(found.groupCount, 'group')}: ` +
      `${countText(found.imageCount - found.groupCount)} could go.`,
  ];
  if (found.acrossSplits > 0) {
    facts.push(
      `${countOf(found.acrossSplits, 'picture')} ${found.acrossSplits === 1 ? 'is' : 'are'} in more than one split: ` +
        'accuracy measured on them tells of memory.',
    );
  }
  if (found.differingLabels > 0) {
    const [what, have] = [countOf(found.differingLabels, 'picture'), found.differingLabels === 1 ? 'has' : 'have'];
    facts.push(`${what} ${have} copies with differing labels: at least one label of each is wrong.`);
  }
  return facts;
}

/** A difference of means by a tenth of a standard deviation, and of class shares by two points, is told as drift. */
const DRIFT_IN_SD = 0.1;
const DRIFT_IN_SHARE = 0.02;
/** What chance alone does must not be told as drift: the least distance in standard errors. */
const BEYOND_CHANCE = 3;

function drift(main: SplitAnalysis, other: SplitAnalysis): string[] {
  const facts = [brightnessDrift(main, other)];
  if (main.labelled && other.labelled) facts.push(shareDrift(main, other));
  return facts;
}

function brightnessDrift(main: SplitAnalysis, other: SplitAnalysis): string {
  const [a, b] = [main.intensity, other.intensity];
  const apart = b.mean - a.mean;
  // Of both splits together: a single image has no deviation of its own.
  const freedom = a.count + b.count - 2;
  const variance = (a.sd ** 2 * a.count + b.sd ** 2 * b.count) / freedom;
  const chance = Math.sqrt(variance * (1 / a.count + 1 / b.count));
  const figures = `${b.mean.toFixed(1)} and ${a.mean.toFixed(1)}`;
  if (freedom < 1 || Math.abs(apart) <= BEYOND_CHANCE * chance) {
    return `${other.split} and ${main.split} show no difference in brightness beyond chance (means ${figures}).`;
  }
  if (Math.abs(apart) <= DRIFT_IN_SD * a.sd) {
    return `${other.split} is nearly as bright as ${main.split} (means ${figures}).`;
  }
  const far = a.sd > 0 ? `, ${Math.abs(apart / a.sd).toFixed(2)} standard deviations apart` : '';
  const means = `mean ${b.mean.toFixed(1)} against ${a.mean.toFixed(1)}`;
  return `${other.split} is ${apart > 0 ? 'brighter' : 'darker'} than ${main.split}: ${means}${far}.`;
}

function shareDrift(main: SplitAnalysis, other: SplitAnalysis): string {
  const shareIn = (split: SplitAnalysis, label: number) => split.classes[label].count / split.count;
  const moved = main.classes
    .map(({ label, name }) => ({ name, before: shareIn(main, label), after: shareIn(other, label) }))
    .filter(({ before, after }) => {
      const share = (before * main.count + after * other.count) / (main.count + other.count);
      const chance = Math.sqrt(share * (1 - share) * (1 / main.count + 1 / other.count));
      return Math.abs(after - before) > BEYOND_CHANCE * chance;
    })
    .sort((x, y) => Math.abs(y.after - y.before) - Math.abs(x.after - x.before));
  const splits = `${other.split} and ${main.split}`;
  if (moved.length === 0) return `The shares of the classes in ${splits} show no difference beyond chance.`;
  const far = moved.filter(({ before, after }) => Math.abs(after - before) > DRIFT_IN_SHARE);
  if (far.length === 0) return `The shares of the classes in ${splits} are nearly the same.`;
  const names = far.map((entry) => `${nameOf(entry)} (${percent(entry.after)} against ${percent(entry.before)})`);
  return `The share of classes in ${other.split} differs from ${main.split}: ${listed(names)}.`;
}
