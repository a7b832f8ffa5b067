// How good predictions are: pure functions of labels and class probabilities, for 2 to 255 classes.
import { type Count, type Interval, type Share, wilsonInterval } from './statistics';

/** Stands in a list of labels for "not labelled"; such images count for nothing here. */
export const NO_LABEL = 255;

/** What a model says of images. */
export interface Predictions {
  /** Probabilities, [count, classes] row-major. */
  probabilities: Float32Array;
  /** The most probable class of each image, [count]; the lower number where two are equal. */
  predicted: Uint8Array;
  /** Its probability, [count]. */
  confidence: Float32Array;
  /** The difference between the two largest probabilities, [count]: 0 = undecided. */
  margin: Float32Array;
}

/** Picks the most probable class of each image. @param probabilities [count, classCount] row-major */
export function predict(probabilities: Float32Array, classCount: number): Predictions {
  const count = probabilities.length / classCount;
  const predicted = new Uint8Array(count);
  const confidence = new Float32Array(count);
  const margin = new Float32Array(count);
  for (let image = 0; image < count; image++) {
    let best = -Infinity;
    let second = -Infinity;
    for (let label = 0; label < classCount; label++) {
      const probability = probabilities[image * classCount + label];
      if (probability > best) {
        second = best;
        best = probability;
        predicted[image] = label;
      } else if (probability > second) second = probability;
    }
    confidence[image] = best;
    margin[image] = best - second;
  }
  return { probabilities, predicted, confidence, margin };
}

/** `matrix[actual][predicted]` = number of images. */
export type Confusion = number[][];

export function confusionMatrix(labels: Uint8Array, predicted: Uint8Array, classCount: number): Confusion {
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  labels.forEach((label, image) => {
    if (label !== NO_LABEL) matrix[label][predicted[image]]++;
  });
  return matrix;
}

/** How well one class is recognised. */
export interface ClassScore {
  label: Count;
  /** Images of this class. */
  support: Count;
  /** Images predicted to be of this class. */
  predicted: Count;
  /** Of the images predicted as this class, the share that are; 0 where there are none, as in scikit-learn. */
  precision: Share;
  precisionInterval: Interval;
  /** Of the images of this class, the share predicted as it; 0 where there are none, as in scikit-learn. */
  recall: Share;
  recallInterval: Interval;
  /** The harmonic mean of the two: 2 tp / (support + predicted); 0 where both are 0. */
  f1: Share;
}

export function scoreClasses(confusion: Confusion): ClassScore[] {
  return confusion.map((row, label) => {
    const right = row[label];
    const support = sum(row);
    const predicted = sum(confusion.map((other) => other[label]));
    return {
      label,
      support,
      predicted,
      precision: ratio(right, predicted),
      precisionInterval: wilsonInterval(right, predicted),
      recall: ratio(right, support),
      recallInterval: wilsonInterval(right, support),
      f1: ratio(2 * right, support + predicted),
    };
  });
}

/** Averages over classes. */
export interface AverageScores {
  precision: number;
  recall: number;
  f1: number;
}

/**
 * The plain mean over classes. As in scikit-learn, a class that is neither among the labels nor predicted is left out,
 * and one that is predicted but has no images counts with 0.
 */
export function macroAverage(classes: readonly ClassScore[]): AverageScores {
  return average(classes, ({ support, predicted }) => (support + predicted > 0 ? 1 : 0));
}

/** The mean over classes weighted by support: classes without images do not count. */
export function weightedAverage(classes: readonly ClassScore[]): AverageScores {
  return average(classes, ({ support }) => support);
}

function average(classes: readonly ClassScore[], weightOf: (score: ClassScore) => number): AverageScores {
  const weights = classes.map(weightOf);
  const mean = (measure: (score: ClassScore) => number) =>
    ratio(sum(classes.map((score, index) => weights[index] * measure(score))), sum(weights));
  return { precision: mean((s) => s.precision), recall: mean((s) => s.recall), f1: mean((s) => s.f1) };
}

/** Images of one class taken for another. */
export interface ConfusedPair {
  actual: Count;
  predicted: Count;
  count: Count;
  /** Of the images of the class `actual`. */
  share: Share;
}

/** Every pair of classes that was confused, most images first; each direction is a pair of its own. */
export function confusedPairs(confusion: Confusion): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  confusion.forEach((row, actual) => {
    const support = sum(row);
    row.forEach((count, predicted) => {
      if (predicted !== actual && count > 0) pairs.push({ actual, predicted, count, share: count / support });
    });
  });
  return pairs.sort((a, b) => b.count - a.count || a.actual - b.actual || a.predicted - b.predicted);
}

/**
 * How many images have their class among the `k` most probable ones. Of equally probable classes the lower numbers
 * come first, so that k = 1 counts what `predict` gets right.
 */
