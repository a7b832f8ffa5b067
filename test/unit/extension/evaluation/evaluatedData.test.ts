import assert from 'node:assert/strict';
import type { Evaluation } from '../../../../src/shared/contracts/evaluation';
import type { OpenedDataset, PredictionsSummary } from '../../../../src/shared/contracts/explorer';
import { describeMismatch, evaluatedSplits } from '../../../../src/extension/evaluation/evaluatedData';

const evaluation = (changes: Partial<Evaluation> = {}) =>
  ({ split: 'test', count: 1000, accuracy: 0.9, ...changes }) as Evaluation;
const opened = (...counts: [string, number][]) =>
  ({
    splits: counts.map(([split, count]) => ({ split, count, first: 0, labelled: true })),
  }) as unknown as OpenedDataset;
const BOTH = opened(['train', 2000], ['test', 1000]);
const predictions = (...accuracies: (number | null)[]) => ({ accuracies }) as PredictionsSummary;

describe('whether the data is still what was evaluated', () => {
  it('nothing is the matter with the same images and the same predictions', () => {
    assert.deepEqual(evaluatedSplits(evaluation(), BOTH), ['test']);
    assert.equal(describeMismatch(evaluation(), BOTH, predictions(0.95, 0.9)), null);
  });

  it('an evaluation of all is about all splits', () => {
    const all = evaluation({ split: 'all', count: 3000 });
    assert.deepEqual(evaluatedSplits(all, BOTH), ['train', 'test']);
    assert.equal(describeMismatch(all, BOTH, predictions(0.95, 0.9)), null);
    assert.deepEqual(evaluatedSplits(all, opened(['all', 3000])), ['all']);
  });

  it('says what changed', () => {
    assert.match(describeMismatch(evaluation(), opened(['train', 9]), predictions(1))!, /no split "test"/);
    assert.match(describeMismatch(evaluation(), opened(['test', 999]), predictions(1))!, /999 images, and 1,000/);
    assert.match(describeMismatch(evaluation(), BOTH, null)!, /not kept beside its run/);
    assert.match(describeMismatch(evaluation(), BOTH, predictions(0.9, 0.89))!, /labels have changed/);
    assert.match(describeMismatch(evaluation(), BOTH, predictions(0.9, null))!, /labels have changed/);
  });

  it('without labels there is no accuracy to tell by', () => {
    assert.equal(describeMismatch(evaluation({ accuracy: null }), BOTH, predictions(null, null)), null);
  });
});
