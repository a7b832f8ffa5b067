// Numbers and lists as a person reads them, in the language of the editor. What programs read is written elsewhere.
import * as l10n from '@vscode/l10n';
import { hasTexts, languageTag } from './language';

const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, digits: number, style: 'decimal' | 'percent' = 'decimal'): string {
  const key = `${languageTag()} ${style} ${digits}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.NumberFormat(languageTag(), {
      style,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, made);
  }
  return made.format(value);
}

/** `48,213` */
export function countText(count: number): string {
  return format(count, 0);
}

/** `0.412`, with so many digits after the point */
export function decimalText(value: number, digits: number): string {
  return format(value, digits);
}

/** `0.0512`, `12.3`: with so many digits that count, and no noughts at the end */
export function figuresText(value: number, significant: number): string {
  // It stands in fields too, which are read again by `parseNumber`.
  const options = { maximumSignificantDigits: significant, useGrouping: false, numberingSystem: 'latn' };
  return value.toLocaleString(languageTag(), options);
}

/** `96.2` */
export function levelText(level: number): string {
  return format(level, 1);
}

/** `96.2`, and whole numbers without a point: `96` */
export function shortLevelText(level: number): string {
  return Number.isInteger(level) ? countText(level) : levelText(level);
}

/** `92.8%`, of a share from 0 to 1 */
export function shareText(share: number, digits = 1): string {
  return format(share, digits, 'percent');
}

/** `1 image`, `2 images` */
export function countOf(count: number, one: string, many: string): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** `92.3 to 93.3`, of two numbers that are written already */
export function fromToText(lower: string, upper: string): string {
  return l10n.t('{0} to {1}', lower, upper);
}

/** `Bag`, `Bag and Coat`, `Bag, Coat and Dress` */
export function listText(names: readonly string[]): string {
  // Among English texts an English "and"; American English would put a comma before it.
  const language = hasTexts() ? languageTag() : 'en-GB';
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

/** What was typed as a number, with a comma or a point; undefined when it is none. Empty text is null: no bound. */
export function parseNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
