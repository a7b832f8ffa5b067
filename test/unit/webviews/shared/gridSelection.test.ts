import assert from 'node:assert/strict';
import { GridSelection, select } from '../../../../src/webviews/shared/gridSelection';

describe('selection in the grid', () => {
  /** What a filter left, in an order of its own. */
  const items = [90, 7, 8, 9, 64, 31, 32, 1000];

  it('a click selects one, Ctrl adds and takes away, Shift extends from where it began', () => {
    const selection = new GridSelection();
    let anchor = select(selection, items, 1, 0, 'only');
    assert.deepEqual(selection.items(), [7]);
    anchor = select(selection, items, 3, anchor, 'extend');
    assert.deepEqual(selection.items(), [7, 8, 9]);
    anchor = select(selection, items, 0, anchor, 'extend');
    assert.deepEqual(selection.items(), [7, 90], 'from the same anchor, upwards');
    anchor = select(selection, items, 4, anchor, 'toggle');
    assert.deepEqual(selection.items(), [7, 64, 90]);
    anchor = select(selection, items, 6, anchor, 'extendMore');
    assert.deepEqual(selection.items(), [7, 31, 32, 64, 90], 'what was selected stays');
    select(selection, items, 4, anchor, 'toggle');
    assert.deepEqual(selection.items(), [7, 31, 32, 90]);
    assert.equal(selection.count, 4);
  });

  it('selects half a million, and finds each again', () => {
    const selection = new GridSelection();
    const all = Uint32Array.from({ length: 500_000 }, (_, item) => item);
    selection.addRange(all, 0, all.length - 1);
    assert.equal(selection.count, 500_000);
    assert.ok(selection.has(0) && selection.has(31) && selection.has(499_999) && !selection.has(500_000));
    selection.set(31, false);
    assert.deepEqual(selection.runs(10), [0, 31, 32, 499_968]);
    selection.clear();
    assert.deepEqual([selection.count, selection.has(5)], [0, false]);
  });

  it('is kept as stretches and restored, without images that are no longer there', () => {
    const selection = new GridSelection();
    for (const item of [3, 4, 5, 9, 63, 64]) selection.set(item, true);
    const runs = selection.runs(3)!;
    assert.deepEqual(runs, [3, 3, 9, 1, 63, 2]);
    assert.equal(selection.runs(2), null, 'more stretches than are wanted');
    const restored = new GridSelection();
    restored.restore(runs, 64);
    assert.deepEqual(restored.items(), [3, 4, 5, 9, 63]);
  });
});
