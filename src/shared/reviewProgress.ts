// What a review's queue and the decisions about it say together: how far it is, what the flags were worth, how many wrong
// labels are left, and whether looking at more of them pays. Pure functions.
import type { ImageDecision } from './contracts/decisions';
import type { ErrorEstimate, ReviewProgress, ReviewQueue } from './contracts/review';
import {
  type CountedProbability,
  type Answer,
  type Belief,
  expectErrors,
  learnFromAnswers,
  wrongAfter,
} from './expectedErrors';
import { type Interval, wilsonInterval, Z_95 } from './statistics';

/** What stands decided about each image of a queue, in the queue's order. */
export type Decisions = readonly (ImageDecision | null)[];

/** A share that was seen, with its interval at 95%. */
export interface Seen {
  successes: number;
  total: number;
  /** 0 to 1; NaN for none. */
  share: number;
  interval: Interval;
}

export function seen(successes: number, total: number): Seen {
  return { successes, total, share: successes / total, interval: wilsonInterval(successes, total) };
}

/**
 * Whether an image needs no more looking at: something stands decided about it, and if reviewers contradict each other,
 * a third decision was made since the queue was drawn up.
 */
export function isReviewed(decision: ImageDecision | null, { createdAt }: Pick<ReviewQueue, 'createdAt'>): boolean {
  if (!decision?.decision) return false;
  return !decision.isConflict || (decision.standing > 2 && Date.parse(decision.reviewedAt) > Date.parse(createdAt));
}

/** How far a review is. Numbers of images of the queue. */
export interface ReviewCounts {
  reviewed: number;
  left: number;
  relabelled: number;
  kept: number;
  unsure: number;
  /** Contradicted by another reviewer, and waiting for one more decision; they count as left. */
  conflicts: number;
  /** Flags that were right: relabelled to another class than given, of all that were given a label and had one. */
  upheld: Seen;
}

export function countReview(queue: Pick<ReviewQueue, 'images' | 'createdAt'>, decisions: Decisions): ReviewCounts {
  const counts = { reviewed: 0, left: 0, relabelled: 0, kept: 0, unsure: 0, conflicts: 0 };
  let [upheld, judged] = [0, 0];
  queue.images.forEach(({ givenLabel }, at) => {
    const decision = decisions[at] ?? null;
    if (!isReviewed(decision, queue)) {
      counts.left++;
      if (decision?.isConflict) counts.conflicts++;
      return;
    }
    counts.reviewed++;
    if (decision!.decision === 'unsure') counts.unsure++;
    else if (decision!.decision === 'keep') counts.kept++;
    else counts.relabelled++;
    const isWrong = foundWrong(givenLabel, decision!);
    if (isWrong === null) return;
    judged++;
    if (isWrong) upheld++;
  });
  return { ...counts, upheld: seen(upheld, judged) };
}

/** Decisions per minute of the time spent deciding; null before there is anything to tell it from. */
export function ratePerMinute({ activeMilliseconds, decided }: ReviewProgress): number | null {
  return decided > 0 && activeMilliseconds > 0 ? (decided / activeMilliseconds) * 60_000 : null;
}

/** What the reviewer said about the labels of the queue that have a probability of being wrong. */
function answersOf(queue: Pick<ReviewQueue, 'images' | 'createdAt'>, decisions: Decisions): Answer[] {
  return queue.images.flatMap(({ errorProbability, givenLabel }, at) => {
    const decision = decisions[at] ?? null;
    if (errorProbability === null || !isReviewed(decision, queue)) return [];
    const isWrong = foundWrong(givenLabel, decision!);
    return isWrong === null ? [] : [{ probability: errorProbability, isWrong }];
  });
}

/**
 * "Of the next 50, expect 21 ± 6 real errors": of the images that are left, the first in the queue's order, with what the
 * decisions so far teach.
 * @param accuracy of the reviewer, above 0.5, to 1: where a check measured it
 * @returns null where the queue has no probabilities, or nothing is left
 */
export function expectNext(
  queue: Pick<ReviewQueue, 'images' | 'createdAt'>,
  decisions: Decisions,
  accuracy = 1,
  next = 50,
): ErrorEstimate | null {
  const probabilities = leftProbabilities(queue, decisions).slice(0, next);
  if (probabilities.length === 0) return null;
  return estimateOf(probabilities, learnFromAnswers(answersOf(queue, decisions), accuracy));
}

/** Wrong labels that are left. */
export interface ErrorsLeft {
  /** Among the reviewed images, those that the reviewer missed or put in: none where accuracy is 1. */
  reviewed: ErrorEstimate;
  /** Among the images of the queue that are left. */
  listed: ErrorEstimate;
  /** Among those that were ranked and not listed. */
  unlisted: ErrorEstimate;
  all: ErrorEstimate;
}

/**
 * Estimates the wrong labels that are left in all of the ranked images.
 * @param accuracy of the reviewer, above 0.5, to 1: where a check measured it; else the answers are taken for true
 * @returns null where the queue has no probabilities
 */
export function estimateErrorsLeft(
  queue: Pick<ReviewQueue, 'images' | 'createdAt' | 'unlisted'>,
  decisions: Decisions,
  accuracy = 1,
): ErrorsLeft | null {
  if (queue.unlisted.length === 0 && queue.images.every(({ errorProbability }) => errorProbability === null))
    return null;
  const answers = answersOf(queue, decisions);
  const belief = learnFromAnswers(answers, accuracy);
  const listed = leftProbabilities(queue, decisions);
  const { unlisted } = queue;
  // What was found wrong is wrong now only if it was right before; what was kept, if it was not.
  const reviewed = expectErrors(
    answers.map((answer) => {
      const wrong = wrongAfter(answer, accuracy, belief);
      return answer.isWrong ? 1 - wrong : wrong;
    }),
  );
  const rest = expectErrors([...listed, ...unlisted], belief);
  const sd = Math.hypot(rest.sd, reviewed.sd);
  const expected = rest.expected + reviewed.expected;
  const images = answers.length + rest.images;
  return {
    reviewed: { images: answers.length, expected: reviewed.expected, interval: reviewed.interval },
    listed: estimateOf(listed, belief),
    unlisted: estimateOf(unlisted, belief),
    all: { images, expected, interval: [Math.max(0, expected - Z_95 * sd), Math.min(images, expected + Z_95 * sd)] },
  };
}

/** The probabilities of the images that are left, in the queue's order, those without one left out. */
function leftProbabilities(queue: Pick<ReviewQueue, 'images' | 'createdAt'>, decisions: Decisions): number[] {
  return queue.images.flatMap(({ errorProbability }, at) =>
    errorProbability === null || isReviewed(decisions[at] ?? null, queue) ? [] : [errorProbability],
  );
}

function estimateOf(left: readonly (number | CountedProbability)[], belief: Belief): ErrorEstimate {
  const { images, expected, interval } = expectErrors(left, belief);
  return { images, expected, interval };
}

/** Whether a reviewer found the given label wrong; null where there was none, or the reviewer could not tell. */
function foundWrong(givenLabel: number | null, { decision, newLabel }: ImageDecision): boolean | null {
  if (givenLabel === null || decision === null || decision === 'unsure') return null;
  return decision === 'relabel' && newLabel !== givenLabel;
}
