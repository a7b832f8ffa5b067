// Numbers and lists as a person reads them, in the language of the editor. What programs read is written elsewhere.
import { languageTag } from './language';

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
  const maximumSignificantDigits = significant;
  return value.toLocaleString(languageTag(), { maximumSignificantDigits, useGrouping: false });
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

/** `Bag`, `Bag and Coat`, `Bag, Coat and Dress` */
export function listText(names: readonly string[]): string {
  // American English would put a comma before the "and".
  const language = languageTag() === 'en' ? 'en-GB' : languageTag();
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

/** What was typed as a number, with a comma or a point; undefined when it is none. Empty text is null: no bound. */
export function parseNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
