import { plantFlips } from '../../shared/reviewOrder';
import type { Review } from './review';

/** Plants known flips among what is left. @param random from 0 up to, not including, 1  @returns how many */
export function startCheck(review: Review, wanted: number, random: () => number): number {
  const { queue, plantable } = review.snapshot!;
  const there = queue.plantable.filter((_, at) => plantable[at] >= 0);
  // Not before the one that is shown: it would be seen to change.
  const from = (review.current?.position ?? queue.images.length) + 1;
  const check = plantFlips({ images: queue.images, plantable: there }, wanted, from, random);
  if (check.planted.length > 0) review.setCheck(check);
  return check.planted.length;
}

/** Ends the check: what was not answered is taken away. */
export function endCheck(review: Review): void {
  const planted = review.progress.check?.planted.filter(({ answer }) => answer !== null) ?? [];
  review.setCheck(planted.length > 0 ? { planted } : null);
}
