import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PlantedFlip } from '../../../src/shared/contracts/review';
import { classPairs, plantFlips } from '../../../src/shared/reviewOrder';
import { Random } from '../../../src/engine/random';
import { flaggedImage } from './sampleReview';

const images = [
  flaggedImage(0),
  flaggedImage(1, { predictedLabel: 3 }),
  flaggedImage(2, { split: 'test' }),
  flaggedImage(3, { score: null }),
];
const planted = (before: number) => ({
  ...{ imageId: 'f'.repeat(16), split: 'train', index: 9, trueLabel: 0, shownLabel: 1 },
  ...{ reason: '', rightReason: '', before, answer: null },
});
describe('class pairs of a queue', () => {
  it('are counted, most first', () => {
    assert.deepEqual(classPairs({ images }), [
      { given: 1, predicted: 2, count: 3 },
      { given: 1, predicted: 3, count: 1 },
    ]);
  });
});

describe('planting', () => {
  const plantable = Array.from({ length: 40 }, (_, at): PlantedFlip => ({
    ...planted(0),
    imageId: at.toString(16).padStart(16, '0'),
  }));
  const queue = { images: { length: 200 }, plantable };

  it('spreads flips over what is still to come; the third shows its right label', () => {
    const random = new Random('planting');
    const check = plantFlips(queue, 30, 100, () => random.uniform());
    assert.equal(check.planted.length, 25, 'a quarter of the hundred images to come');
    assert.equal(new Set(check.planted.map(({ before }) => before)).size, 25);
    assert.equal(new Set(check.planted.map(({ imageId }) => imageId)).size, 25);
    for (const { before, answer } of check.planted) assert.ok(before >= 100 && before < 200 && answer === null);
    assert.equal(check.planted.filter(({ shownLabel, trueLabel }) => shownLabel === trueLabel).length, 8);
  });

  it('plants nothing where nothing is to come, or can be planted', () => {
    assert.deepEqual(plantFlips(queue, 30, 200, Math.random).planted, []);
    assert.deepEqual(plantFlips({ ...queue, plantable: [] }, 30, 0, Math.random).planted, []);
  });
});
