// Names, numbers and tables as the reports write them, in the language that the process was told.
import * as l10n from '@vscode/l10n';
import { countText, decimalText, listText, fromToText, shareText } from '../../shared/numbers';

/** A share as `92.8%`; `-` where it is not a number. */
export function percent(share: number, digits = 1): string {
  return Number.isFinite(share) ? shareText(share, digits) : '-';
}

/** `92.2% to 93.3%`. */
export function percentRange([lower, upper]: readonly [number, number], digits = 1): string {
  return fromToText(percent(lower, digits), percent(upper, digits));
}

/** `+0.33`, `-0.47`. */
export function signed(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits)) || 0;
  return (rounded > 0 ? '+' : '') + decimalText(rounded, digits);
}

/** `Bag`, `Bag and Coat`, `Bag, Coat and Dress`; what goes beyond `limit` is counted: `Bag, Coat and 3 more`. */
export function listed(names: readonly string[], limit = 5): string {
  if (names.length <= limit) return listText(names);
  return listText([...names.slice(0, limit - 1), l10n.t('{0} more', countText(names.length - limit + 1))]);
}

/** Names come from files of anyone: a line break or a control character in one (of direction too) must not break a report. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
}

/**
 * Lines of aligned columns, two blanks apart: the first to the left, the others to the right.
 * @param rows the first one is the header
 */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

/** A heading with a line under it. */
export function heading(text: string): string[] {
  return [text, '='.repeat(text.length)];
}
