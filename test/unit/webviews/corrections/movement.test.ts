import assert from 'node:assert/strict';
import { movedPlace } from '../../../../src/webviews/corrections/movement';

describe('keys among the pictures of groups', () => {
  // 0 1 2      0 1
  // 3 4
  const groups = [
    { count: 5, columns: 3 },
    { count: 2, columns: 3 },
  ];
  const moved = (key: string, group: number, at: number) => {
    const next = movedPlace(key, { group, at }, groups);
    return next && [next.group, next.at];
  };

  it('go on into the next group and back', () => {
    assert.deepEqual(moved('ArrowRight', 0, 1), [0, 2]);
    assert.deepEqual(moved('ArrowRight', 0, 4), [1, 0]);
    assert.equal(moved('ArrowRight', 1, 1), null);
    assert.deepEqual(moved('ArrowLeft', 1, 0), [0, 4]);
    assert.equal(moved('ArrowLeft', 0, 0), null);
  });

  it('keep the column where there is one', () => {
    assert.deepEqual(moved('ArrowDown', 0, 1), [0, 4]);
    assert.deepEqual(moved('ArrowDown', 0, 2), [0, 4], 'the last row is shorter');
    assert.deepEqual(moved('ArrowDown', 0, 4), [1, 1]);
    assert.equal(moved('ArrowDown', 1, 0), null);
    assert.deepEqual(moved('ArrowUp', 0, 4), [0, 1]);
    assert.deepEqual(moved('ArrowUp', 1, 1), [0, 4]);
    assert.equal(moved('ArrowUp', 0, 2), null);
  });

  it('go to the ends; other keys do not move', () => {
    assert.deepEqual(
      [moved('Home', 1, 1), moved('End', 0, 0)],
      [
        [0, 0],
        [1, 1],
      ],
    );
    assert.equal(moved('a', 0, 0), null);
  });
});
