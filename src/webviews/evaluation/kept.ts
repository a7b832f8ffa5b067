import { GRID_SIZES, type GridSize } from '../shared/gridLayout';
import type { TableSort } from '../shared/tableOrder';
import { type Choice, restoreChoice } from './choice';
import { SHOWN, type Shown } from './matrixFigures';

/** What the view keeps over hiding, moving and a reload. */
export interface Kept {
  /** `evaluation.json`, absolute: by that the panel is brought back. */
  file: string;
  /** When the evaluation was made that the rest is about. */
  startedAt: string;
  shown: Shown;
  hideDiagonal: boolean;
  classSort: TableSort;
  changeSort: TableSort;
  histogram: 'share' | 'count';
  choice: Choice | null;
  comparison: { runFolder: string; otherIsFirst: boolean } | null;
  /** Where the figures are scrolled to. */
  scroll: number;
  /** Share of the height that the images take, 0.2 to 0.8. */
  dockShare: number;
  /** Of the images: as the grid has it. */
  place: number;
  active: number | null;
  detailOpen: boolean;
  selected: number[];
  size: GridSize;
}

export const DOCK_SHARE = 0.4;

/** Reads what was kept; what does not fit is as at the beginning. */
export function readKept(kept: unknown): Kept {
  const from = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const length = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : 0);
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const { comparison } = from as { comparison?: { runFolder?: unknown; otherIsFirst?: unknown } | null };
  return {
    file: text(from.file),
    startedAt: text(from.startedAt),
    shown: SHOWN.find((one) => one === from.shown) ?? 'count',
    hideDiagonal: from.hideDiagonal === true,
    classSort: sortOf(from.classSort, { column: 'f1', descending: false }),
    changeSort: sortOf(from.changeSort, { column: 'difference', descending: false }),
    histogram: from.histogram === 'count' ? 'count' : 'share',
    choice: restoreChoice(from.choice, 255),
    comparison:
      typeof comparison?.runFolder === 'string'
        ? { runFolder: comparison.runFolder, otherIsFirst: comparison.otherIsFirst === true }
        : null,
    scroll: length(from.scroll),
    dockShare: typeof from.dockShare === 'number' ? boundedShare(from.dockShare) : DOCK_SHARE,
    place: length(from.place),
    active: isCount(from.active) ? from.active : null,
    detailOpen: from.detailOpen === true,
    selected: Array.isArray(from.selected) && from.selected.every(isCount) ? from.selected : [],
    size: GRID_SIZES.find((size) => size === from.size) ?? 56,
  };
}

export function boundedShare(share: number): number {
  return Math.max(0.2, Math.min(0.8, share));
}

function sortOf(kept: unknown, otherwise: TableSort): TableSort {
  const { column, descending } = (kept ?? {}) as Partial<TableSort>;
  return typeof column === 'string' ? { column, descending: descending === true } : otherwise;
}
