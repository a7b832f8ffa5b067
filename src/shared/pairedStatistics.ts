// Two sets of answers to the same questions: whether they differ by more than chance. Pure functions.
import { type Interval, quantile } from './statistics';

/** Of the same images: what both, one or none of two models recognise. Whole numbers. */
export interface PairedCounts {
  bothRight: number;
  onlyFirst: number;
  onlySecond: number;
  bothWrong: number;
}

/**
 * McNemar's exact test, two-sided: how likely it is that the images that one model alone recognises split at least as
 * unevenly if each fell to either model by the toss of a coin (McNemar 1947; twice the smaller tail of the binomial
 * distribution, 1 at most). 1 where no image tells the models apart.
 */
export function mcnemarExact({ onlyFirst, onlySecond }: Pick<PairedCounts, 'onlyFirst' | 'onlySecond'>): number {
  const tosses = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // ln of (tosses over fewer) / 2^tosses, then the terms down to 0, each from the one before.
  let logarithm = -tosses * Math.LN2;
  for (let k = 1; k <= fewer; k++) logarithm += Math.log((tosses - fewer + k) / k);
  let [term, tail] = [1, 1];
  for (let k = fewer; k > 0 && term > tail * 1e-17; k--) {
    term *= k / (tosses - k + 1);
    tail += term;
  }
  return Math.min(1, 2 * Math.exp(logarithm + Math.log(tail)));
}

/** How many samples are drawn. */
const RESAMPLES = 10_000;

/**
 * The interval at 95% for the accuracy of the second model less that of the first: the percentiles of the paired
 * bootstrap (Efron and Tibshirani 1993, "An introduction to the bootstrap", chapter 13). To draw images anew with
 * replacement is to draw the four counts from a multinomial distribution; the two unequal ones decide.
 * @param uniform random numbers from 0 up to, but not, 1
 * @returns [0, 0] where there are no images
 */
export function bootstrapDifference(counts: PairedCounts, uniform: () => number, resamples = RESAMPLES): Interval {
  const { bothRight, onlyFirst, onlySecond, bothWrong } = counts;
  const apart = onlyFirst + onlySecond;
  const total = bothRight + apart + bothWrong;
  if (apart === 0) return [0, 0];
  const differences = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    const drawn = binomial(total, apart / total, uniform);
    const second = binomial(drawn, onlySecond / apart, uniform);
    differences[sample] = (2 * second - drawn) / total;
  }
  differences.sort();
  return [quantile(differences, 0.025), quantile(differences, 0.975)];
}

/** Successes expected in a part of the trials that is drawn at once: beyond that, rounding would tell. */
const AT_ONCE = 30;

/** A draw from the binomial distribution: by inversion (Kachitvichyanukul and Schmeiser 1988, "BINV"), in parts. */
function binomial(trials: number, share: number, uniform: () => number): number {
  if (share > 0.5) return trials - binomial(trials, 1 - share, uniform);
  if (share <= 0) return 0;
  let successes = 0;
  const part = Math.max(1, Math.floor(AT_ONCE / share));
  for (let left = trials; left > 0; left -= part) successes += invert(Math.min(left, part), share, uniform());
  return successes;
}

/** The number of successes up to which the distribution's sum first exceeds `level`. */
function invert(trials: number, share: number, level: number): number {
  const odds = share / (1 - share);
  let probability = (1 - share) ** trials;
  let successes = 0;
  for (let left = level - probability; left >= 0 && successes < trials; left -= probability) {
    successes++;
    probability *= (odds * (trials - successes + 1)) / successes;
  }
  return successes;
}
