const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `48,213` */
export function countText(count: number): string {
  return whole.format(count);
}

/** `96.2` */
export function levelText(level: number): string {
  return oneDecimal.format(level);
}

/** `96.2`, and whole numbers without a point: `96` */
export function shortLevelText(level: number): string {
  return Number.isInteger(level) ? whole.format(level) : levelText(level);
}

/** `92.8%`, of a share from 0 to 1 */
export function shareText(share: number): string {
  return `${oneDecimal.format(share * 100)}%`;
}

/** `1 image`, `2 images` */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** What was typed as a number, with a comma or a point; undefined when it is none. Empty text is null: no bound. */
export function parseNumber(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
