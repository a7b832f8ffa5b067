// The images of a review in the order in which they come: those of the queue, and between them what a reviewer check
// planted. Pure functions.
import type { ImageDecision } from '../../shared/contracts/decisions';
import type { Prediction, ReviewerCheck, ReviewQueue } from '../../shared/contracts/review';

/** One picture of the review. */
export interface Entry {
  /** `q12`: the image at position 12 of the queue; `p3`: the check's planted item 3. */
  key: string;
  /** In the queue, from 0; a planted item stands before the image of this position. */
  position: number;
  /** Its place in the check; null for an image of the queue. */
  planted: number | null;
  /** Its number in the opened data; -1: it is not there any more. */
  image: number;
  imageId: string;
  split: string;
  /** Within the split. */
  index: number;
  /** What is shown as its given label; null where it has none. */
  given: number | null;
  /** By the queue; null where it does not say. */
  predicted: number | null;
  score: number | null;
  errorProbability: number | null;
  reason: string;
  /** The most probable classes, as the queue has them; empty where it does not say. */
  predictions: readonly Prediction[];
}

/** What stands decided about an entry. */
export type Standing = Pick<
  ImageDecision,
  'newLabel' | 'reviewer' | 'reviewedAt' | 'note' | 'isConflict' | 'verdicts'
> & { decision: NonNullable<ImageDecision['decision']> };

/** Where images are in the opened data. */
export interface Places {
  images: ArrayLike<number>;
  plantable: ArrayLike<number>;
}

/** All entries in their order, which depends on nothing that is decided. */
export function sequenceOf(queue: ReviewQueue, places: Places, check: ReviewerCheck | null): Entry[] {
  const planted = (check?.planted ?? []).map((item, at): Entry => {
    const { imageId, split, index, trueLabel, shownLabel, before } = item;
    const place = queue.plantable.findIndex((one) => one.imageId === imageId);
    return {
      key: `p${at}`,
      position: before,
      planted: at,
      image: place < 0 ? -1 : (places.plantable[place] ?? -1),
      imageId,
      split,
      index,
      given: shownLabel,
      predicted: trueLabel,
      // In the order of the queue it has its place by a score too: without one it would be told from the others.
      score: between(queue, before, ({ score }) => score),
      errorProbability: between(queue, before, ({ errorProbability }) => errorProbability),
      predictions: item.predictions ?? [],
      reason: shownLabel === trueLabel ? item.rightReason : item.reason,
    };
  });
  const flagged = queue.images.map((one, position): Entry => ({
    key: `q${position}`,
    position,
    planted: null,
    image: places.images[position] ?? -1,
    imageId: one.imageId,
    split: one.split,
    index: one.index,
    given: one.givenLabel,
    predicted: one.predictedLabel,
    score: one.score,
    errorProbability: one.errorProbability,
    reason: one.reason,
    predictions: one.predictions ?? [],
  }));
  const rank = ({ position, planted: item }: Entry) => (item === null ? position + 0.5 : position);
  return [...planted, ...flagged].sort((a, b) => rank(a) - rank(b));
}

/** A number between those of the images on both sides of a place in the queue. */
function between(
  { images }: ReviewQueue,
  place: number,
  of: (image: ReviewQueue['images'][number]) => number | null,
): number | null {
  const sides = [place - 1, place].flatMap((at) => (at >= 0 && at < images.length ? (of(images[at]) ?? []) : []));
  return sides.length === 0 ? null : sides.reduce((sum, value) => sum + value, 0) / sides.length;
}

/** What is asked of a sequence to find what comes next. */
export interface Looking {
  entries: readonly Entry[];
  /** To be decided: in the data, nothing stands, or reviewers contradict each other. */
  isOpen: (entry: Entry) => boolean;
  isSkipped: (entry: Entry) => boolean;
  passes: (entry: Entry) => boolean;
}

/**
 * Where the next entry to be decided is: after `at`, else from the beginning; the skipped ones do not count.
 * @returns the number of entries when there is none
 */
export function nextOpen({ entries, isOpen, isSkipped, passes }: Looking, at: number): number {
  const isNext = (entry: Entry) => isOpen(entry) && !isSkipped(entry) && passes(entry);
  const after = entries.findIndex((entry, place) => place > at && isNext(entry));
  if (after >= 0) return after;
  const before = entries.findIndex(isNext);
  return before >= 0 ? before : entries.length;
}

/** The next ones to be decided after `at`, in the order in which they will come. */
export function comingAfter(looking: Looking, at: number, count: number): number[] {
  const { entries, isOpen, isSkipped, passes } = looking;
  // From the end it goes on at the beginning.
  const from = at < entries.length ? at : -1;
  const coming: number[] = [];
  for (let further = 1; further <= entries.length && coming.length < count; further++) {
    const place = (from + further) % entries.length;
    const entry = entries[place];
    if (place !== at && isOpen(entry) && !isSkipped(entry) && passes(entry)) coming.push(place);
  }
  return coming;
}

/** One further in the sequence, decided or not; `at` itself where there is none. Past the end counts as a place. */
export function step({ entries, passes }: Looking, at: number, direction: 1 | -1): number {
  for (let place = at + direction; place >= 0 && place < entries.length; place += direction) {
    if (passes(entries[place]) && entries[place].image >= 0) return place;
  }
  return direction === 1 ? entries.length : at;
}

/** Where the entry of a position of the queue is: what is planted before it and not answered comes first. */
export function placeOfPosition(
  entries: readonly Entry[],
  position: number,
  isOpen: (entry: Entry) => boolean,
): number {
  const place = entries.findIndex(
    (entry) => entry.position > position || (entry.position === position && (entry.planted === null || isOpen(entry))),
  );
  return place < 0 ? entries.length : place;
}
