import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../src/engine/random';
import { type Answers, compareAnswers } from '../../../src/shared/comparison';
import { NO_LABEL } from '../../../src/shared/metrics';

const NAMES = ['hat', 'glove', 'scarf'];

function answers(predicted: number[], confidence: number[] = predicted.map(() => 0.5)): Answers {
  return { predicted: Uint8Array.from(predicted), confidence: Float32Array.from(confidence) };
}

function compare(labels: number[], first: Answers, second: Answers) {
  const random = new Random(1, 'test');
  return compareAnswers(Uint8Array.from(labels), first, second, NAMES, () => random.uniform());
}

describe('a comparison of answers', () => {
  const labels = [0, 0, 0, 1, 1, 1, NO_LABEL, 1];
  const first = answers([0, 1, 2, 1, 1, 0, 0, 0]);
  const second = answers([0, 0, 0, 1, 2, 2, 2, 0], [0.9, 0.6, 0.8, 0.7, 0.4, 0.3, 0.9, 0.9]);
  const compared = compare(labels, first, second);

  it('counts who is right, without what has no label', () => {
    const { bothRight, onlyFirst, onlySecond, bothWrong, count, sameAnswer } = compared;
    assert.deepEqual([bothRight, onlyFirst, onlySecond, bothWrong], [2, 1, 2, 2]);
    assert.deepEqual([count, sameAnswer], [7, 3]);
    assert.equal(compared.difference, 1 / 7);
    // One of three coins: any split is as uneven.
    assert.ok(Math.abs(compared.pValue - 1) < 1e-12);
  });

  it('names the images, the most confident second answer first', () => {
    assert.deepEqual(compared.fixed, [2, 1]);
    assert.deepEqual(compared.broken, [4]);
    assert.deepEqual(compared.otherwiseWrong, [5]);
  });

  it('tells each class, also one without images', () => {
    const [hat, glove, scarf] = compared.perClass;
    assert.deepEqual(
      [hat.support, hat.first, hat.second, hat.difference, hat.fixed, hat.broken],
      [3, 1 / 3, 1, 2 / 3, 2, 0],
    );
    assert.deepEqual([glove.name, glove.first, glove.second, glove.broken], ['glove', 2 / 4, 1 / 4, 1]);
    assert.deepEqual([scarf.support, scarf.first, scarf.difference, scarf.interval], [0, 0, 0, [0, 0]]);
    assert.ok(hat.interval[0] <= 2 / 3 && hat.interval[1] === 1);
  });

  it('finds nothing between a run and itself', () => {
    const same = compare(labels, first, first);
    assert.deepEqual([same.difference, same.pValue, same.sameAnswer, same.count], [0, 1, 7, 7]);
    assert.deepEqual([same.interval, same.fixed, same.broken, same.otherwiseWrong], [[0, 0], [], [], []]);
  });
});
