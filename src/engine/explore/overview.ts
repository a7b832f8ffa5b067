import { IMAGE_BYTES } from '../../shared/classes';
import { IMAGE_MARKS, type ImageMark, type Overview } from '../../shared/contracts/explorer';
import { NO_LABEL } from '../../shared/metrics';
import { type Histogram, summarize } from '../../shared/statistics';
import type { ImageSet } from './imageSet';
import type { Overlays } from './dataLibrary';
import { bitsOf, markBit } from './marks';
import { DEVIATION_BINS, MEAN_BINS, type Measures } from './measures';
import type { OpenData } from './openData';

/** Images shown of each class. */
const FIRST = 10;

/** How a data set is distributed. */
export function describeSet(
  data: Pick<OpenData, 'set' | 'measures' | 'marks' | 'knowsAlike'>,
  { corrections }: Pick<Overlays, 'corrections'>,
): Overview {
  const { set, measures } = data;
  const labelled = measures.classCounts.some((count) => count > 0);
  return {
    splits: set.splits.map(({ split, first, count }) => ({
      split,
      intensity: summarize(measures.means.subarray(first, first + count)),
      deviation: summarize(measures.deviations.subarray(first, first + count)),
      classCounts: countClasses(set, first, count),
    })),
    intensity: wholeHistogram(measures.meanBins, MEAN_BINS),
    deviation: wholeHistogram(measures.deviationBins, DEVIATION_BINS),
    intensityByClass: labelled ? binsByClass(set, measures.meanBins, MEAN_BINS.bins) : [],
    deviationByClass: labelled ? binsByClass(set, measures.deviationBins, DEVIATION_BINS.bins) : [],
    meanImages: meanImages(measures),
    firstImages: firstImages(set),
    markCounts: countMarks(data, corrections),
  };
}

function countClasses({ labels, classNames }: ImageSet, first: number, count: number): number[] {
  const counts = new Array<number>(classNames.length).fill(0);
  for (let image = first; image < first + count; image++) if (labels[image] !== NO_LABEL) counts[labels[image]]++;
  return counts;
}

function wholeHistogram(binOfImage: Uint8Array, { to, bins }: typeof MEAN_BINS): Histogram {
  const counts = new Array<number>(bins).fill(0);
  for (const bin of binOfImage) counts[bin]++;
  return { from: 0, to, counts };
}

function binsByClass({ labels, classNames }: ImageSet, binOfImage: Uint8Array, bins: number): number[][] {
  const counts = classNames.map(() => new Array<number>(bins).fill(0));
  labels.forEach((label, image) => {
    if (label !== NO_LABEL) counts[label][binOfImage[image]]++;
  });
  return counts;
}

function meanImages({ classCounts, classMeans }: Measures): Overview['meanImages'] {
  return classCounts.map((count, label) => {
    if (count === 0) return null;
    return Uint8Array.from(classMeans.subarray(label * IMAGE_BYTES, (label + 1) * IMAGE_BYTES), Math.round);
  });
}

function firstImages({ labels, classNames }: ImageSet): number[][] {
  const found: number[][] = classNames.map(() => []);
  let missing = classNames.length * FIRST;
  for (let image = 0; image < labels.length && missing > 0; image++) {
    const own = labels[image] === NO_LABEL ? null : found[labels[image]];
    if (!own || own.length === FIRST) continue;
    own.push(image);
    missing--;
  }
  return found;
}

const BY_ITSELF: readonly ImageMark[] = ['outlier', 'dark', 'lowInformation'];

/** Those marks that need all images compared are left out until that is done, and the reviewers' where there are none. */
function countMarks(
  { marks, knowsAlike }: Pick<OpenData, 'marks' | 'knowsAlike'>,
  corrections: Overlays['corrections'],
): Overview['markCounts'] {
  const known = IMAGE_MARKS.filter(
    (mark) => BY_ITSELF.includes(mark) || (mark === 'corrected' ? corrections !== null : knowsAlike),
  );
  const counts = known.map(() => 0);
  const wanted = known.map(markBit);
  for (let image = 0; image < marks.length; image++) {
    const bits = bitsOf(marks, corrections, image);
    if (bits !== 0) wanted.forEach((bit, at) => (counts[at] += bits & bit ? 1 : 0));
  }
  return Object.fromEntries(known.map((mark, at) => [mark, counts[at]]));
}
