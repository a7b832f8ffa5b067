import type { PredictionsSummary } from '../../shared/contracts/explorer';
import { NO_LABEL } from '../../shared/metrics';
import { readPredictions } from '../predictionsFile';
import type { ImageSet } from './imageSet';
import type { DataHashes } from './openData';

/** Stands in `Thumbnails.predicted` for "no prediction". */
export const NO_PREDICTION = 255;

/** The most probable classes that are kept of each image. */
const TOP = 3;

/** What a model says of each image, by its number. */
export interface ImagePredictions {
  /** The most probable class, [count]; the lower number where two are equal; `NO_PREDICTION` where there is none. */
  predicted: Uint8Array;
  /** Its probability, [count]; NaN where there is none. */
  confidence: Float32Array;
  /** The difference between the two largest probabilities, [count]; NaN where there are none. */
  margin: Float32Array;
  /** The most probable classes of each image, first the most probable, and their probabilities: [count, top]. */
  top: number;
  topLabels: Uint8Array;
  topProbabilities: Float32Array;
}

/**
 * Takes up what a run has predicted for a data set: for all of it, or else for some of its splits, each by itself.
 * @returns null where it has predicted nothing of it, or what it left cannot be used
 * @throws UserError where it may not be read
 */
export async function loadPredictions(
  runFolder: string,
  { splits, count, classNames }: Pick<ImageSet, 'splits' | 'count' | 'classNames'>,
  { whole, ofSplits }: DataHashes,
): Promise<ImagePredictions | null> {
  const classCount = classNames.length;
  const top = Math.min(TOP, classCount);
  const predictions: ImagePredictions = {
    predicted: new Uint8Array(count).fill(NO_PREDICTION),
    confidence: new Float32Array(count).fill(NaN),
    margin: new Float32Array(count).fill(NaN),
    top,
    topLabels: new Uint8Array(count * top),
    topProbabilities: new Float32Array(count * top),
  };
  const load = async (hash: string, from: number, images: number) => {
    const about = { hash, count: images, classCount };
    const isThere = await readPredictions(runFolder, about, (probabilities, first) => {
      const read = probabilities.length / classCount;
      for (let at = 0; at < read; at++)
        takeTop(predictions, from + first + at, probabilities, at * classCount, classCount);
    });
    if (!isThere) forget(predictions, from, from + images); // it may break off
    return isThere;
  };
  if (await load(whole, 0, count)) return predictions;
  if (splits.length === 1) return null;
  let isAny = false;
  for (const [at, { first, count: images }] of splits.entries()) {
    if (await load(ofSplits()[at], first, images)) isAny = true;
  }
  return isAny ? predictions : null;
}

function forget({ predicted, confidence, margin }: ImagePredictions, from: number, to: number): void {
  predicted.fill(NO_PREDICTION, from, to);
  confidence.fill(NaN, from, to);
  margin.fill(NaN, from, to);
}

function takeTop(
  predictions: ImagePredictions,
  image: number,
  probabilities: Float32Array,
  from: number,
  classes: number,
): void {
  const { top, topLabels, topProbabilities } = predictions;
  const start = image * top;
  let kept = 0;
  for (let label = 0; label < classes; label++) {
    const probability = probabilities[from + label];
    // By insertion: of equal ones the lower class number stays in front.
    let at = kept;
    while (at > 0 && topProbabilities[start + at - 1] < probability) at--;
    if (at >= top) continue;
    for (let behind = Math.min(kept, top - 1); behind > at; behind--) {
      topLabels[start + behind] = topLabels[start + behind - 1];
      topProbabilities[start + behind] = topProbabilities[start + behind - 1];
    }
    topLabels[start + at] = label;
    topProbabilities[start + at] = probability;
    if (kept < top) kept++;
  }
  predictions.predicted[image] = topLabels[start];
  predictions.confidence[image] = topProbabilities[start];
  predictions.margin[image] = topProbabilities[start] - topProbabilities[start + 1];
}

/** How right they are in each split, of those images that are labelled and predicted. */
export function summarizePredictions(
  runFolder: string,
  { splits, labels }: Pick<ImageSet, 'splits' | 'labels'>,
  predicted: Uint8Array,
): PredictionsSummary {
  const accuracies = splits.map(({ first, count }) => {
    let labelled = 0;
    let right = 0;
    for (let image = first; image < first + count; image++) {
      if (labels[image] === NO_LABEL || predicted[image] === NO_PREDICTION) continue;
      labelled++;
      if (labels[image] === predicted[image]) right++;
    }
    return labelled > 0 ? right / labelled : null;
  });
  return { runFolder, accuracies };
}
