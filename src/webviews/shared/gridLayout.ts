// Where each cell of the grid stands. Device pixels throughout, so that a picture's pixels fall on the screen's.
import { IMAGE_SIDE } from '../../shared/classes';

/** The wished width of a picture, CSS pixels. */
export const GRID_SIZES = [28, 56, 84] as const;
export type GridSize = (typeof GRID_SIZES)[number];

/** Space between two pictures, and beneath a picture for two lines of text, CSS pixels. */
const GAPS: Record<GridSize, number> = { 28: 4, 56: 8, 84: 12 };
const TEXT_HEIGHTS: Record<GridSize, number> = { 28: 0, 56: 30, 84: 32 };

export interface GridLayout {
  count: number;
  columns: number;
  rows: number;
  /** Screen pixels for each pixel of a picture, a whole number. */
  scale: number;
  /** Width and height of a picture. */
  picture: number;
  /** From the cell's edge to the picture's, on all sides. */
  margin: number;
  /** Of the lines of text beneath a picture; 0 = none. */
  textHeight: number;
  cellWidth: number;
  cellHeight: number;
  /** Of all rows. */
  height: number;
}

/** @param width of the grid, device pixels  @param ratio device pixels for each CSS pixel */
export function layOutGrid(count: number, width: number, size: GridSize, ratio: number): GridLayout {
  const scale = Math.max(1, Math.round((size * ratio) / IMAGE_SIDE));
  const picture = IMAGE_SIDE * scale;
  const margin = Math.max(1, Math.round((GAPS[size] * ratio) / 2));
  const textHeight = Math.round(TEXT_HEIGHTS[size] * ratio);
  const cellWidth = picture + 2 * margin;
  const cellHeight = cellWidth + textHeight;
  const columns = Math.max(1, Math.floor(width / cellWidth));
  const rows = Math.ceil(count / columns);
  return { count, columns, rows, scale, picture, margin, textHeight, cellWidth, cellHeight, height: rows * cellHeight };
}

/** Positions from `first` up to, not including, `end`. */
export interface PositionRange {
  first: number;
  end: number;
}

/** The positions that are seen, in part at least, when `top` is the first visible line of all rows. */
export function visiblePositions(layout: GridLayout, top: number, viewHeight: number): PositionRange {
  const { columns, rows, cellHeight, count } = layout;
  const firstRow = Math.min(Math.max(0, Math.floor(top / cellHeight)), rows);
  const endRow = Math.min(rows, Math.max(firstRow, Math.ceil((top + viewHeight) / cellHeight)));
  return { first: firstRow * columns, end: Math.min(count, endRow * columns) };
}

/**
 * What to have ready: some screens ahead in the direction of scrolling, one behind. The nearest first.
 * @returns the items at those positions
 */
export function itemsAhead(
  items: Uint32Array,
  visible: PositionRange,
  direction: 1 | -1,
  screens: number,
): Uint32Array {
  const seen = visible.end - visible.first;
  const ahead = Math.round(seen * screens);
  const below = Math.min(items.length - visible.end, direction > 0 ? ahead : seen);
  const above = Math.min(visible.first, direction > 0 ? seen : ahead);
  const wanted = new Uint32Array(below + above);
  const [fromBelow, fromAbove] = direction > 0 ? [0, below] : [above, 0];
  for (let step = 0; step < below; step++) wanted[fromBelow + step] = items[visible.end + step];
  for (let step = 0; step < above; step++) wanted[fromAbove + step] = items[visible.first - 1 - step];
  return wanted;
}

/** The position under a point, or null beside the cells. @param y from the top of all rows */
export function positionAt({ columns, cellWidth, cellHeight, count }: GridLayout, x: number, y: number): number | null {
  const column = Math.floor(x / cellWidth);
  const row = Math.floor(y / cellHeight);
  const position = row * columns + column;
  return column >= 0 && column < columns && row >= 0 && position < count ? position : null;
}

/** Where to scroll so that a position is seen whole, moving no more than needed. */
export function topToShow(layout: GridLayout, position: number, top: number, viewHeight: number): number {
  const cellTop = Math.floor(position / layout.columns) * layout.cellHeight;
  if (cellTop < top) return cellTop;
  return Math.max(top, Math.min(cellTop, cellTop + layout.cellHeight - viewHeight));
}

/**
 * Where a key moves to, as lists of VS Code do it, or null when it is none of these keys.
 * @param pageRows rows that are seen whole
 */
export function movedPosition(
  key: string,
  control: boolean,
  from: number,
  { columns, count, rows }: Pick<GridLayout, 'columns' | 'count' | 'rows'>,
  pageRows: number,
): number | null {
  if (count === 0) return null;
  const column = from % columns;
  const row = Math.floor(from / columns);
  const inRow = (target: number) => {
    const within = Math.max(0, Math.min(rows - 1, target));
    return Math.min(count - 1, within * columns + column);
  };
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(count - 1, from + 1);
    case 'ArrowUp':
      return row === 0 ? from : inRow(row - 1);
    case 'ArrowDown':
      return row === rows - 1 ? from : inRow(row + 1);
    case 'PageUp':
      return inRow(row - Math.max(1, pageRows));
    case 'PageDown':
      return inRow(row + Math.max(1, pageRows));
    case 'Home':
      return control ? 0 : row * columns;
    case 'End':
      return control ? count - 1 : Math.min(count - 1, row * columns + columns - 1);
    default:
      return null;
  }
}
