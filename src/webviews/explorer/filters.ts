// What a filter says, in words, and how it changes.
import * as l10n from '@vscode/l10n';
import { IMAGE_MARKS, type ImageFilter, type ImageMark, type Range } from '../../shared/contracts/explorer';
import { MARK_WORDS } from '../shared/imageMarks';
import { countText, levelText, shareText } from '../../shared/numbers';

/** Above this number of values of one kind, one chip stands for all of them. */
const MOST_CHIPS = 4;

/** What the values of a range lie in; a range up to its end has no upper bound. (Infinity would not survive JSON.) */
export const BOUNDS = { mean: [0, 256], deviation: [0, 129], confidence: [0, 1.001] } as const;

/** Parts that are lists of values. */
type ListPart = 'splits' | 'classes' | 'marks' | 'decisions' | 'predicted';

const DECIDED: Record<NonNullable<ImageFilter['decisions']>[number], string> = {
  relabel: l10n.t('corrected'),
  keep: l10n.t('label kept'),
  unsure: l10n.t('cannot tell'),
  none: l10n.t('not reviewed'),
};

export interface Chip {
  text: string;
  /** The filter without what this chip stands for. */
  without: ImageFilter;
}

/** One chip for each thing that a filter asks for. @param className of a label; -1 is "unlabelled" */
export function chipsOf(filter: ImageFilter, className: (label: number) => string): Chip[] {
  const chips: Chip[] = [];
  const list = <K extends ListPart>(
    key: K,
    kind: string,
    text: (value: NonNullable<ImageFilter[K]>[number]) => string,
  ) => {
    const values = (filter[key] ?? []) as NonNullable<ImageFilter[K]>[number][];
    if (values.length > MOST_CHIPS) {
      chips.push({ text: l10n.t('{0}: {1} of them', kind, countText(values.length)), without: without(filter, key) });
    } else {
      for (const value of values) {
        chips.push({ text: `${kind}: ${text(value)}`, without: toggled(filter, key, value as never) });
      }
    }
  };
  const range = (key: 'mean' | 'deviation' | 'confidence', kind: string, text: (value: number) => string) => {
    const value = filter[key];
    if (value) chips.push({ text: rangeText(kind, value, BOUNDS[key], text), without: without(filter, key) });
  };
  list('splits', l10n.t('split'), (split) => split);
  list('classes', l10n.t('class'), className);
  range('mean', l10n.t('mean'), levelText);
  range('deviation', l10n.t('deviation'), levelText);
  list('marks', l10n.t('marked'), (mark) => MARK_WORDS[mark].word);
  list('decisions', l10n.t('decided'), (decision) => DECIDED[decision]);
  list('predicted', l10n.t('predicted'), className);
  if (filter.outcome) {
    const text = filter.outcome === 'right' ? l10n.t('predicted right') : l10n.t('predicted wrong');
    chips.push({ text, without: without(filter, 'outcome') });
  }
  range('confidence', l10n.t('confidence'), shareText);
  if (filter.text) chips.push({ text: l10n.t('“{0}”', filter.text), without: without(filter, 'text') });
  return chips;
}

function rangeText(kind: string, [low, high]: Range, [least, most]: Range, text: (value: number) => string): string {
  if (low <= least) return l10n.t('{0} below {1}', kind, text(high));
  if (high >= most) return l10n.t('{0} from {1}', kind, text(low));
  return l10n.t('{0} {1} to {2}', kind, text(low), text(high));
}

/** A range from two bounds that may be missing; null when it leaves nothing out. */
export function rangeOf(part: keyof typeof BOUNDS, low: number | null, high: number | null): Range | null {
  const [least, most] = BOUNDS[part];
  const range = [Math.max(least, low ?? least), Math.min(most, high ?? most)] as const;
  return range[0] <= least && range[1] >= most ? null : range;
}

/** The filter without one of its parts. */
export function without(filter: ImageFilter, part: keyof ImageFilter): ImageFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => key !== part));
}

/** The filter with a part set, or without it when the value is empty. */
export function withPart<K extends keyof ImageFilter>(
  filter: ImageFilter,
  part: K,
  value: ImageFilter[K] | null,
): ImageFilter {
  const empty = value === null || value === undefined || value.length === 0;
  return empty ? without(filter, part) : { ...filter, [part]: value };
}

/** The filter with a value added to one of its lists, or taken out of it when it is there. */
export function toggled<K extends ListPart>(
  filter: ImageFilter,
  part: K,
  value: NonNullable<ImageFilter[K]>[number],
): ImageFilter {
  const list = (filter[part] ?? []) as (typeof value)[];
  const next = list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
  return withPart(filter, part, next as ImageFilter[K]);
}

export function isEmpty(filter: ImageFilter): boolean {
  return Object.keys(filter).length === 0;
}

/** The filter without what only predictions can answer. */
export function withoutPredictions(filter: ImageFilter): ImageFilter {
  return without(without(without(filter, 'predicted'), 'outcome'), 'confidence');
}

export function sameFilter(a: ImageFilter, b: ImageFilter): boolean {
  return describe(a) === describe(b);
}

function describe(filter: ImageFilter): string {
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined);
  return JSON.stringify(parts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A filter that was kept, as far as it is one: what does not fit is left out. */
export function restoreFilter(kept: unknown): ImageFilter {
  const from = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const list = <T>(part: string, fits: (value: unknown) => value is T): T[] | null =>
    Array.isArray(from[part]) ? (from[part] as unknown[]).filter(fits) : null;
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isLabel = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= -1;
  const isMark = (value: unknown): value is ImageMark => IMAGE_MARKS.includes(value as ImageMark);
  const isDecided = (value: unknown): value is keyof typeof DECIDED =>
    typeof value === 'string' && Object.hasOwn(DECIDED, value);
  const range = (part: string): Range | null => {
    const value = from[part];
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [low, high] = value as unknown[];
    return typeof low === 'number' && typeof high === 'number' && low <= high ? [low, high] : null;
  };
  let filter: ImageFilter = {};
  filter = withPart(filter, 'splits', list('splits', isText));
  filter = withPart(filter, 'classes', list('classes', isLabel));
  filter = withPart(filter, 'mean', range('mean'));
  filter = withPart(filter, 'deviation', range('deviation'));
  filter = withPart(filter, 'text', isText(from.text) ? from.text : null);
  filter = withPart(filter, 'marks', list('marks', isMark));
  filter = withPart(filter, 'decisions', list('decisions', isDecided));
  filter = withPart(filter, 'predicted', list('predicted', isLabel));
  filter = withPart(filter, 'outcome', from.outcome === 'right' || from.outcome === 'wrong' ? from.outcome : null);
  return withPart(filter, 'confidence', range('confidence'));
}
