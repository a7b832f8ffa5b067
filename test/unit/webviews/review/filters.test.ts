import assert from 'node:assert/strict';
import { NO_FILTER } from '../../../../src/shared/reviewOrder';
import { isEmpty, passes, restoreFilter } from '../../../../src/webviews/review/filters';
import { sequenceOf } from '../../../../src/webviews/review/sequence';
import { makeQueue } from './makeQueue';

const queue = makeQueue([0, 1, 0, null]);
const entries = sequenceOf(queue, { images: [0, 1, 2, 3], plantable: [] }, null);
const passing = (filter: Partial<typeof NO_FILTER>) =>
  entries.filter((entry) => passes({ ...NO_FILTER, ...filter }, entry)).map(({ position }) => position);

describe('filters of the queue', () => {
  it('by class pair, score and split', () => {
    assert.deepEqual(passing({}), [0, 1, 2, 3]);
    assert.deepEqual(passing({ pair: { given: 0, predicted: 1 } }), [0, 2]);
    assert.deepEqual(passing({ pair: { given: null, predicted: null } }), [3]);
    assert.deepEqual(passing({ scores: [2, 3] }), [1, 2], 'both bounds included');
    assert.deepEqual(passing({ split: 'test' }), [1, 3]);
    assert.deepEqual(passing({ split: 'train', scores: [0, 2] }), [2]);
  });

  it('an image without a score passes no range of them', () => {
    assert.equal(passes({ ...NO_FILTER, scores: [-9, 9] }, { ...entries[0], score: null }), false);
  });

  it('come back as they were kept; what is none filters nothing', () => {
    const kept = { pair: { given: null, predicted: 2 }, scores: [-1, Number.MAX_VALUE] as const, split: '=a' };
    assert.deepEqual(restoreFilter(JSON.parse(JSON.stringify(kept))), kept);
    for (const none of [null, 7, {}, { pair: { given: 'a' } }, { scores: [1] }, { scores: [null, 1] }, { split: 3 }]) {
      assert.deepEqual(restoreFilter(none), NO_FILTER);
      assert.equal(isEmpty(restoreFilter(none)), true);
    }
    assert.equal(isEmpty(restoreFilter(kept)), false);
  });
});
