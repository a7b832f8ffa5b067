// What the view keeps over hiding, moving and a reload of the window.
import type { ReviewState } from '../../shared/contracts/reviewView';
import type { QueueFilter } from '../../shared/reviewOrder';
import { GRID_SIZES, type GridSize } from '../shared/gridLayout';
import { restoreFilter } from './filters';
import type { Act } from './choices';
import type { LocalAct, Undone } from './history';

/** A decision of which it is not known that it is in the file: the page may be thrown away before it is. */
export interface Unsaved {
  kind: 'decide' | 'undo' | 'redo';
  acts: Act[];
  /** Of each act: the time of what stood before, ISO 8601; null: nothing did. */
  before: (string | null)[];
}

export interface Kept extends ReviewState {
  /** The entry that is shown, by its key; empty: that of the progress file. `end`: behind the last. */
  at: string;
  /** It was decided before the person came to it. */
  revisits: boolean;
  mode: 'single' | 'grid';
  filter: QueueFilter;
  filtersOpen: boolean;
  /** Sections that are open, by their names. */
  open: Partial<Record<string, boolean>>;
  local: LocalAct[];
  /** What redo brings back, the next one last. */
  redo: Undone[];
  unsaved: Unsaved | null;
  /** A note that waits for the decision on its entry. */
  note: { key: string; text: string } | null;
  gridSize: GridSize;
  gridPlace: number;
}

/** Reads what was kept; what does not fit is as at the beginning. */
export function restoreKept(kept: unknown): Kept {
  const from = objectOf(kept);
  const note = objectOf(from.note);
  return {
    reviewFolder: typeof from.reviewFolder === 'string' ? from.reviewFolder : '',
    at: typeof from.at === 'string' ? from.at : '',
    revisits: from.revisits === true,
    mode: from.mode === 'grid' ? 'grid' : 'single',
    filter: restoreFilter(from.filter),
    filtersOpen: from.filtersOpen === true,
    open: Object.fromEntries(Object.entries(objectOf(from.open)).filter(isOpenness)),
    local: arrayOf(from.local).filter(isLocalAct),
    redo: arrayOf(from.redo).filter((undone): undone is Undone => Array.isArray(undone) && undone.every(isUndone)),
    unsaved: restoreUnsaved(from.unsaved),
    note: typeof note.key === 'string' && typeof note.text === 'string' ? { key: note.key, text: note.text } : null,
    gridSize: GRID_SIZES.find((size) => size === from.gridSize) ?? 84,
    gridPlace: typeof from.gridPlace === 'number' && from.gridPlace >= 0 ? from.gridPlace : 0,
  };
}

/** All that belongs to one review, as at its beginning; how the view looks stays. */
export function forReview(kept: Kept, reviewFolder: string): Kept {
  if (kept.reviewFolder === reviewFolder) return kept;
  const { mode, open, filtersOpen, gridSize } = kept;
  return { ...restoreKept(null), reviewFolder, mode, open, filtersOpen, gridSize };
}

function isOpenness(entry: [string, unknown]): entry is [string, boolean] {
  return typeof entry[1] === 'boolean';
}

function objectOf(value: unknown): Record<string, unknown> {
  return (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isLocalAct(value: unknown): value is LocalAct {
  const { key, kind, after, order } = objectOf(value);
  return (
    typeof key === 'string' &&
    (kind === 'skip' || kind === 'planted') &&
    typeof after === 'string' &&
    typeof order === 'number'
  );
}

function restoreUnsaved(value: unknown): Unsaved | null {
  const { kind, acts, before } = objectOf(value);
  if (kind !== 'decide' && kind !== 'undo' && kind !== 'redo') return null;
  const isAct = (act: unknown): act is Act => isUndone(act) && objectOf(act).decision !== 'skip';
  const isTime = (time: unknown) => time === null || typeof time === 'string';
  if (!Array.isArray(acts) || acts.length === 0 || !acts.every(isAct)) return null;
  if (!Array.isArray(before) || before.length !== acts.length || !before.every(isTime)) return null;
  return { kind, acts, before: before };
}

function isUndone(value: unknown): boolean {
  const { key, decision, newLabel, note } = objectOf(value);
  if (typeof key !== 'string') return false;
  if (decision === 'skip') return true;
  if (typeof note !== 'string') return false;
  return decision === 'relabel'
    ? Number.isSafeInteger(newLabel)
    : (decision === 'keep' || decision === 'unsure') && newLabel === null;
}
