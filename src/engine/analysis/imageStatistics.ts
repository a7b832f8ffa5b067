import { IMAGE_BYTES } from '../../shared/classes';
import type { ClassAnalysis, Distribution, SplitAnalysis } from '../../shared/contracts/analysis';
import { NO_LABEL } from '../../shared/metrics';
import { histogram, summarize } from '../../shared/statistics';
import type { Dataset } from '../data/dataset';

/** What one pass over the pixels of a split yields. */
export interface ImageStatistics {
  dataset: Dataset;
  /** Mean and standard deviation of the grey levels of each image, [count]. */
  means: Float64Array;
  deviations: Float64Array;
  /** A 32-bit FNV-1a hash of each image, [count]: equal images have equal ones. */
  hashes: Int32Array;
  /** Pixels that are 0. */
  zeroCount: number;
  sum: number;
  sumOfSquares: number;
  /** Images of each class, [classes], and the sums of their pixels, [classes, 28, 28]. */
  classCounts: number[];
  classSums: Float64Array;
}

/** Images between two calls of `pause`. */
const BLOCK = 512;

/** Computes all that needs every pixel, in one pass. `pause` is awaited often. */
export async function measureImages(
  dataset: Dataset,
  pause: (done: number) => Promise<void> | undefined,
): Promise<ImageStatistics> {
  const { count, classNames } = dataset;
  const statistics: ImageStatistics = {
    dataset,
    means: new Float64Array(count),
    deviations: new Float64Array(count),
    hashes: new Int32Array(count),
    zeroCount: 0,
    sum: 0,
    sumOfSquares: 0,
    classCounts: new Array<number>(classNames.length).fill(0),
    classSums: new Float64Array(classNames.length * IMAGE_BYTES),
  };
  for (let from = 0; from < count; from += BLOCK) {
    measureBlock(statistics, from, Math.min(from + BLOCK, count));
    await pause(Math.min(from + BLOCK, count));
  }
  return statistics;
}

function measureBlock(statistics: ImageStatistics, from: number, to: number): void {
  const { pixels, labels } = statistics.dataset;
  const { means, deviations, hashes, classSums, classCounts } = statistics;
  // Local while it goes over the pixels: what is looked up in an object a thousand times an image takes its time.
  let [blockSum, blockSquares, blockZeros] = [0, 0, 0];
  for (let image = from; image < to; image++) {
    const start = image * IMAGE_BYTES;
    let sum = 0;
    let squares = 0;
    let zeros = 0;
    for (let at = start; at < start + IMAGE_BYTES; at++) {
      const pixel = pixels[at];
      sum += pixel;
      squares += pixel * pixel;
      if (pixel === 0) zeros++;
    }
    const mean = sum / IMAGE_BYTES;
    means[image] = mean;
    // In whole numbers first, so that an image of one grey level has exactly 0.
    deviations[image] = Math.sqrt(squares * IMAGE_BYTES - sum * sum) / IMAGE_BYTES;
    hashes[image] = hashOf(pixels, start);
    blockSum += sum;
    blockSquares += squares;
    blockZeros += zeros;
    const label = labels ? labels[image] : NO_LABEL;
    if (label === NO_LABEL) continue;
    classCounts[label]++;
    const offset = label * IMAGE_BYTES - start;
    for (let at = start; at < start + IMAGE_BYTES; at++) classSums[at + offset] += pixels[at];
  }
  statistics.sum += blockSum;
  statistics.sumOfSquares += blockSquares;
  statistics.zeroCount += blockZeros;
}

/** FNV-1a over the pixels of an image. */
function hashOf(pixels: Uint8Array, start: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < start + IMAGE_BYTES; at++) hash = Math.imul(hash ^ pixels[at], 0x01000193);
  return hash;
}

/** Bins of five grey levels, and of two and a half: the standard deviation of bytes is at most 127.5. */
const INTENSITY_BINS = { to: 255, bins: 51 };
const DEVIATION_BINS = { to: 127.5, bins: 51 };

/** Turns the sums of a split into its figures. */
export function describeSplit(statistics: ImageStatistics): SplitAnalysis {
  const { dataset, means, deviations, sum, sumOfSquares, zeroCount } = statistics;
  const pixelCount = Math.max(1, dataset.count * IMAGE_BYTES);
  const mean = sum / pixelCount;
  return {
    split: dataset.split,
    count: dataset.count,
    labelled: dataset.labels !== null,
    pixelMean: mean / 255,
    pixelSd: Math.sqrt(Math.max(0, sumOfSquares / pixelCount - mean * mean)) / 255,
    zeroShare: zeroCount / pixelCount,
    blankCount: deviations.reduce((blank, deviation) => blank + (deviation === 0 ? 1 : 0), 0),
    intensity: distribution(means, INTENSITY_BINS),
    deviation: distribution(deviations, DEVIATION_BINS),
    classes: dataset.labels ? describeClasses(statistics) : [],
  };
}

function distribution(values: Float64Array, { to, bins }: { to: number; bins: number }): Distribution {
  return { ...summarize(values), histogram: histogram(values, 0, to, bins) };
}

function describeClasses(statistics: ImageStatistics): ClassAnalysis[] {
  return statistics.dataset.classNames.map((name, label) => {
    const count = statistics.classCounts[label];
    const image = meanImage(statistics, label);
    return {
      label,
      name,
      count,
      meanIntensity: image && image.reduce((total, pixel) => total + pixel, 0) / IMAGE_BYTES,
      meanImage: image && Array.from(image, Math.round),
    };
  });
}

/** The mean of the images of a class, [28, 28] row-major, or null if there are none. */
export function meanImage({ classSums, classCounts }: ImageStatistics, label: number): Float64Array | null {
  const count = classCounts[label];
  if (count === 0) return null;
  return classSums.slice(label * IMAGE_BYTES, (label + 1) * IMAGE_BYTES).map((total) => total / count);
}
