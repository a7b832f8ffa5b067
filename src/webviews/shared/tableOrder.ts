// Sorting and selecting in a table, apart from its drawing.
import { languageTag } from '../../shared/language';

export interface TableSort {
  column: string;
  descending: boolean;
}

export type SortValue = string | number | null;

/** Sorted by a value, rows without one last whatever the direction; equal ones keep their order. */
export function sortRows<Row>(rows: readonly Row[], value: (row: Row) => SortValue, descending: boolean): Row[] {
  const valued = rows.map((row) => ({ row, value: value(row) }));
  return valued
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return compare(a.value, b.value) * (descending ? -1 : 1);
    })
    .map(({ row }) => row);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), languageTag(), { numeric: true, sensitivity: 'base' });
}

/** The column again: the other way round; another one: `first` way. */
export function nextSort(sort: TableSort, column: string, descendsFirst: boolean): TableSort {
  return { column, descending: sort.column === column ? !sort.descending : descendsFirst };
}

/** What is selected, where a range begins, and where the keyboard is: keys of rows. */
export interface Selection {
  chosen: readonly string[];
  anchor: string | null;
  place: string | null;
}

export const NOTHING_SELECTED: Selection = { chosen: [], anchor: null, place: null };

/** Chooses as lists in the editor do: alone, `toggle` with Ctrl or Cmd, `range` with Shift. @param order keys as shown */
export function choose(
  selection: Selection,
  key: string,
  order: readonly string[],
  how: 'alone' | 'toggle' | 'range',
): Selection {
  if (how === 'toggle') {
    const isChosen = selection.chosen.includes(key);
    const chosen = isChosen ? selection.chosen.filter((one) => one !== key) : [...selection.chosen, key];
    return { chosen, anchor: key, place: key };
  }
  const from = how === 'range' && selection.anchor !== null ? order.indexOf(selection.anchor) : -1;
  if (from < 0) return { chosen: [key], anchor: key, place: key };
  const to = order.indexOf(key);
  return { chosen: order.slice(Math.min(from, to), Math.max(from, to) + 1), anchor: selection.anchor, place: key };
}

/** Rows that are gone are no longer selected; the keyboard stays at the same height. @param before keys as shown before */
export function keepSelection(selection: Selection, before: readonly string[], now: readonly string[]): Selection {
  const isThere = new Set(now);
  const chosen = selection.chosen.filter((key) => isThere.has(key));
  const anchor = selection.anchor !== null && isThere.has(selection.anchor) ? selection.anchor : null;
  let { place } = selection;
  if (place !== null && !isThere.has(place)) {
    const height = before.indexOf(place);
    place = height < 0 ? null : (now[Math.min(height, now.length - 1)] ?? null);
  }
  return { chosen, anchor, place };
}
