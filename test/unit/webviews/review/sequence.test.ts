import assert from 'node:assert/strict';
import type { ReviewerCheck } from '../../../../src/shared/contracts/review';
import {
  comingAfter,
  type Entry,
  type Looking,
  nextOpen,
  placeOfPosition,
  sequenceOf,
  step,
} from '../../../../src/webviews/review/sequence';
import { flip, idOf, makeQueue } from './makeQueue';

const keys = (entries: readonly Entry[]) => entries.map(({ key }) => key).join(' ');

/** Looks at a sequence of `count` images of which those at some places are decided, skipped, filtered away. */
function looking(
  count: number,
  { decided = [], skipped = [], hidden = [] }: { decided?: number[]; skipped?: number[]; hidden?: number[] } = {},
): Looking {
  const queue = makeQueue(new Array<number>(count).fill(0));
  return {
    entries: sequenceOf(queue, { images: queue.images.map((_, at) => at), plantable: [] }, null),
    isOpen: ({ position }) => !decided.includes(position),
    isSkipped: ({ position }) => skipped.includes(position),
    passes: ({ position }) => !hidden.includes(position),
  };
}

describe('the order of a review', () => {
  const check: ReviewerCheck = {
    planted: [
      { ...flip(10, 1, 2), before: 2, answer: null },
      { ...flip(11, 3, 3), before: 1, answer: null },
      { ...flip(12, 1, 2), before: 2, answer: null },
      { ...flip(13, 1, 2), before: 3, answer: null },
    ],
  };
  const queue = makeQueue([0, 1, null], { plantable: [11, 10, 13].map((at) => flip(at, 1, 2)) });

  it('what was planted stands before its place, in the order in which it was planted', () => {
    assert.equal(keys(sequenceOf(queue, { images: [0, 1, 2], plantable: [] }, check)), 'q0 p1 q1 p0 p2 q2 p3');
  });

  it('what was planted looks like any other, with the reason that goes with the label that is shown', () => {
    const entries = sequenceOf(queue, { images: [5, -1, 7], plantable: [31, 30, 33] }, check);
    const [first, second] = ['p0', 'p1'].map((key) => entries.find((entry) => entry.key === key)!);
    assert.deepEqual([first.given, first.predicted, first.reason, first.image], [2, 1, 'as if 2', 30]);
    assert.deepEqual([second.given, second.predicted, second.reason, second.image], [3, 3, 'as it is 3', 31]);
    assert.deepEqual([first.score, first.errorProbability], [1.5, 0.5], 'between those beside it');
    assert.equal(entries.at(-1)!.score, 1, 'behind the last: as that one');
    const gone = entries.find(({ key }) => key === 'p2')!;
    assert.equal(gone.image, -1, 'not among those that can be planted any more');
    assert.deepEqual(
      entries.filter(({ planted }) => planted === null).map(({ image, given, imageId }) => [image, given, imageId]),
      [
        [5, 0, idOf(0)],
        [-1, 1, idOf(1)],
        [7, null, idOf(2)],
      ],
    );
  });

  it('the next one is open, not skipped, and passes the filter', () => {
    assert.equal(nextOpen(looking(6, { decided: [1], skipped: [2], hidden: [3] }), 0), 4);
  });

  it('what was passed over comes after the last', () => {
    assert.equal(nextOpen(looking(4, { decided: [3] }), 3), 0);
    assert.equal(nextOpen(looking(4, { decided: [0, 3], skipped: [1] }), 2), 2, 'itself, while it is open');
  });

  it('where none is left that was not skipped, the end comes', () => {
    assert.equal(nextOpen(looking(3, { decided: [0, 2], skipped: [1] }), 0), 3);
    assert.equal(nextOpen(looking(0), -1), 0);
  });

  it('what comes is what `nextOpen` will give, one after the other', () => {
    const view = looking(7, { decided: [2], skipped: [4], hidden: [5] });
    assert.deepEqual(comingAfter(view, 3, 10), [6, 0, 1]);
    assert.deepEqual(comingAfter(view, 3, 2), [6, 0]);
    assert.equal(nextOpen(view, 3), 6);
    assert.deepEqual(comingAfter(view, 7, 2), [0, 1], 'behind the end: from the beginning');
  });

  it('arrows go to decided and skipped ones too, not to what is filtered away', () => {
    const view = looking(5, { decided: [1], skipped: [2], hidden: [3] });
    assert.equal(step(view, 0, 1), 1);
    assert.equal(step(view, 2, 1), 4);
    assert.equal(step(view, 4, -1), 2);
    assert.equal(step(view, 0, -1), 0, 'there is none before');
    assert.equal(step(view, 4, 1), 5, 'the end');
    assert.equal(step(view, 5, -1), 4, 'and back from it');
  });

  it('arrows pass over what is not in the data any more', () => {
    const view = looking(3);
    view.entries[1].image = -1;
    assert.equal(step(view, 0, 1), 2);
  });

  it('a place in the queue is that of its image, or of what is planted before it and not answered', () => {
    const entries = sequenceOf(queue, { images: [0, 1, 2], plantable: [] }, check);
    const place = (position: number, answered: string[]) =>
      entries.at(placeOfPosition(entries, position, ({ key }) => !answered.includes(key)))?.key;
    assert.equal(place(0, []), 'q0');
    assert.equal(place(2, []), 'p0');
    assert.equal(place(2, ['p0']), 'p2');
    assert.equal(place(2, ['p0', 'p2']), 'q2');
    assert.equal(
      placeOfPosition(entries, 3, () => false),
      entries.length,
    );
  });
});
