// Numbers, names and tables as the reports write them. English throughout, whatever the machine's locale.

/** `60,000`. */
export function whole(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** `1 image`, `60,000 images`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${whole(count)} ${count === 1 ? noun : plural}`;
}

/** A share as `92.8%`; `-` where it is not a number. */
export function percent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(digits)}%` : '-';
}

/** `92.2% to 93.3%`. */
export function percentRange([lower, upper]: readonly [number, number], digits = 1): string {
  return `${percent(lower, digits)} to ${percent(upper, digits)}`;
}

/** `+0.33`, `-0.47`. */
export function signed(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits)) || 0;
  return (rounded > 0 ? '+' : '') + rounded.toFixed(digits);
}

/** `Bag`, `Bag and Coat`, `Bag, Coat and Dress`; what goes beyond `limit` is counted: `Bag, Coat and 3 more`. */
export function listed(names: readonly string[], limit = 5): string {
  const shown = names.length > limit ? [...names.slice(0, limit - 1), `${names.length - limit + 1} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
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
