// How far the review is and what it was worth, as the view tells it. Pure functions.
import type { ImageDecision } from '../../shared/contracts/decisions';
import type { ErrorEstimate, ReviewProgress, ReviewQueue } from '../../shared/contracts/review';
import { adviseReview, scoreCheck, type Advice } from '../../shared/reviewAdvice';
import {
  countReview,
  estimateErrorsLeft,
  expectNext,
  ratePerMinute,
  type ErrorsLeft,
  type ReviewCounts,
} from '../../shared/reviewProgress';

export interface Figures {
  /** Planted images count among those reviewed and left, as what they are must not be told. */
  reviewed: number;
  total: number;
  counts: ReviewCounts;
  /** Decisions a minute. */
  rate: number | null;
  /** Without those that are not listed, where they were not counted. */
  left: ErrorsLeft | null;
  next: ErrorEstimate | null;
  advice: Advice | null;
}

/** As many answers of a reviewer check say how good a reviewer is. */
const LEAST_ANSWERS = 10;

/**
 * @param images the number of each image of the queue in the data; -1: not there, and left out
 * @param isWhole counts what is not listed too, which takes as long as two frames
 */
export function figuresOf(
  queue: ReviewQueue,
  images: ArrayLike<number>,
  decisions: readonly (ImageDecision | null)[],
  progress: ReviewProgress,
  isWhole = true,
): Figures {
  const isThere = (_: unknown, position: number) => images[position] >= 0;
  const unlisted = isWhole ? queue.unlisted : [];
  const present = { ...queue, unlisted, images: queue.images.filter(isThere) };
  const about = decisions.filter(isThere);
  const counts = countReview(present, about);
  const planted = progress.check?.planted ?? [];
  const accuracy = progress.check ? scoreCheck(progress.check).accuracy : null;
  // Who guesses teaches nothing.
  const known = accuracy && accuracy.total >= LEAST_ANSWERS && accuracy.share > 0.5 ? accuracy.share : undefined;
  return {
    reviewed: counts.reviewed + planted.filter(({ answer }) => answer !== null).length,
    total: present.images.length + planted.length,
    counts,
    rate: ratePerMinute(progress),
    left: estimateErrorsLeft(present, about, known),
    next: expectNext(present, about, known),
    advice: adviseReview(present, about, known),
  };
}

/** While a check runs, figures that would tell planted images from others are renewed after so many answers only. */
const RENEWED_EVERY = 10;

/** Whether what was found may be told now. @param since answers since it was told last */
export function mayTell({ check }: Pick<ReviewProgress, 'check'>, since: number): boolean {
  const isUnderWay = check?.planted.some(({ answer }) => answer === null) ?? false;
  return !isUnderWay || since >= RENEWED_EVERY;
}
