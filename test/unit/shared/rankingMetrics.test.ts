import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { averagePrecision, qualityAtCut, rankByScore } from '../../../src/shared/rankingMetrics';

describe('average precision', () => {
  it("is that of scikit-learn's own example", () => {
    // sklearn.metrics.average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) = 0.83...
    const score = averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
    assert.ok(Math.abs(score - (1 / 2 + (1 / 2) * (2 / 3))) < 1e-12);
  });

  it('takes equal scores together, so that their order does not matter', () => {
    assert.equal(averagePrecision([1, 1, 1, 1], [1, 0, 0, 0]), 0.25);
    assert.equal(averagePrecision([1, 1, 1, 1], [0, 0, 0, 1]), 0.25);
  });

  it('is 1 for a perfect ranking, and never below the worst one', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (truth) => {
        fc.pre(truth.some(Boolean));
        const isFound = truth.map(Number);
        assert.ok(Math.abs(averagePrecision(isFound, isFound) - 1) < 1e-12);
        const worst = averagePrecision(
          isFound.map((value, place) => place - 1000 * value),
          isFound,
        );
        const some = averagePrecision(
          isFound.map((_, place) => place),
          isFound,
        );
        assert.ok(some >= worst - 1e-12);
      }),
    );
  });

  it('is no number where nothing is to be found', () => {
    assert.ok(Number.isNaN(averagePrecision([1, 2], [0, 0])));
  });
});

describe('a cut through a ranking', () => {
  const ranked = rankByScore([0.9, 0.1, 0.8, 0.7]);
  it('ranks the highest first, equal ones in their order', () => {
    assert.deepEqual([...ranked], [0, 2, 3, 1]);
    assert.deepEqual([...rankByScore([1, 2, 1])], [1, 0, 2]);
  });

  it('has the precision, recall and F1 worked by hand', () => {
    const { found, precision, recall, f1 } = qualityAtCut(ranked, [1, 1, 0, 1], 3);
    assert.deepEqual([found, precision, recall, f1], [2, 2 / 3, 2 / 3, 2 / 3]);
  });

  it('is 0 where nothing was flagged', () => {
    const { precision, recall, f1 } = qualityAtCut(ranked, [1, 1, 0, 1], 0);
    assert.deepEqual([precision, recall, f1], [0, 0, 0]);
  });
});
