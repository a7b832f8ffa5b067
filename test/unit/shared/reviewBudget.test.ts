import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { drawBudget } from '../../../src/shared/reviewBudget';
import { wilsonInterval } from '../../../src/shared/statistics';

/** So many held-out images of doubts 0.01, 0.02 and so on; from `from` on every other one is wrong. */
function heldOut(count: number, from: number) {
  const doubts = Array.from({ length: count }, (_, at) => (at + 1) / 100);
  return { doubts, predicted: doubts.map(() => 0), isRight: doubts.map((_, at) => (at >= from && at % 2 ? 0 : 1)) };
}

describe('the review budget', () => {
  it('of data like the held-out images is their risk and coverage', () => {
    const known = heldOut(600, 540);
    const { points, validationCount, target } = drawBudget(known, known, 2)!;
    assert.equal(validationCount, 600);
    assert.ok(Math.abs(target - (570 / 600 + 0.02)) < 1e-12);
    const [all] = points;
    assert.equal(all.reviewed, 0);
    assert.ok(Math.abs(all.accuracy - 0.95) < 1e-12);
    // Never wider than Wilson's interval of as many plain trials.
    const [low, high] = wilsonInterval(570, 600);
    assert.ok(all.interval[0] >= low - 1e-9 && all.interval[1] <= high + 1e-9, all.interval.join());
    const tenth = points.find(({ reviewed }) => reviewed === 60)!;
    assert.equal(tenth.accuracy, 1);
    assert.ok(tenth.interval[0] < 0.999 && tenth.interval[1] === 1);
    assert.ok(points.every(({ accuracy }, at) => at === 0 || accuracy >= points[at - 1].accuracy - 1e-12));
  });

  it('of harder data promises less', () => {
    const known = heldOut(600, 540);
    const hard = { doubts: Array.from({ length: 100 }, () => 5.8), predicted: Array.from({ length: 100 }, () => 0) };
    assert.ok(Math.abs(drawBudget(known, hard, 2)!.points[0].accuracy - 0.5) < 1e-12);
  });

  it('is told by class as predicted, the one most in need first, with how many of it to review', () => {
    const easy = heldOut(300, 300);
    const mixed = heldOut(300, 240);
    const known = {
      doubts: [...easy.doubts, ...mixed.doubts],
      predicted: [...easy.predicted, ...mixed.predicted.map(() => 2)],
      isRight: [...easy.isRight, ...mixed.isRight],
    };
    const { perClass, target } = drawBudget(known, known, 3)!;
    assert.ok(Math.abs(target - 0.97) < 1e-12);
    assert.deepEqual(
      perClass.map(({ label, count }) => [label, count]),
      [
        [2, 300],
        [0, 300],
      ],
    );
    assert.ok(Math.abs(perClass[0].accuracy - 0.9) < 1e-12);
    // 240 right of 240 and half of k: (240 + k / 2) / (240 + k) is 0.97 at k = 15.3.
    assert.ok(perClass[0].toReview === 45 || perClass[0].toReview === 44, String(perClass[0].toReview));
    assert.equal(perClass[1].toReview, 0);
  });

  it('says where the target cannot be reached, and nothing without held-out images', () => {
    const doubts = Array.from({ length: 100 }, (_, at) => at);
    const coin = { doubts, predicted: doubts.map(() => 0), isRight: doubts.map((at) => at % 2) };
    assert.equal(drawBudget(coin, coin, 2)!.perClass[0].toReview, null);
    const none = { doubts: [], predicted: [], isRight: [] };
    assert.equal(drawBudget(none, coin, 2), null);
    assert.equal(drawBudget(coin, none, 2), null);
  });
});
