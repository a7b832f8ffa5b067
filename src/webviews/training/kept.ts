// What the view keeps of what a person did, over hiding, moving and a reload of the window.
import type { ChartColor } from '../shared/chartSpec';
import type { TableSort } from '../shared/tableOrder';
import { type Draft, readDraft } from './form/draft';

export interface Kept {
  /** Null: nothing typed yet. */
  draft: Draft | null;
  ablation: AblationDraft;
  /** What is unfolded, by name. */
  open: Record<string, boolean>;
  sort: TableSort;
  filter: string;
  /** Folders of runs. */
  selected: string[];
  compared: string[];
  /** Deletions that can be undone, the newest last. */
  deleted: Deletion[];
  colors: Record<string, ChartColor>;
  scroll: number;
}

export interface Deletion {
  /** For a person: a run's name, or how many they were. */
  what: string;
  folders: string[];
}

/** The small form of an ablation, as typed. */
export interface AblationDraft {
  seeds: string;
  images: string;
  epochs: string;
  /** Ids of parts that are not to be left out. */
  without: string[];
}

const NOTHING: Kept = {
  draft: null,
  ablation: { seeds: '3', images: '6000', epochs: '3', without: [] },
  open: {},
  sort: { column: 'date', descending: true },
  filter: '',
  selected: [],
  compared: [],
  deleted: [],
  colors: {},
  scroll: 0,
};

/** Takes of a kept state what can be understood; the rest is as at first. */
export function readKept(value: unknown): Kept {
  const given = isObject(value) ? value : {};
  const { sort, ablation } = given;
  return {
    draft: readDraft(given['draft']),
    ablation: isAblationDraft(ablation) ? ablation : NOTHING.ablation,
    open: isObject(given['open']) ? (filterValues(given['open'], 'boolean') as Kept['open']) : {},
    sort:
      isObject(sort) && typeof sort['column'] === 'string' && typeof sort['descending'] === 'boolean'
        ? { column: sort['column'], descending: sort['descending'] }
        : NOTHING.sort,
    filter: typeof given['filter'] === 'string' ? given['filter'] : '',
    selected: texts(given['selected']),
    compared: texts(given['compared']),
    deleted: Array.isArray(given['deleted']) ? given['deleted'].filter(isDeletion) : [],
    colors: isObject(given['colors']) ? (filterValues(given['colors'], 'string') as Kept['colors']) : {},
    scroll: typeof given['scroll'] === 'number' ? given['scroll'] : 0,
  };
}

function isAblationDraft(value: unknown): value is AblationDraft {
  if (!isObject(value)) return false;
  const { seeds, images, epochs, without } = value;
  return [seeds, images, epochs].every((text) => typeof text === 'string') && Array.isArray(without);
}

function isDeletion(value: unknown): value is Deletion {
  return isObject(value) && typeof value['what'] === 'string' && Array.isArray(value['folders']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function filterValues(value: Record<string, unknown>, type: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === type));
}
