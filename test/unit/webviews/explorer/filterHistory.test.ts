import assert from 'node:assert/strict';
import { FilterHistory } from '../../../../src/webviews/explorer/filterHistory';

describe('undo and redo of filters', () => {
  it('goes back and forth, and a new change ends what could be redone', () => {
    const history = new FilterHistory();
    assert.ok(history.change({ classes: [1] }));
    assert.ok(history.change({ classes: [1, 2] }));
    assert.ok(history.undo());
    assert.deepEqual(history.current, { classes: [1] });
    assert.ok(history.redo());
    assert.deepEqual(history.current, { classes: [1, 2] });
    history.undo();
    history.change({ text: 'x' });
    assert.deepEqual([history.canUndo, history.canRedo, history.redo()], [true, false, false]);
    history.undo();
    history.undo();
    assert.deepEqual([history.current, history.undo()], [{}, false]);
  });

  it('the same filter again is no step', () => {
    const history = new FilterHistory();
    assert.ok(!history.change({}));
    assert.ok(!history.canUndo);
  });

  it('letters that are typed are undone as one, but not with what came between', () => {
    const history = new FilterHistory();
    history.change({ text: '1' }, 'search');
    history.change({ text: '12' }, 'search');
    history.change({ classes: [3], text: '12' });
    history.change({ classes: [3], text: '123' }, 'search');
    history.undo();
    assert.deepEqual(history.current, { classes: [3], text: '12' });
    history.undo();
    history.undo();
    assert.deepEqual(history.current, {});
  });

  it('does not grow without bound', () => {
    const history = new FilterHistory();
    for (let value = 0; value < 500; value++) history.change({ classes: [value] });
    let steps = 0;
    while (history.undo()) steps++;
    assert.equal(steps, 100);
  });

  it('is kept and restored with all its steps', () => {
    const history = new FilterHistory();
    history.change({ classes: [1] });
    history.change({ classes: [2] });
    history.undo();
    const restored = FilterHistory.restore(JSON.parse(JSON.stringify(history.toKeep())));
    assert.deepEqual(restored.current, { classes: [1] });
    assert.ok(restored.redo());
    assert.deepEqual(restored.current, { classes: [2] });
    restored.undo();
    restored.undo();
    assert.deepEqual(restored.current, {});
  });

  it('what was kept by another hand is as nothing', () => {
    for (const kept of [null, 5, 'x', { past: 3, now: 'x' }, { past: [1, null], future: {} }]) {
      assert.deepEqual(FilterHistory.restore(kept).current, {});
    }
  });
});
