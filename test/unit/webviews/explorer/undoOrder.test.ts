import assert from 'node:assert/strict';
import { UndoOrder, type Undoable } from '../../../../src/webviews/explorer/undoOrder';

const all = () => true;
const only = (kind: Undoable) => (one: Undoable) => one === kind;

describe('order of filters and labels for undo', () => {
  it('what was done last is taken back first, of either kind', () => {
    const order = new UndoOrder();
    for (const kind of ['filter', 'labels', 'filter'] as const) order.did(kind);
    const seen = [];
    for (let kind = order.nextUndo(all); seen.length < 3; kind = order.nextUndo(all)) {
      seen.push(kind);
      order.undid(kind!);
    }
    assert.deepEqual(seen, ['filter', 'labels', 'filter']);
    assert.equal(order.nextRedo(all), 'filter');
    order.redid('filter');
    assert.equal(order.nextRedo(all), 'labels');
  });

  it('a new step ends redo, of both kinds', () => {
    const order = new UndoOrder();
    order.did('filter');
    order.undid('filter');
    order.did('labels');
    assert.equal(order.nextRedo(all), null);
  });

  it('labels taken back by their own button leave the filters in their order', () => {
    const order = new UndoOrder();
    order.did('labels');
    order.did('filter');
    order.undid('labels');
    assert.equal(order.nextUndo(all), 'filter');
    order.undid('filter');
    assert.equal(order.nextUndo(only('labels')), null);
  });

  it('after a reload the filters that were kept can still be undone and redone; what is gone is passed by', () => {
    const fresh = new UndoOrder();
    assert.equal(fresh.nextUndo(all), 'filter');
    assert.equal(fresh.nextRedo(all), 'filter');
    assert.equal(
      fresh.nextUndo(() => false),
      null,
    );
    fresh.did('labels');
    assert.equal(fresh.nextUndo(only('filter')), 'filter', 'labels that were not saved and given up');
  });
});
