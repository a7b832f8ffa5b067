/** A file's text with the quotes of torn lines closed, so that none of them swallows those behind it. */
export interface MendedText {
  /** Lines end with LF; as many as before. */
  text: string;
  /** The lines, from 1, in which a quote was closed. */
  mended: Set<number>;
}

const LINE_END = /\r\n|\n|\r/;

/**
 * Finds lines that broke off within quotes. Our own lines hold no line breaks: where quotes are open at the end of a
 * line and the next one begins as a line of ours does, with an id, or where the file ends, the line was torn. A cell
 * into which a person put a line break goes on with other text.
 */
export function mendTornLines(text: string, separator: string): MendedText {
  const lines = text.split(LINE_END);
  const mended = new Set<number>();
  const beginsAnew = new RegExp(`^"?[0-9a-f]{16}"?${separator}`, 'i');
  let isOpen = false;
  for (let index = 0; index < lines.length; index++) {
    const opens = oddQuotes(lines[index]);
    if (!isOpen && opens && isTorn(lines, index, beginsAnew)) {
      lines[index] += '"';
      mended.add(index + 1);
    } else if (opens) {
      isOpen = !isOpen;
    }
  }
  return { text: lines.join('\n'), mended };
}

function isTorn(lines: readonly string[], index: number, beginsAnew: RegExp): boolean {
  const following = lines.slice(index + 1, index + 3);
  return following.join('') === '' ? following.length < 2 : beginsAnew.test(following[0]);
}

function oddQuotes(line: string): boolean {
  let odd = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
}
