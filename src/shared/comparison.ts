// Two runs on the same labelled images: who fixed what. Pure functions.
import type { PredictionComparison } from './contracts/comparison';
import { NO_LABEL, type Predictions } from './metrics';
import { bootstrapDifference, mcnemarExact, type PairedCounts } from './pairedStatistics';
import type { Interval } from './statistics';

/** What one run says of the images. */
export type Answers = Pick<Predictions, 'predicted' | 'confidence'>;

/** The figures of a comparison; images are named by their place in the lists, from 0. */
export type ComparedAnswers = PairedCounts &
  Pick<
    PredictionComparison,
    'count' | 'difference' | 'interval' | 'pValue' | 'perClass' | 'fixed' | 'broken' | 'otherwiseWrong'
  > & {
    /** Images of which both runs say the same. */
    sameAnswer: number;
  };

/**
 * Compares what two runs say of the same images. Those without a label do not count.
 * @param labels [count]
 * @param uniform random numbers from 0 up to, but not, 1, for the bootstrap
 */
export function compareAnswers(
  labels: Uint8Array,
  first: Answers,
  second: Answers,
  classNames: readonly string[],
  uniform: () => number,
): ComparedAnswers {
  const byClass = classNames.map(noCounts);
  const fixed: number[] = [];
  const broken: number[] = [];
  const otherwiseWrong: number[] = [];
  let sameAnswer = 0;
  labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    const [before, after] = [first.predicted[image], second.predicted[image]];
    if (before === after) sameAnswer++;
    const counts = byClass[label];
    if (before === label && after === label) counts.bothRight++;
    else if (before === label) {
      counts.onlyFirst++;
      broken.push(image);
    } else if (after === label) {
      counts.onlySecond++;
      fixed.push(image);
    } else {
      counts.bothWrong++;
      if (before !== after) otherwiseWrong.push(image);
    }
  });
  const byConfidence = (a: number, b: number) => second.confidence[b] - second.confidence[a] || a - b;
  for (const images of [fixed, broken, otherwiseWrong]) images.sort(byConfidence);
  const counts = sumOf(byClass);
  return {
    ...counts,
    count: totalOf(counts),
    difference: differenceOf(counts),
    interval: bootstrapDifference(counts, uniform),
    pValue: mcnemarExact(counts),
    perClass: byClass.map((own, label) => describeClass(own, label, classNames[label], uniform)),
    fixed,
    broken,
    otherwiseWrong,
    sameAnswer,
  };
}

function describeClass(
  counts: PairedCounts,
  label: number,
  name: string,
  uniform: () => number,
): PredictionComparison['perClass'][number] {
  const support = totalOf(counts);
  const share = (right: number) => (support === 0 ? 0 : right / support);
  const interval: Interval = bootstrapDifference(counts, uniform);
  return {
    label,
    name,
    support,
    first: share(counts.bothRight + counts.onlyFirst),
    second: share(counts.bothRight + counts.onlySecond),
    difference: differenceOf(counts),
    interval,
    fixed: counts.onlySecond,
    broken: counts.onlyFirst,
  };
}

function noCounts(): PairedCounts {
  return { bothRight: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 };
}

function sumOf(parts: readonly PairedCounts[]): PairedCounts {
  const sum = noCounts();
  for (const part of parts) {
    sum.bothRight += part.bothRight;
    sum.onlyFirst += part.onlyFirst;
    sum.onlySecond += part.onlySecond;
    sum.bothWrong += part.bothWrong;
  }
  return sum;
}

function totalOf({ bothRight, onlyFirst, onlySecond, bothWrong }: PairedCounts): number {
  return bothRight + onlyFirst + onlySecond + bothWrong;
}

/** 0 where there are no images. */
function differenceOf(counts: PairedCounts): number {
  return (counts.onlySecond - counts.onlyFirst) / (totalOf(counts) || 1);
}
