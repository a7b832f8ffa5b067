import type { ImageSort } from '../../shared/contracts/explorer';
import { GRID_SIZES } from '../shared/gridLayout';
import type { KeptPane } from '../shared/imageGridPane';
import { FilterHistory } from './filterHistory';

/** What the view keeps over hiding, moving and a reload. */
export interface KeptState extends KeptPane {
  filters: FilterHistory;
  sort: ImageSort;
  /** Sections that are open, by their names. */
  sections: Partial<Record<string, boolean>>;
  /** Whether the analysis beside the grid is shown; null: as the width allows. */
  side: boolean | null;
  sideScrollTop: number;
  /** The run whose predictions are shown. */
  runFolder: string | null;
  /** Decisions that are not saved, as `Relabel.toKeep`. */
  relabel: unknown;
  /** The data that selection and active image are about. */
  hash: string;
}

export const SORTS: readonly ImageSort['by'][] = [
  'index',
  'mean',
  'deviation',
  'classDistance',
  'confidence',
  'margin',
];

/** Reads what was kept; what does not fit is as at the beginning. */
export function restoreState(kept: unknown): KeptState {
  const from = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const length = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : 0);
  const sort = (typeof from.sort === 'object' && from.sort !== null ? from.sort : {}) as Partial<ImageSort>;
  const sections = typeof from.sections === 'object' && from.sections !== null ? from.sections : {};
  return {
    filters: FilterHistory.restore(from.filters),
    sort: { by: SORTS.find((by) => by === sort.by) ?? 'index', descending: sort.descending === true },
    size: GRID_SIZES.find((size) => size === from.size) ?? 56,
    place: length(from.place),
    active: isCount(from.active) ? from.active : null,
    detailOpen: from.detailOpen === true,
    selected: Array.isArray(from.selected) && from.selected.every(isCount) ? from.selected : [],
    sections: Object.fromEntries(Object.entries(sections).filter(([, open]) => typeof open === 'boolean')),
    side: typeof from.side === 'boolean' ? from.side : null,
    sideScrollTop: length(from.sideScrollTop),
    runFolder: typeof from.runFolder === 'string' ? from.runFolder : null,
    relabel: from.relabel ?? null,
    hash: typeof from.hash === 'string' ? from.hash : '',
  };
}