export function countInTop(labels: Uint8Array, probabilities: Float32Array, classCount: number, k: number): number {
  let found = 0;
  labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    const own = probabilities[image * classCount + label];
    let before = 0;
    for (let other = 0; other < classCount; other++) {
      const probability = probabilities[image * classCount + other];
      if (probability > own || (probability === own && other < label)) before++;
    }
    if (before < k) found++;
  });
  return found;
}

/** Probabilities are kept at least this far from 0 before the logarithm, as Keras and tfjs do. */
const SMALLEST_PROBABILITY = 1e-7;

/** Mean cross-entropy in nats, -ln p(label); NaN where nothing is labelled. */
export function crossEntropy(labels: Uint8Array, probabilities: Float32Array, classCount: number): number {
  let total = 0;
  let count = 0;
  labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    total -= Math.log(Math.max(probabilities[image * classCount + label], SMALLEST_PROBABILITY));
    count++;
  });
  return total / count;
}

/** Images whose confidence lies in (from, to]; the first bin includes 0. */
export interface CalibrationBin {
  from: Share;
  to: Share;
  count: Count;
  /** Share predicted right, and mean confidence; both 0 in an empty bin. */
  accuracy: Share;
  confidence: Share;
}

/** The number of equal-width bins that Guo et al. and most after them use. */
const CALIBRATION_BINS = 15;

/** Confidence against accuracy: what a reliability diagram shows. */
export function calibrationBins(
  labels: Uint8Array,
  { predicted, confidence }: Pick<Predictions, 'predicted' | 'confidence'>,
  bins = CALIBRATION_BINS,
): CalibrationBin[] {
  const counts = new Array<number>(bins).fill(0);
  const right = new Array<number>(bins).fill(0);
  const confidences = new Array<number>(bins).fill(0);
  labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    const bin = Math.max(0, Math.min(bins - 1, Math.ceil(confidence[image] * bins) - 1));
    counts[bin]++;
    confidences[bin] += confidence[image];
    if (label === predicted[image]) right[bin]++;
  });
  return counts.map((count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count,
    accuracy: ratio(right[bin], count),
    confidence: ratio(confidences[bin], count),
  }));
}

/**
 * Expected calibration error: the mean distance between confidence and accuracy over the bins, weighted by their images
 * (Guo, Pleiss, Sun, Weinberger 2017, "On calibration of modern neural networks", arXiv 1706.04599). 0 to 1.
 */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const gaps = bins.map(({ count, accuracy, confidence }) => count * Math.abs(accuracy - confidence));
  return ratio(sum(gaps), sum(bins.map(({ count }) => count)));
}

/** All measures of a set of predictions. Shares are 0 to 1 and unrounded. */
export interface Scores {
  /** Images that are labelled: what everything else is about. */
  labelledCount: Count;
  accuracy: Share;
  /** At 95%, Wilson 1927. */
  accuracyInterval: Interval;
  top2: Share;
  macroPrecision: Share;
  macroRecall: Share;
  macroF1: Share;
  weightedPrecision: Share;
  weightedRecall: Share;
  weightedF1: Share;
  /** Mean cross-entropy, nats. */
  loss: number;
  /** Expected calibration error. */
  ece: Share;
  meanConfidence: Share;
  perClass: ClassScore[];
  confusion: Confusion;
  confusedPairs: ConfusedPair[];
  calibration: CalibrationBin[];
}

/** Scores predictions against labels. @param labels [count], at least one of them not `NO_LABEL` */
export function scorePredictions(labels: Uint8Array, predictions: Predictions, classCount: number): Scores {
  const { probabilities, predicted } = predictions;
  const confusion = confusionMatrix(labels, predicted, classCount);
  const perClass = scoreClasses(confusion);
  const labelledCount = sum(perClass.map(({ support }) => support));
  const right = sum(confusion.map((row, label) => row[label]));
  const macro = macroAverage(perClass);
  const weighted = weightedAverage(perClass);
  const calibration = calibrationBins(labels, predictions);
  return {
    labelledCount,
    accuracy: right / labelledCount,
    accuracyInterval: wilsonInterval(right, labelledCount),
    top2: countInTop(labels, probabilities, classCount, 2) / labelledCount,
    macroPrecision: macro.precision,
    macroRecall: macro.recall,
    macroF1: macro.f1,
    weightedPrecision: weighted.precision,
    weightedRecall: weighted.recall,
    weightedF1: weighted.f1,
    loss: crossEntropy(labels, probabilities, classCount),
    ece: expectedCalibrationError(calibration),
    meanConfidence: sum(calibration.map(({ count, confidence }) => count * confidence)) / labelledCount,
    perClass,
    confusion,
    confusedPairs: confusedPairs(confusion),
    calibration,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
