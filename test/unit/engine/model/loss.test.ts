import assert from 'node:assert/strict';
import { balancedClassWeights, scoreLogits } from '../../../../src/engine/model/loss';

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);

describe('loss', () => {
  // Logits ln 1, ln 2, ln 5: probabilities 1/8, 2/8, 5/8.
  const logits = Float32Array.from([Math.log(1), Math.log(2), Math.log(5)]);

  it('is the cross-entropy, with the margin of the given class', () => {
    const scores = scoreLogits(logits, [1], 3);
    close(scores.loss, Math.log(4));
    assert.equal(scores.correct, 0);
    close(scores.margins[0], Math.log(2) - Math.log(5));
    assert.equal(scoreLogits(logits, [2], 3).correct, 1);
  });

  it('has the gradient p - target, divided by the count', () => {
    const gradient = new Float32Array(6);
    scoreLogits(Float32Array.from([...logits, ...logits]), [1, 2], 3, gradient);
    [1 / 8, 2 / 8 - 1, 5 / 8, 1 / 8, 2 / 8, 5 / 8 - 1].forEach((value, i) => close(gradient[i], value / 2));
  });

  it('smooths the target and weighs the classes', () => {
    const gradient = new Float32Array(3);
    scoreLogits(logits, [1], 3, gradient, { labelSmoothing: 0.3, classWeights: Float32Array.from([1, 2, 3]) });
    [1 / 8 - 0.1, 2 / 8 - 0.8, 5 / 8 - 0.1].forEach((value, i) => close(gradient[i], 2 * value));
  });

  it('weighs single images, on top of their class; the scores stay as they are', () => {
    const two = Float32Array.from([...logits, ...logits]);
    const [plain, weighed] = [new Float32Array(6), new Float32Array(6)];
    const classWeights = Float32Array.from([1, 2, 3]);
    const before = scoreLogits(two, [1, 2], 3, plain, { classWeights });
    const after = scoreLogits(two, [1, 2], 3, weighed, { classWeights, weights: Float32Array.of(0.5, 1) });
    plain.forEach((value, at) => close(weighed[at], at < 3 ? value / 2 : value));
    assert.deepEqual(after, before);
  });

  it('bears huge logits', () => {
    const scores = scoreLogits(Float32Array.from([1e30, -1e30]), [1], 2, new Float32Array(2));
    assert.ok(Number.isFinite(scores.loss));
  });

  it('does not count a tie as right', () => {
    assert.equal(scoreLogits(Float32Array.from([1, 1]), [0], 2).correct, 0);
  });

  it('balanced weights are inverse to the counts, with mean 1 over the images', () => {
    const counts = [10, 30, 0, 40];
    const weights = balancedClassWeights(counts);
    assert.equal(weights[2], 0);
    close(weights[0] / weights[1], 3);
    close(counts.reduce((sum, count, k) => sum + count * weights[k], 0) / 80, 1);
  });
});
