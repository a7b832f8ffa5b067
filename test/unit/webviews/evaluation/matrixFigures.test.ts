import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellSize, matrixFigures, movedPlace } from '../../../../src/webviews/evaluation/matrixFigures';

const CONFUSION = [
  [6, 2, 0],
  [1, 8, 0],
  [0, 0, 0],
];

describe('figures of the confusion matrix', () => {
  it('shows counts, shares of the given class and shares of the predicted one', () => {
    const counts = matrixFigures(CONFUSION, 'count');
    assert.deepEqual(
      [counts.rows, counts.columns],
      [
        [8, 9, 0],
        [7, 10, 0],
      ],
    );
    assert.equal(counts.value(0, 1), 2);
    assert.equal(matrixFigures(CONFUSION, 'row').value(0, 1), 0.25);
    assert.equal(matrixFigures(CONFUSION, 'column').value(0, 1), 0.2);
  });

  it('a class without images has shares of 0, not of nothing', () => {
    for (const shown of ['row', 'column'] as const) {
      const { value, heat } = matrixFigures(CONFUSION, shown);
      assert.equal(value(2, 2), 0);
      assert.equal(heat(2, 2), 0);
    }
  });

  it('heat goes to 1 among the right ones and among the wrong ones, each for itself', () => {
    const { heat } = matrixFigures(CONFUSION, 'count');
    assert.equal(heat(1, 1), 1);
    assert.equal(heat(0, 1), 1);
    assert.equal(heat(1, 0), Math.sqrt(0.5));
    assert.equal(heat(2, 0), 0);
  });

  it('heat is never out of its bounds', () => {
    const matrix = fc.integer({ min: 2, max: 6 }).chain((side) => {
      const row = fc.array(fc.nat(1e6), { minLength: side, maxLength: side });
      return fc.array(row, { minLength: side, maxLength: side });
    });
    fc.assert(
      fc.property(matrix, fc.constantFrom('count' as const, 'row' as const, 'column' as const), (confusion, shown) => {
        const { heat, classCount } = matrixFigures(confusion, shown);
        for (let row = 0; row < classCount; row++) {
          for (let column = 0; column < classCount; column++) {
            const value = heat(row, column);
            if (!(value >= 0 && value <= 1)) return false;
            if (value === 0 && confusion[row][column] > 0) return false;
          }
        }
        return true;
      }),
    );
  });

  it('cells get smaller with more classes', () => {
    const sizes = [2, 10, 12, 20, 21, 60, 255].map(cellSize);
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
    );
    assert.ok(sizes[0] >= 32 && sizes[6] >= 8);
  });
});

describe('keys in the confusion matrix', () => {
  const move = (row: number, column: number, key: string, control = false) =>
    movedPlace({ row, column }, key, control, 12);

  it('goes cell by cell, to the heads, and not beyond', () => {
    assert.deepEqual(move(3, 4, 'ArrowRight'), { row: 3, column: 5 });
    assert.deepEqual(move(3, 11, 'ArrowRight'), { row: 3, column: 11 });
    assert.deepEqual(move(0, 4, 'ArrowUp'), { row: -1, column: 4 });
    assert.deepEqual(move(3, 0, 'ArrowLeft'), { row: 3, column: -1 });
    assert.deepEqual(move(11, 4, 'ArrowDown'), { row: 11, column: 4 });
  });

  it('the corner is no place', () => {
    assert.deepEqual(move(-1, 0, 'ArrowLeft'), { row: -1, column: 0 });
    assert.deepEqual(move(0, -1, 'ArrowUp'), { row: 0, column: -1 });
  });

  it('Home, End and pages', () => {
    assert.deepEqual(move(3, 4, 'Home'), { row: 3, column: 0 });
    assert.deepEqual(move(3, 4, 'End'), { row: 3, column: 11 });
    assert.deepEqual(move(3, 4, 'Home', true), { row: 0, column: 0 });
    assert.deepEqual(move(3, 4, 'End', true), { row: 11, column: 11 });
    assert.deepEqual(move(0, 4, 'PageDown'), { row: 10, column: 4 });
    assert.deepEqual(move(5, 4, 'PageUp'), { row: 0, column: 4 });
    assert.deepEqual(move(-1, 4, 'PageUp'), { row: -1, column: 4 });
    assert.equal(move(3, 4, 'x'), null);
  });
});
