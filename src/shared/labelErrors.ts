// Which labels of training images are likely wrong, from the margins that a training run recorded. Pure functions.
import { sigmoid, TRUST } from './expectedErrors';

/**
 * The mean margin of each image over the epochs, [images]: after AUM (Pleiss, Zhang, Elenberg, Weinberger 2020, arXiv
 * 2001.10528), but later epochs count more, each by its number, because the first ones know little. NaN where an image
 * was never seen.
 * @param margins of each epoch, [images]; NaN where the epoch had not come to the image
 */
export function meanMargins(margins: readonly Float32Array[]): Float64Array {
  return Float64Array.from({ length: margins[0]?.length ?? 0 }, (_, image) => {
    let [sum, weights] = [0, 0];
    margins.forEach((ofEpoch, epoch) => {
      if (Number.isNaN(ofEpoch[image])) return;
      sum += (epoch + 1) * ofEpoch[image];
      weights += epoch + 1;
    });
    return sum / weights;
  });
}

/** Images whose class the training run knows best: so large a share of each class tells how its labels go wrong. */
const SUREST_SHARE = 0.4;

/**
 * How often an image of one class carries the label of another, `rates[class][label]`, 0 to 1: counted among the images
 * whose class the run is surest of, whatever their label, and moved towards a common rate as far as chance would
 * explain the differences (a gamma-Poisson model fitted by its moments; Robbins 1956, "An empirical Bayes approach to
 * statistics").
 * @param classes what each image really is, as far as the run can tell, [images]
 * @param strength how sure that is, [images]; not a number: left out
 */
export function estimateFlipRates(
  labels: ArrayLike<number>,
  classes: ArrayLike<number>,
  strength: ArrayLike<number>,
  classCount: number,
): number[][] {
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  const members = counts.map(() => [] as number[]);
  for (let image = 0; image < labels.length; image++) {
    if (!Number.isNaN(strength[image])) members[classes[image]].push(image);
  }
  const sizes = members.map((images, actual) => {
    images.sort((a, b) => strength[b] - strength[a]);
    const surest = images.slice(0, Math.ceil(images.length * SUREST_SHARE));
    for (const image of surest) counts[actual][labels[image]]++;
    return surest.length;
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const flipped = counts.reduce((sum, row, actual) => sum + sizes[actual] - row[actual], 0);
  // Half an error is assumed where none was seen: no rate is 0.
  const mean = Math.max(flipped, 0.5) / Math.max(total, 1) / Math.max(classCount - 1, 1);
  let [excess, scale] = [0, 0];
  counts.forEach((row, actual) => {
    const expected = sizes[actual] * mean;
    row.forEach((count, label) => {
      if (label === actual) return;
      excess += (count - expected) ** 2 - count;
      scale += expected ** 2;
    });
  });
  // The shape of the gamma distribution: large where all rates are alike.
  const shape = excess > 0 ? Math.min(MOST_ALIKE, Math.max(LEAST_ALIKE, scale / excess)) : MOST_ALIKE;
  return counts.map((row, actual) =>
    row.map((count, label) =>
      label === actual ? row[actual] / Math.max(sizes[actual], 1) : (count + shape) / (sizes[actual] + shape / mean),
    ),
  );
}

const LEAST_ALIKE = 0.05;
const MOST_ALIKE = 1e4;

export interface MarginEvidence {
  /** The given label of each image, [images]. */
  labels: Uint8Array;
  /** As from `meanMargins`, [images]. */
  margins: Float64Array;
  /** The most probable class beside the given one, [images]. */
  others: Uint8Array;
  classCount: number;
}

/**
 * How likely each label is wrong: about the log-odds, [images]; NaN where an image was never seen.
 *
 * The margin tells how much the image looks like its label's class rather than like the other one; the flip rates tell
 * how often labels of this data are exchanged in just this way. By Bayes, the odds are exp(-margin), the margin being
 * that of the trained network, times the rate: an
 * image that merely is hard to tell scores low where nobody exchanges those two classes.
 */
export function scoreLabelErrors({ labels, margins, others, classCount }: MarginEvidence): Float64Array {
  const classes = labels.map((label, image) => (margins[image] >= 0 ? label : others[image]));
  const strength = margins.map(Math.abs);
  const rates = estimateFlipRates(labels, classes, strength, classCount);
  return margins.map((margin, image) => {
    const [other, label] = [others[image], labels[image]];
    return -SHARPENED * margin + Math.log(rates[other][label] / Math.max(rates[label][label], 0.01));
  });
}

/** Margins averaged over the epochs are smaller than those of the trained network, whose exponentials are odds. */
const SHARPENED = 1.4;

/**
 * How the log-odds of `scoreLabelErrors` become those of being wrong: fitted on Fashion-MNIST with known errors (10%
 * symmetric and 10% of confusable pairs, 12,000 and 60,000 images, runs of ten epochs). Other runs come near by
 * `shiftToHeldOut`.
 */
const SLOPE = 1.2;
const INTERCEPT = 0.25;

/** The scores as probabilities of a wrong label, 0 to 1; NaN stays. */
export function toProbabilities(odds: Float64Array): Float64Array {
  return odds.map((value) => sigmoid(SLOPE * value + INTERCEPT));
}

/**
 * Takes out of the log-odds what comes of learning by heart (the longer a network learns, the more wrong labels it
 * believes) and of pictures that were changed while they were learnt. Images held out at random carry about as many wrong
 * labels as the others and were never learnt, so the odds of the others are shifted, mostly up, until as many errors are
 * expected among them as among those; less far where few are expected, which is left to chance (a gamma-Poisson model, as in
 * `expectedErrors.ts`).
 * @param odds as from `scoreLabelErrors`, [images]
 * @param isHeldOut [images], 1 where an image was held out at random
 * @returns the odds of all images, [images]; as they were where none was held out
 */
export function shiftToHeldOut(odds: Float64Array, isHeldOut: ArrayLike<number>): Float64Array {
  const [learnt, heldOut] = [0, 1].map((part) =>
    odds.filter((value, image) => isHeldOut[image] === part && !Number.isNaN(value)),
  );
  if (learnt.length === 0 || heldOut.length === 0) return odds;
  const expected = (values: Float64Array, shift = 0) =>
    toProbabilities(values.map((value) => value + shift)).reduce((sum, probability) => sum + probability, 0);
  const before = expected(learnt);
  if (before === 0) return odds;
  const asMany = before * (heldOut.length / learnt.length);
  const wanted = (before * (expected(heldOut) + TRUST)) / (asMany + TRUST);
  let [low, high] = [-MOST_SHIFTED, MOST_SHIFTED];
  for (let halved = 0; halved < HALVINGS; halved++) {
    const middle = (low + high) / 2;
    if (expected(learnt, middle) < wanted) low = middle;
    else high = middle;
  }
  return odds.map((value, image) => (isHeldOut[image] ? value : value + low));
}

/** Bounds of the shift, and how finely it is found. */
const MOST_SHIFTED = 4;
const HALVINGS = 24;
