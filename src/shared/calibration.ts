// Temperature scaling: probabilities that mean what they say. Pure functions.
import { calibrationBins, crossEntropy, expectedCalibrationError, NO_LABEL, predict } from './metrics';

/** What is made of a probability of 0, which rounding yields: its logarithm must be a number. */
const SMALLEST = 1e-30;
const COLDEST = 0.05;
const HOTTEST = 20;

/** How well probabilities fit the labels. */
export interface CalibrationQuality {
  /** Mean cross-entropy, nats. */
  loss: number;
  /** Expected calibration error, 0 to 1. */
  ece: number;
}

export interface TemperatureFit {
  /** What logits are divided by; above 1 where the model is too sure of itself. 0.05 to 20. */
  temperature: number;
  before: CalibrationQuality;
  /** On images that the temperature was not fitted on: each half with the temperature of the other half. */
  after: CalibrationQuality;
  /** Whether it makes the loss or the calibration error of such images worse: then it is better left alone. */
  hurts: boolean;
}

/**
 * Fits the temperature by the cross-entropy of labelled images that the model was not trained on (Guo, Pleiss, Sun,
 * Weinberger 2017, arXiv 1706.04599), and says whether it would hurt. The logarithms of the probabilities stand for the
 * logits, from which they differ by a constant of each image.
 * @param labels [count]; images without a label do not count
 * @param probabilities [count, classCount] row-major
 * @returns null where fewer than two images are labelled
 */
export function fitTemperature(
  labels: Uint8Array,
  probabilities: Float32Array,
  classCount: number,
): TemperatureFit | null {
  const labelled = Array.from(labels.keys()).filter((image) => labels[image] !== NO_LABEL);
  if (labelled.length < 2) return null;
  const halves = [0, 1].map((half) => labelled.filter((_, at) => at % 2 === half));
  const temperatures = halves.map((images) => bestTemperature(images, labels, probabilities, classCount));
  const crossed = probabilities.slice();
  halves.forEach((images, half) => {
    for (const image of images) sharpen(crossed, image * classCount, classCount, temperatures[1 - half]);
  });
  const before = qualityOf(labels, probabilities, classCount);
  const after = qualityOf(labels, crossed, classCount);
  return {
    temperature: bestTemperature(labelled, labels, probabilities, classCount),
    before,
    after,
    hurts: after.loss > before.loss || after.ece > before.ece,
  };
}

/** Probabilities at another temperature, [count, classCount] row-major: a copy. */
export function atTemperature(probabilities: Float32Array, classCount: number, temperature: number): Float32Array {
  const changed = probabilities.slice();
  for (let from = 0; from < changed.length; from += classCount) sharpen(changed, from, classCount, temperature);
  return changed;
}

/** Changes one image's probabilities in place: softmax(ln p / temperature). */
function sharpen(probabilities: Float32Array, from: number, classCount: number, temperature: number): void {
  let largest = SMALLEST;
  for (let at = from; at < from + classCount; at++) largest = Math.max(largest, probabilities[at]);
  let sum = 0;
  for (let at = from; at < from + classCount; at++) {
    const value = (Math.max(probabilities[at], SMALLEST) / largest) ** (1 / temperature);
    probabilities[at] = value;
    sum += value;
  }
  for (let at = from; at < from + classCount; at++) probabilities[at] /= sum;
}

/** Errors that are assumed where none was seen. */
const ASSUMED = 0.5;

/**
 * By bisection over 1 / temperature, by which the cross-entropy is convex. Where all images are recognised it has no
 * minimum: the surer the better. Then half an error is assumed, dealt out to all images (as Platt 1999, "Probabilistic
 * outputs for support vector machines", assumes one): so many are of the most probable class beside their own.
 */
function bestTemperature(
  images: readonly number[],
  labels: Uint8Array,
  probabilities: Float32Array,
  classCount: number,
): number {
  const logarithms = new Float64Array(images.length * classCount);
  images.forEach((image, at) => {
    for (let label = 0; label < classCount; label++)
      logarithms[at * classCount + label] = Math.log(Math.max(probabilities[image * classCount + label], SMALLEST));
  });
  const given = images.map((image) => labels[image]);
  let rest = 0;
  const isMissed = given.some((label, at) => {
    const margin = marginOf(label, logarithms.subarray(at * classCount, (at + 1) * classCount));
    rest += margin;
    return margin <= 0;
  });
  const assumed = isMissed ? 0 : (ASSUMED / images.length) * rest;
  let [low, high] = [1 / HOTTEST, 1 / COLDEST];
  while (high - low > 1e-6 * low) {
    const middle = Math.sqrt(low * high);
    if (slopeAt(middle, given, logarithms, classCount) + assumed < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}

/** How much more probable the label is than the most probable other class: the difference of the logarithms. */
function marginOf(label: number, logarithms: Float64Array): number {
  let other = -Infinity;
  logarithms.forEach((value, at) => {
    if (at !== label) other = Math.max(other, value);
  });
  return logarithms[label] - other;
}

/** The derivative of the sum of cross-entropies by the inverse temperature. */
function slopeAt(inverse: number, given: readonly number[], logarithms: Float64Array, classCount: number): number {
  let slope = 0;
  given.forEach((label, at) => {
    const from = at * classCount;
    let largest = -Infinity;
    for (let k = from; k < from + classCount; k++) largest = Math.max(largest, logarithms[k]);
    let [sum, weighted] = [0, 0];
    for (let k = from; k < from + classCount; k++) {
      const power = Math.exp(inverse * (logarithms[k] - largest));
      sum += power;
      weighted += power * logarithms[k];
    }
    slope += weighted / sum - logarithms[from + label];
  });
  return slope;
}

function qualityOf(labels: Uint8Array, probabilities: Float32Array, classCount: number): CalibrationQuality {
  const bins = calibrationBins(labels, predict(probabilities, classCount));
  return { loss: crossEntropy(labels, probabilities, classCount), ece: expectedCalibrationError(bins) };
}
