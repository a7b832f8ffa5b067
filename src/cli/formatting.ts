/**
 * Text from data or file names for a terminal: on one line, without the control characters that could steer it or turn
 * its direction.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '\ufffd');
}

/** The same for text that has lines of its own. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join('\n');
}

/** `8 s`, `2 min 5 s`, `1 h 3 min`; rounded, as nobody plans by tenths. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** 0 to 1 as `92.31%`; `-` where there is none. */
export function formatShare(share: number | null | undefined, digits = 2): string {
  return share === null || share === undefined || !Number.isFinite(share) ? '-' : `${(share * 100).toFixed(digits)}%`;
}

/** `60,000` */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `3,687 images/s in training` */
export function formatSpeed(imagesPerSecond: number): string {
  return `${formatCount(imagesPerSecond)} images/s in training`;
}

/** Two columns, the first as wide as its longest name; rows without a value are left out. */
export function formatFacts(rows: readonly (readonly [name: string, value: string | null | undefined])[]): string {
  const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...told.map(([name]) => name.length));
  return told.map(([name, value]) => `  ${printable(name).padEnd(width)}  ${printable(value!)}\n`).join('');
}

/** Columns as wide as their longest cell, numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const isNumeric = header.map((_, column) => rows.every((row) => /^[-\d.,%]*$/.test(row[column])));
  return [header, ...rows]
    .map((row) => {
      const cells = row.map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      );
      return `  ${printable(cells.join('  ')).trimEnd()}\n`;
    })
    .join('');
}
