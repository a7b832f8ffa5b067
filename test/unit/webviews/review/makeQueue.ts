// Queues for the tests of the review.
import type { PlantedFlip, ReviewQueue } from '../../../../src/shared/contracts/review';

export const CLASSES = ['T-shirt/top', 'Trouser', '<img src=x onerror=alert(1)>', '=1+1', 'Coat'];

/** @param given the given label of each image; it is predicted as the class after it */
export function makeQueue(given: readonly (number | null)[], more: Partial<ReviewQueue> = {}): ReviewQueue {
  return {
    kind: 'fashion-mnist review queue',
    formatVersion: 1,
    score: 'label-error',
    runId: 'run',
    createdAt: '2026-01-01T00:00:00.000Z',
    data: { path: '/data' },
    dataHash: 'hash',
    runFolder: '/run',
    classNames: CLASSES,
    ranked: given.length,
    suggested: null,
    estimate: null,
    temperature: null,
    csvFile: null,
    images: given.map((givenLabel, at) => ({
      rank: at + 1,
      imageId: idOf(at),
      split: at % 2 === 0 ? 'train' : 'test',
      index: at,
      givenLabel,
      predictedLabel: givenLabel === null ? null : (givenLabel + 1) % CLASSES.length,
      score: given.length - at,
      errorProbability: 0.5,
      reason: `given ${givenLabel}`,
    })),
    unlisted: [],
    plantable: [],
    budget: null,
    ...more,
  };
}

export function idOf(at: number): string {
  return at.toString(16).padStart(16, '0');
}

export function flip(at: number, trueLabel: number, shownLabel: number): PlantedFlip {
  const reasons = { reason: `as if ${shownLabel}`, rightReason: `as it is ${trueLabel}` };
  return { imageId: idOf(at), split: 'train', index: at, trueLabel, shownLabel, ...reasons };
}
