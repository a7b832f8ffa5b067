import assert from 'node:assert/strict';
import {
  choose,
  keepSelection,
  nextSort,
  NOTHING_SELECTED,
  sortRows,
} from '../../../../src/webviews/shared/tableOrder';

describe('sorting a table', () => {
  it('puts rows without a value last, in either direction', () => {
    const rows = [3, null, 1, 2];
    assert.deepEqual(
      sortRows(rows, (row) => row, false),
      [1, 2, 3, null],
    );
    assert.deepEqual(
      sortRows(rows, (row) => row, true),
      [3, 2, 1, null],
    );
  });

  it('keeps the order of equal ones, and knows numbers in texts', () => {
    assert.deepEqual(
      sortRows(['run 10', 'Run 9', 'run 1'], (row) => row, false),
      ['run 1', 'Run 9', 'run 10'],
    );
    const rows = [
      ['b', 1],
      ['a', 1],
      ['c', 0],
    ] as const;
    assert.deepEqual(
      sortRows(rows, ([, value]) => value, true).map(([name]) => name),
      ['b', 'a', 'c'],
    );
  });

  it('turns round on the same column and begins anew on another', () => {
    const sort = { column: 'a', descending: false };
    assert.deepEqual(nextSort(sort, 'a', true), { column: 'a', descending: true });
    assert.deepEqual(nextSort(sort, 'b', true), { column: 'b', descending: true });
  });
});

describe('selecting in a table', () => {
  const order = ['a', 'b', 'c', 'd'];
  const chosen = (...steps: [string, 'alone' | 'toggle' | 'range'][]) =>
    steps.reduce((selection, [key, how]) => choose(selection, key, order, how), NOTHING_SELECTED);

  it('alone, with toggles, and in ranges from where it began, both ways', () => {
    assert.deepEqual(chosen(['b', 'alone'], ['c', 'alone']).chosen, ['c']);
    assert.deepEqual(chosen(['b', 'toggle'], ['d', 'toggle'], ['b', 'toggle']).chosen, ['d']);
    assert.deepEqual(chosen(['b', 'alone'], ['d', 'range']).chosen, ['b', 'c', 'd']);
    assert.deepEqual(chosen(['c', 'alone'], ['d', 'range'], ['a', 'range']).chosen, ['a', 'b', 'c']);
    assert.deepEqual(chosen(['c', 'range']).chosen, ['c']);
  });

  it('loses what is gone; the keyboard stays at its height', () => {
    const before = chosen(['b', 'toggle'], ['d', 'toggle']);
    assert.deepEqual(keepSelection(before, order, ['a', 'b', 'c']), { chosen: ['b'], anchor: null, place: 'c' });
    assert.equal(keepSelection(before, order, []).place, null);
  });
});
