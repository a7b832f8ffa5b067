import assert from 'node:assert/strict';
import { restoreState } from '../../../../src/webviews/explorer/keptState';

describe('state that the explorer keeps', () => {
  it('comes back as it was', () => {
    const kept = {
      filters: { now: { classes: [4] }, past: [{}], future: [] },
      sort: { by: 'deviation', descending: true },
      size: 84,
      place: 1200.5,
      active: 17,
      detailOpen: true,
      selected: [3, 2],
      sections: { findings: false },
      side: false,
      sideScrollTop: 40,
      runFolder: '/runs/1',
      relabel: { hash: 'abc', waiting: [{ decisions: [], said: 'x', way: 'forward' }] },
      hash: 'abc',
    };
    const restored = restoreState(JSON.parse(JSON.stringify(kept)));
    assert.deepEqual({ ...restored, filters: restored.filters.toKeep() }, kept);
  });

  it('begins anew with what is not there, or makes no sense', () => {
    const first = restoreState(undefined);
    assert.deepEqual(
      [first.size, first.sort, first.active, first.selected],
      [56, { by: 'index', descending: false }, null, []],
    );
    const wrong = restoreState({
      size: 57,
      sort: { by: 'colour' },
      active: -1,
      place: 'x',
      selected: [1, 'a'],
      sections: { a: 1 },
    });
    assert.deepEqual({ ...wrong, filters: 0 }, { ...first, filters: 0 });
  });
});
