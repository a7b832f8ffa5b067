import { IMAGE_BYTES } from '../../shared/classes';
import { NO_LABEL } from '../../shared/metrics';
import { quantile } from '../../shared/statistics';
import type { ImageSet, NumberedSplit } from './imageSet';
import { markBit } from './marks';

/** What is known of each image, by its number. */
export interface Measures {
  /** Mean grey level, [count], 0 to 255. */
  means: Float32Array;
  /** Standard deviation of the grey levels, [count], 0 to 127.5. */
  deviations: Float32Array;
  /** Euclidean distance to the mean image of its class, grey levels, [count]; NaN where it has no label. */
  classDistances: Float32Array;
  /** The bin of each image in the histogram of means and in that of deviations, [count]. */
  meanBins: Uint8Array;
  deviationBins: Uint8Array;
  /** Images of each class, [classes]. */
  classCounts: number[];
  /** The mean images, [classes, 28, 28]; of no meaning for a class without images. */
  classMeans: Float32Array;
  /** Bits in the order of `IMAGE_MARKS`, [count]: those that each image has by itself. */
  marks: Uint8Array;
}

/** Bins of one width that begin at 0: of five grey levels for the means, of two for the deviations. */
export const MEAN_BINS = { to: 255, bins: 51 };
export const DEVIATION_BINS = { to: 128, bins: 64 };

/** Below this mean an image is dark; below this standard deviation there is next to nothing to see. */
const DARK = 10;
export const LOW_INFORMATION = 10;
/** Tukey's "far out": so many interquartile ranges above the upper quartile. */
const FAR_OUT = 3;

/** Images between two calls of `pause`: a few milliseconds. */
const BLOCK = 1024;

/** Measures all images, in two passes over the pixels. `pause` is awaited often. */
export async function measureSet(set: ImageSet, pause: () => Promise<void> | undefined): Promise<Measures> {
  const { count, classNames } = set;
  const measures: Measures = {
    means: new Float32Array(count),
    deviations: new Float32Array(count),
    classDistances: new Float32Array(count).fill(NaN),
    meanBins: new Uint8Array(count),
    deviationBins: new Uint8Array(count),
    classCounts: new Array<number>(classNames.length).fill(0),
    classMeans: new Float32Array(classNames.length * IMAGE_BYTES),
    marks: new Uint8Array(count),
  };
  // Whole numbers, exact up to eight million images of a class.
  const classSums = new Int32Array(classNames.length * IMAGE_BYTES);
  const pass = async (work: (split: NumberedSplit, from: number, to: number) => void) => {
    for (const split of set.splits) {
      for (let from = 0; from < split.count; from += BLOCK) {
        work(split, from, Math.min(from + BLOCK, split.count));
        await pause();
      }
    }
  };
  await pass((split, from, to) => {
    measureBlock(measures, split, from, to);
    sumBlock(classSums, split, from, to);
  });
  for (const label of set.labels) if (label !== NO_LABEL) measures.classCounts[label]++;
  measures.classMeans.set(classSums);
  measures.classCounts.forEach((images, label) => {
    const mean = measures.classMeans.subarray(label * IMAGE_BYTES, (label + 1) * IMAGE_BYTES);
    if (images > 0) mean.forEach((sum, at) => (mean[at] = sum / images));
  });
  await pass((split, from, to) => distanceBlock(measures, split, from, to));
  markImages(measures, set.labels);
  return measures;
}

function measureBlock(measures: Measures, { first, pixels }: NumberedSplit, from: number, to: number): void {
  const { means, deviations, meanBins, deviationBins } = measures;
  for (let image = from; image < to; image++) {
    const start = image * IMAGE_BYTES;
    let sum = 0;
    let squares = 0;
    for (let at = start; at < start + IMAGE_BYTES; at++) {
      const pixel = pixels[at];
      sum += pixel;
      squares += pixel * pixel;
    }
    means[first + image] = sum / IMAGE_BYTES;
    // In whole numbers first, so that an image of one grey level has exactly 0.
    deviations[first + image] = Math.sqrt(squares * IMAGE_BYTES - sum * sum) / IMAGE_BYTES;
    meanBins[first + image] = binOf(means[first + image], MEAN_BINS);
    deviationBins[first + image] = binOf(deviations[first + image], DEVIATION_BINS);
  }
}

const binOf = (value: number, { to, bins }: typeof MEAN_BINS) => Math.min(bins - 1, Math.floor((value / to) * bins));

function sumBlock(classSums: Int32Array, { pixels, labels }: NumberedSplit, from: number, to: number): void {
  if (!labels) return;
  for (let image = from; image < to; image++) {
    if (labels[image] === NO_LABEL) continue;
    const sums = labels[image] * IMAGE_BYTES;
    const start = image * IMAGE_BYTES;
    for (let at = 0; at < IMAGE_BYTES; at++) classSums[sums + at] += pixels[start + at];
  }
}

function distanceBlock({ classDistances, classMeans }: Measures, split: NumberedSplit, from: number, to: number): void {
  const { first, pixels, labels } = split;
  if (!labels) return;
  for (let image = from; image < to; image++) {
    if (labels[image] === NO_LABEL) continue;
    const mean = labels[image] * IMAGE_BYTES;
    const start = image * IMAGE_BYTES;
    let squares = 0;
    for (let at = 0; at < IMAGE_BYTES; at++) {
      const difference = pixels[start + at] - classMeans[mean + at];
      squares += difference * difference;
    }
    classDistances[first + image] = Math.sqrt(squares);
  }
}

function markImages(measures: Measures, labels: Uint8Array): void {
  const { means, deviations, classDistances, marks } = measures;
  const limits = outlierLimits(measures, labels);
  const [outlier, dark, lowInformation] = (['outlier', 'dark', 'lowInformation'] as const).map(markBit);
  for (let image = 0; image < marks.length; image++) {
    // A comparison with the NaN of an unlabelled image is false.
    if (classDistances[image] > limits[labels[image]]) marks[image] |= outlier;
    if (means[image] < DARK) marks[image] |= dark;
    if (deviations[image] < LOW_INFORMATION) marks[image] |= lowInformation;
  }
}

/** By class, the distance to its mean image from which on an image is far out. */
function outlierLimits({ classDistances, classCounts }: Measures, labels: Uint8Array): Float64Array {
  const byClass = classCounts.map((images) => new Float32Array(images));
  const filled = classCounts.map(() => 0);
  labels.forEach((label, image) => {
    if (label !== NO_LABEL) byClass[label][filled[label]++] = classDistances[image];
  });
  return Float64Array.from(byClass, (distances) => {
    if (distances.length === 0) return Infinity;
    distances.sort();
    const upper = quantile(distances, 0.75);
    return upper + FAR_OUT * (upper - quantile(distances, 0.25));
  });
}
