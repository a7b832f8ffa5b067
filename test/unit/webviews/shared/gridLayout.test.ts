import assert from 'node:assert/strict';
import {
  GRID_SIZES,
  itemsAhead,
  layOutGrid,
  movedPosition,
  positionAt,
  topToShow,
  visiblePositions,
} from '../../../../src/webviews/shared/gridLayout';

describe('layout of the grid', () => {
  it('draws each pixel of a picture as a square of whole screen pixels, at any ratio', () => {
    for (const ratio of [0.8, 1, 1.25, 1.5, 2, 3]) {
      for (const size of GRID_SIZES) {
        const { scale, picture } = layOutGrid(100, 1000, size, ratio);
        assert.ok(Number.isInteger(scale) && scale >= 1);
        assert.equal(picture, 28 * scale);
        assert.ok(picture / ratio > size * 0.75 && picture / ratio < size * 1.34, `${size} at ${ratio}`);
      }
    }
  });

  it('has room for every image, and one column where it is very narrow', () => {
    const layout = layOutGrid(70_000, 1000, 28, 1);
    assert.equal(layout.columns, 31);
    assert.equal(layout.rows, Math.ceil(70_000 / 31));
    assert.equal(layout.height, layout.rows * layout.cellHeight);
    assert.deepEqual([layOutGrid(5, 10, 84, 2).columns, layOutGrid(5, 10, 84, 2).rows], [1, 5]);
    assert.equal(layOutGrid(0, 500, 56, 1).rows, 0);
  });

  const layout = layOutGrid(100, 10 * 32, 28, 1);

  it('sees the rows that lie in view in part too, and none beyond the last', () => {
    assert.equal(layout.columns, 10);
    assert.deepEqual(visiblePositions(layout, 0, 64), { first: 0, end: 20 });
    assert.deepEqual(visiblePositions(layout, 31, 64), { first: 0, end: 30 });
    assert.deepEqual(visiblePositions(layout, 9 * 32, 64), { first: 90, end: 100 });
    assert.deepEqual(visiblePositions(layOutGrid(95, 320, 28, 1), 9 * 32, 640), { first: 90, end: 95 });
  });

  it('finds the cell under a point, and none beside them', () => {
    assert.equal(positionAt(layout, 33, 65), 21);
    assert.equal(positionAt(layout, 321, 0), null);
    assert.equal(positionAt(layout, 0, 320), null);
    assert.equal(positionAt(layout, -1, 0), null);
  });

  it('has more ready where it scrolls to than where it comes from, the nearest first', () => {
    const items = Uint32Array.from({ length: 100 }, (_, position) => position);
    const ahead = itemsAhead(items, { first: 40, end: 50 }, 1, 2);
    assert.deepEqual([...ahead.subarray(0, 2)], [50, 51]);
    assert.deepEqual([...ahead.subarray(20, 22)], [39, 38]);
    assert.equal(ahead.length, 30);
    const up = itemsAhead(items, { first: 40, end: 50 }, -1, 2);
    assert.deepEqual([up[0], up[19], up[20], up[29], up.length], [39, 20, 50, 59, 30]);
    assert.deepEqual([...itemsAhead(items, { first: 95, end: 100 }, 1, 2)], [94, 93, 92, 91, 90]);
  });

  it('scrolls no more than is needed to show a cell whole', () => {
    assert.equal(topToShow(layout, 15, 0, 100), 0);
    assert.equal(topToShow(layout, 95, 0, 100), 10 * 32 - 100);
    assert.equal(topToShow(layout, 5, 50, 100), 0);
    assert.equal(topToShow(layout, 15, 0, 20), 32, 'a view lower than a cell shows its top');
  });
});

describe('keys that move in the grid', () => {
  const grid = { columns: 10, count: 95, rows: 10 };
  const move = (key: string, from: number, control = false) => movedPosition(key, control, from, grid, 3);

  it('moves by one, by a row and by a page, and stays within', () => {
    assert.deepEqual(
      ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].map((key) => move(key, 45)),
      [44, 46, 35, 55, 15, 75],
    );
    assert.equal(move('ArrowLeft', 0), 0);
    assert.equal(move('ArrowRight', 94), 94);
    assert.equal(move('ArrowUp', 4), 4);
    assert.equal(move('ArrowDown', 92), 92);
    assert.equal(move('PageUp', 12), 2);
  });

  it('goes to the last image where the row below is shorter', () => {
    assert.equal(move('ArrowDown', 88), 94);
    assert.equal(move('PageDown', 88), 94);
  });

  it('Home and End go to the ends of the row, with Ctrl of all', () => {
    assert.deepEqual([move('Home', 45), move('End', 45)], [40, 49]);
    assert.deepEqual([move('Home', 45, true), move('End', 45, true)], [0, 94]);
    assert.equal(move('End', 92), 94);
  });

  it('leaves other keys alone, and moves nowhere in an empty grid', () => {
    assert.equal(move('x', 3), null);
    assert.equal(movedPosition('End', true, 0, { columns: 10, count: 0, rows: 0 }, 3), null);
  });
});
