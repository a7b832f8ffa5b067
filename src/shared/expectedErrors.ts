// How many wrong labels to expect among images that each have a probability of one, and what a reviewer's answers teach
// about these probabilities. Pure functions.
import { type Interval, Z_95 } from './statistics';

/** A probability is taken to be at least this far from 0 and 1. */
const SMALLEST = 1e-6;

/** As many expected errors as the probabilities are trusted for before any answer: the shape of a gamma distribution. */
export const TRUST = 10;

/** Answers teach about images whose log-odds are near: the standard deviation of their weight, and the cells they are kept in. */
const REACH = 0.3;
const CELL = 0.1;

/**
 * What a reviewer's answers said about probabilities, by their log-odds: how many errors were expected, and how many
 * found, with the weights of answers near by. Far from all answers nothing is known but what was said in the beginning.
 */
export type Belief = ReadonlyMap<number, { expected: number; found: number }>;

export interface Answer {
  /** The probability of a wrong label that the image had in the beginning. */
  probability: number;
  /** Whether the reviewer found it wrong. */
  isWrong: boolean;
}

/**
 * Gathers the answers of a review. Those of a reviewer who errs are taken for what they make likely.
 * @param accuracy how often the reviewer is right, above 0.5, to 1
 */
export function learnFromAnswers(answers: Iterable<Answer>, accuracy = 1): Belief {
  const belief = new Map<number, { expected: number; found: number }>();
  for (const answer of answers) {
    const cell = cellOf(answer.probability);
    const { expected, found } = belief.get(cell) ?? { expected: 0, found: 0 };
    belief.set(cell, {
      expected: expected + answer.probability,
      found: found + wrongAfter(answer, accuracy, NOTHING_LEARNT),
    });
  }
  return belief;
}

const NOTHING_LEARNT: Belief = new Map();

/**
 * The probability that a label was wrong, after the answer of a reviewer who is right so often (Bayes).
 * @param belief what answers taught about the probability from before
 */
export function wrongAfter({ probability, isWrong }: Answer, accuracy: number, belief: Belief): number {
  if (accuracy >= 1) return isWrong ? 1 : 0;
  const before = Math.min(1 - SMALLEST, revise(probability, belief));
  const [ifWrong, ifRight] = isWrong ? [accuracy, 1 - accuracy] : [1 - accuracy, accuracy];
  return (before * ifWrong) / (before * ifWrong + (1 - before) * ifRight);
}

/**
 * What errors of this probability are to be multiplied by: the mean of a gamma distribution after Poisson counts, with
 * its standard deviation. 1 without answers near by.
 */
function ratioAt(cell: number, belief: Belief): { ratio: number; sd: number } {
  let [expected, found] = [TRUST, TRUST];
  for (const [other, seen] of belief) {
    const weight = Math.exp(-0.5 * (((cell - other) * CELL) / REACH) ** 2);
    expected += weight * seen.expected;
    found += weight * seen.found;
  }
  return { ratio: found / expected, sd: Math.sqrt(found) / expected };
}

/** A probability in the light of what was learnt. */
export function revise(probability: number, belief: Belief): number {
  return Math.min(1, probability * ratioAt(cellOf(probability), belief).ratio);
}

/** A number of errors. */
export interface ErrorCount {
  /** Of so many images. */
  images: number;
  expected: number;
  sd: number;
  /** At 95%, within 0 and the number of images. */
  interval: Interval;
}

/** So many images with the same probability of a wrong label. */
export interface CountedProbability {
  probability: number;
  count: number;
}

/**
 * How many of some images are wrong: the mean and spread of independent trials of unequal probabilities (the
 * Poisson-binomial distribution), and, on top, of what is not known about the probabilities themselves.
 * @param images the probability of each, or of several at once
 * @param belief without one, the probabilities are taken at their word
 */
export function expectErrors(images: Iterable<number | CountedProbability>, belief?: Belief): ErrorCount {
  let [count, expected, variance, unknown] = [0, 0, 0, 0];
  const ratios = new Map<number, { ratio: number; sd: number }>();
  for (const image of images) {
    const [given, times] = typeof image === 'number' ? [image, 1] : [image.probability, image.count];
    let probability = given;
    if (belief) {
      const cell = cellOf(given);
      const known = ratios.get(cell) ?? ratioAt(cell, belief);
      ratios.set(cell, known);
      probability = Math.min(1, given * known.ratio);
      // What is not known is not known of all of them alike.
      if (probability < 1) unknown += times * given * known.sd;
    }
    count += times;
    expected += times * probability;
    variance += times * probability * (1 - probability);
  }
  const sd = Math.sqrt(variance + unknown ** 2);
  const interval: Interval = [Math.max(0, expected - Z_95 * sd), Math.min(count, expected + Z_95 * sd)];
  return { images: count, expected, sd, interval };
}

/**
 * How many of the most probable errors to flag: as many as make the expected F1 best (in the approximation 2 x expected
 * hits / (flagged + expected errors); Nan, Chai, Lee, Chieu 2012, "Optimizing F-measures", section 3). None where not even
 * one error is to be expected.
 */
export function suggestCut(probabilities: ArrayLike<number>): { flagged: number; expectedF1: number } {
  const descending = Float64Array.from(probabilities).sort().reverse();
  const total = descending.reduce((sum, probability) => sum + probability, 0);
  let [hits, flagged, expectedF1] = [0, 0, 0];
  if (total < LEAST_EXPECTED) return { flagged, expectedF1 };
  descending.forEach((probability, at) => {
    hits += probability;
    const f1 = (2 * hits) / (at + 1 + total);
    if (f1 > expectedF1) [flagged, expectedF1] = [at + 1, f1];
  });
  return { flagged, expectedF1 };
}

const LEAST_EXPECTED = 0.5;

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function cellOf(probability: number): number {
  const within = Math.min(1 - SMALLEST, Math.max(SMALLEST, probability));
  return Math.round(Math.log(within / (1 - within)) / CELL);
}
