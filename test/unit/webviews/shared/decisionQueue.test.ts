import assert from 'node:assert/strict';
import type { ImageDecision, NewDecision } from '../../../../src/shared/contracts/decisions';
import { DecisionQueue } from '../../../../src/webviews/shared/decisionQueue';

const relabel = (image: number, newLabel: number): NewDecision => ({
  image,
  decision: 'relabel',
  newLabel,
  score: null,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A corrections file that can be told to fail, and what was written to it. */
function open() {
  const written: NewDecision[][] = [];
  const told: ImageDecision[][] = [];
  const file = { fails: false, changes: 0 };
  const queue = new DecisionQueue(
    async (decisions) => {
      await Promise.resolve();
      if (file.fails) throw new Error('the disk is full');
      written.push(decisions);
      return [];
    },
    () => file.changes++,
    (decisions) => told.push(decisions),
  );
  const lines = () => written.flat().map(({ image, decision, newLabel }) => [image, decision, newLabel]);
  return { file, queue, lines, written };
}

describe('decisions on their way to the file', () => {
  it('are written in order, those of one step at once', async () => {
    const { queue, lines, written } = open();
    queue.add([relabel(1, 4), relabel(2, 4)], '2 images');
    queue.add([relabel(1, 5)], '1 image');
    assert.equal(queue.labelUnderWay(1), 5, 'the newest counts');
    assert.equal(queue.labelUnderWay(3), undefined);
    await settled();
    assert.deepEqual(lines(), [
      [1, 'relabel', 4],
      [2, 'relabel', 4],
      [1, 'relabel', 5],
    ]);
    assert.deepEqual([written.length, queue.waiting.length, queue.isSaving], [2, 0, false]);
    assert.equal(queue.saved?.said, '1 image');
    assert.equal(queue.labelUnderWay(1), undefined);
  });

  it('one that cannot be saved stays, and what follows waits for it: the order is that of the person', async () => {
    const { file, queue, lines } = open();
    file.fails = true;
    queue.add([relabel(7, 1)], 'first');
    await settled();
    assert.equal(queue.problem?.message, 'the disk is full');
    assert.equal(queue.labelUnderWay(7), 1, 'it stays on screen');
    queue.add([relabel(7, 2)], 'second');
    await settled();
    assert.equal((queue.problem as Error | null)?.message, 'the disk is full');
    assert.deepEqual([lines(), queue.waiting.length], [[], 2]);
    file.fails = false;
    queue.retry();
    await settled();
    assert.deepEqual(lines(), [
      [7, 'relabel', 1],
      [7, 'relabel', 2],
    ]);
    assert.equal(queue.problem, null);
  });

  it('a new decision tries again what failed before', async () => {
    const { file, queue, lines } = open();
    file.fails = true;
    queue.add([relabel(1, 1)], 'first');
    await settled();
    file.fails = false;
    queue.add([relabel(2, 2)], 'second');
    await settled();
    assert.deepEqual(
      lines().map(([image]) => image),
      [1, 2],
    );
  });

  it('undo writes that the step is taken back, redo writes it again', async () => {
    const { queue, lines } = open();
    assert.equal(queue.undo(), false);
    queue.add([relabel(1, 4), relabel(2, 4)], '2 images relabelled as Coat');
    await settled();
    assert.equal(queue.undo(), true);
    await settled();
    assert.equal(queue.saved?.said, 'Taken back: 2 images relabelled as Coat');
    assert.equal(queue.undo(), false, 'an undo is not undone');
    assert.equal(queue.redo(), true);
    await settled();
    assert.deepEqual(lines().slice(2), [
      [1, 'undo', undefined],
      [2, 'undo', undefined],
      [1, 'relabel', 4],
      [2, 'relabel', 4],
    ]);
    assert.equal(queue.undoable?.said, '2 images relabelled as Coat');
    queue.add([relabel(3, 3)], 'other');
    assert.equal(queue.redo(), false, 'a new step ends redo');
  });

  it('what never reached the file is taken back without a line', async () => {
    const { file, queue, lines } = open();
    file.fails = true;
    queue.add([relabel(1, 4)], 'one');
    await settled();
    assert.equal(queue.undo(), true);
    assert.deepEqual([queue.problem, queue.waiting.length], [null, 0]);
    file.fails = false;
    queue.retry();
    await settled();
    assert.deepEqual(lines(), []);
    assert.equal(queue.redo(), true);
    await settled();
    assert.deepEqual(lines(), [[1, 'relabel', 4]]);
  });

  it('an undo that was chosen from the list cannot be undone: nobody knows what it took back', async () => {
    const { queue } = open();
    queue.add([{ image: 1, decision: 'undo', score: null }], 'undone');
    await settled();
    assert.equal(queue.undoable, undefined);
  });

  it('is given up on demand, or with other data', async () => {
    const { file, queue, lines } = open();
    queue.add([relabel(1, 1)], 'saved');
    await settled();
    file.fails = true;
    queue.add([relabel(2, 2)], 'not saved');
    await settled();
    queue.discard();
    assert.deepEqual([queue.waiting.length, queue.problem, queue.undoable?.said], [0, null, 'saved']);
    file.fails = false;
    queue.add([relabel(3, 3)], 'of the old data');
    queue.forget();
    await settled();
    assert.deepEqual([queue.saved, queue.undoable], [null, undefined], 'its answer is about other data');
    assert.deepEqual(
      lines().map(([image]) => image),
      [1, 3],
    );
  });

  it('what an earlier page had not saved comes first, and waits for the person', async () => {
    const { queue, lines } = open();
    queue.restore([{ decisions: [relabel(9, 1)], said: 'earlier', way: 'forward' }], new Error('perhaps not saved'));
    await settled();
    assert.deepEqual(lines(), []);
    assert.equal(queue.problem?.message, 'perhaps not saved');
    queue.retry();
    await settled();
    assert.deepEqual(lines(), [[9, 'relabel', 1]]);
  });
});
