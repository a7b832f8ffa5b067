// How long it takes from a key to the next picture on the screen: measured as it happens, for tests and the benchmark.
import type { Review } from './review';
import './reviewProbe';

/** More are not kept. */
const MOST = 1000;

export interface Times {
  /** The shown picture was drawn. @param isThere whether its details had been loaded */
  drawn: (isThere: boolean) => void;
}

export function watchTimes(review: Review): Times {
  const shownAfter: number[] = [];
  const savedAfter: number[] = [];
  let pressedAt: number | undefined;
  let key: string | undefined;
  const add = (times: number[], time: number) => {
    times.push(time);
    if (times.length > MOST) times.shift();
  };
  review.on(['saving'], () => {
    if (review.deciding.saving) {
      if (pressedAt !== review.deciding.saving.pressedAt) key = review.current?.key;
      pressedAt = review.deciding.saving.pressedAt;
    } else if (review.deciding.failed) pressedAt = undefined;
    else if (pressedAt !== undefined) add(savedAfter, performance.now() - pressedAt);
  });
  window.fashionMnistReview = {
    shownAfter,
    savedAfter,
    current() {
      const { current } = review;
      if (!review.snapshot || !current) return null;
      const { position, image, imageId, planted } = current;
      return { position, image, imageId, isPlanted: planted !== null };
    },
    isReady: () =>
      review.snapshot !== undefined &&
      review.deciding.saving === undefined &&
      (review.current === undefined || review.details.get(review.current.image) !== undefined),
    loadedAhead() {
      const places = review.coming();
      const missing = places.findIndex((place) => !review.details.get(review.entries[place].image));
      return missing < 0 ? places.length : missing;
    },
  };
  return {
    drawn(isThere) {
      if (pressedAt === undefined || !isThere || review.current?.key === key) return;
      const began = pressedAt;
      pressedAt = undefined;
      // The frame that is drawn next has it; a task after that runs when it was handed over.
      requestAnimationFrame(() => setTimeout(() => add(shownAfter, performance.now() - began)));
    },
  };
}
