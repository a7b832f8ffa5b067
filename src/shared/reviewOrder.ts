// What of a review's queue can be looked at alone, and what a reviewer check plants in it. Pure functions; the order of the
// queue itself never changes.
import type { PlantedFlip, ReviewerCheck, ReviewQueue } from './contracts/review';

/** What of the queue is shown; null: all. */
export interface QueueFilter {
  /** Images given the one label and predicted as the other. */
  pair: { given: number | null; predicted: number | null } | null;
  /** Scores from the lower bound to the higher one, both included. */
  scores: readonly [number, number] | null;
  split: string | null;
}

export const NO_FILTER: QueueFilter = { pair: null, scores: null, split: null };

/** Class pairs of the queue with how many images, most first: what a filter can choose from. */
export function classPairs({
  images,
}: Pick<ReviewQueue, 'images'>): { given: number | null; predicted: number | null; count: number }[] {
  const pairs = new Map<string, { given: number | null; predicted: number | null; count: number }>();
  for (const { givenLabel: given, predictedLabel: predicted } of images) {
    const key = `${given} ${predicted}`;
    const pair = pairs.get(key) ?? { given, predicted, count: 0 };
    pairs.set(key, { ...pair, count: pair.count + 1 });
  }
  return [...pairs.values()].sort((a, b) => b.count - a.count);
}

/** Of the images to come, so many are planted at most: a check is not to be the work. */
const MOST_PLANTED = 1 / 4;

/**
 * A check of up to `wanted` images planted among those still to come, from position `from`: two in three show a wrong
 * label, the third its right one, so that relabelling whatever looks easy is found out too.
 * @param random yields numbers from 0 up to, but not, 1
 */
export function plantFlips(
  { images, plantable }: { images: { length: number }; plantable: readonly PlantedFlip[] },
  wanted: number,
  from: number,
  random: () => number,
): ReviewerCheck {
  const left = Math.max(0, images.length - from);
  const count = Math.min(wanted, plantable.length, Math.floor(left * MOST_PLANTED));
  const places = shuffled(left, random)
    .slice(0, count)
    .sort((a, b) => a - b);
  const chosen = shuffled(plantable.length, random).slice(0, count);
  const showRight = new Set(shuffled(count, random).slice(0, Math.floor(count / 3)));
  const planted = chosen.map((at, k) => {
    const flip = plantable[at];
    const shownLabel = showRight.has(k) ? flip.trueLabel : flip.shownLabel;
    return { ...flip, shownLabel, before: from + places[k], answer: null };
  });
  return { planted };
}

/** The numbers 0 to `count` - 1 in an order drawn at random (Fisher-Yates). */
function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
