import type { ImageDecision } from '../../../src/shared/contracts/decisions';
import type { FlaggedImage, ReviewQueue } from '../../../src/shared/contracts/review';

/** The image of a queue at a position: given class 1, predicted as class 2. */
export function flaggedImage(position: number, changes: Partial<FlaggedImage> = {}): FlaggedImage {
  return {
    rank: position + 1,
    imageId: position.toString(16).padStart(16, '0'),
    split: 'train',
    index: position,
    givenLabel: 1,
    predictedLabel: 2,
    score: 100 - position,
    errorProbability: 0.5,
    reason: 'given glove; the model says scarf',
    ...changes,
  };
}

/** A decision of Ann about an image, made while the review runs. */
export function decisionOn(image: number, changes: Partial<ImageDecision>): ImageDecision {
  return {
    image,
    decision: 'keep',
    newLabel: null,
    reviewer: 'Ann',
    reviewedAt: '2026-11-22T10:30:00.000Z',
    note: '',
    isConflict: false,
    verdicts: [],
    standing: 1,
    ...changes,
  };
}

/** A queue with so many images, and nothing beside them. */
export function sampleQueue(count: number, changes: Partial<ReviewQueue> = {}): ReviewQueue {
  return {
    kind: 'fashion-mnist review queue',
    formatVersion: 1,
    score: 'label-error',
    runId: 'standard-1',
    createdAt: '2026-11-22T10:00:00.000Z',
    data: { path: '/data' },
    dataHash: 'ab'.repeat(32),
    runFolder: '/runs/standard-1',
    classNames: ['hat', 'glove', 'scarf', 'sock'],
    ranked: count,
    suggested: null,
    estimate: null,
    temperature: null,
    images: Array.from({ length: count }, (_, position) => flaggedImage(position)),
    csvFile: null,
    unlisted: [],
    plantable: [],
    budget: null,
    ...changes,
  };
}
