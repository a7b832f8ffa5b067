// What a confusion matrix shows in its cells: counts or shares, and how strong the colour is.
import type { Confusion } from '../../shared/metrics';

export const SHOWN = ['count', 'row', 'column'] as const;
/** Counts; shares of the images of the given class (rows); shares of those predicted as a class (columns). */
export type Shown = (typeof SHOWN)[number];

/** With more classes, cells are too small for numbers. */
export const MOST_WITH_NUMBERS = 20;

export interface MatrixFigures {
  classCount: number;
  /** Images a row, and a column. */
  rows: number[];
  columns: number[];
  /** @returns what a cell shows: a count, or a share from 0 to 1 */
  value: (actual: number, predicted: number) => number;
  /** 0 to 1: how strong its colour is, among the right ones or among the wrong ones. */
  heat: (actual: number, predicted: number) => number;
}

export function matrixFigures(confusion: Confusion, shown: Shown): MatrixFigures {
  const classCount = confusion.length;
  const rows = confusion.map((row) => row.reduce((total, count) => total + count, 0));
  const columns = confusion.map((_, predicted) => confusion.reduce((total, row) => total + row[predicted], 0));
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const value = (actual: number, predicted: number) => {
    const count = confusion[actual][predicted];
    if (shown === 'count') return count;
    return share(count, shown === 'row' ? rows[actual] : columns[predicted]);
  };
  let mostRight = 0;
  let mostWrong = 0;
  for (let actual = 0; actual < classCount; actual++) {
    for (let predicted = 0; predicted < classCount; predicted++) {
      if (actual === predicted) mostRight = Math.max(mostRight, value(actual, predicted));
      else mostWrong = Math.max(mostWrong, value(actual, predicted));
    }
  }
  return {
    classCount,
    rows,
    columns,
    value,
    // The root: a few images are seen, and many are not all the same.
    heat: (actual, predicted) =>
      Math.sqrt(share(value(actual, predicted), actual === predicted ? mostRight : mostWrong)),
  };
}

/** Cells are as wide and high as this, CSS pixels. */
export function cellSize(classCount: number): number {
  if (classCount <= 12) return 40;
  if (classCount <= MOST_WITH_NUMBERS) return 32;
  return classCount <= 60 ? 14 : 10;
}

/** A place in the matrix for the keyboard; -1 is the row of heads, or the column of heads. */
export interface MatrixPlace {
  row: number;
  column: number;
}

const PAGE = 10;

/** Where a key leads to; null where it means nothing. The corner is no place. */
export function movedPlace(
  { row, column }: MatrixPlace,
  key: string,
  control: boolean,
  classCount: number,
): MatrixPlace | null {
  const last = classCount - 1;
  const to = ((): MatrixPlace | null => {
    switch (key) {
      case 'ArrowUp':
        return { row: row - 1, column };
      case 'ArrowDown':
        return { row: row + 1, column };
      case 'ArrowLeft':
        return { row, column: column - 1 };
      case 'ArrowRight':
        return { row, column: column + 1 };
      case 'PageUp':
        return { row: Math.max(Math.min(row, 0), row - PAGE), column };
      case 'PageDown':
        return { row: row + PAGE, column };
      case 'Home':
        return control ? { row: 0, column: 0 } : { row, column: 0 };
      case 'End':
        return control ? { row: last, column: last } : { row, column: last };
      default:
        return null;
    }
  })();
  if (!to) return null;
  const within = { row: clamp(to.row, last), column: clamp(to.column, last) };
  return within.row < 0 && within.column < 0 ? { row, column } : within;
}

function clamp(place: number, last: number): number {
  return Math.max(-1, Math.min(last, place));
}
