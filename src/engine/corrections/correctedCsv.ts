import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { openBytes } from '../data/byteSource';
import { readLayout } from '../data/csvLine';

/** A label of a CSV that is to be another: what it must be before, and what it becomes. */
export interface NewLabel {
  from: number;
  to: number;
}

export interface CsvCopy {
  from: string;
  to: string;
  /** By the line in the file, from 1. */
  labels: ReadonlyMap<number, NewLabel>;
  /** Whether the copy is packed. */
  gzip: boolean;
}

const LINE_FEED = 10;
const COMMA = 44;

/**
 * Copies a CSV of images with some labels changed: all else stays byte for byte, header, quotes and line ends too.
 * @throws UserError if the file is not what was read before
 */
export async function copyCsv({ from, to, labels, gzip }: CsvCopy, signal?: AbortSignal): Promise<void> {
  const { chunks } = await openBytes(from, { signal });
  const changed = new Set<number>();
  const correct = (line: Buffer, row: number, column: number) => {
    const label = labels.get(row);
    if (!label) return line;
    changed.add(row);
    return withLabel(line, column, label, () => changedMeanwhile(from, row));
  };
  const target = createWriteStream(to, { flags: 'wx', flush: true });
  if (gzip) await pipeline(() => correctedLines(chunks, correct), zlib.createGzip(), target, { signal });
  else await pipeline(() => correctedLines(chunks, correct), target, { signal });
  for (const row of labels.keys()) if (!changed.has(row)) throw changedMeanwhile(from, row);
}

/** The file in pieces of whole lines, those with labels corrected. */
async function* correctedLines(
  chunks: AsyncIterable<Uint8Array>,
  correct: (line: Buffer, row: number, labelColumn: number) => Buffer,
): AsyncGenerator<Buffer> {
  let row = 0;
  let labelColumn: number | null = null;
  let rest = Buffer.alloc(0);
  const corrected = (line: Buffer): Buffer => {
    row++;
    // The same way the reader finds it: from the first line that is not blank.
    if (labelColumn === null && line.toString('latin1').trim() !== '') {
      labelColumn = readLayout(row === 1 ? withoutByteOrderMark(line) : line, {}).labelColumn ?? -1;
    }
    return labelColumn === null || labelColumn < 0 ? line : correct(line, row, labelColumn);
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const parts: Buffer[] = [];
    let done = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, done)) {
      parts.push(corrected(bytes.subarray(done, end + 1)));
      done = end + 1;
    }
    rest = bytes.subarray(done);
    if (parts.length > 0) yield Buffer.concat(parts);
  }
  if (rest.length > 0) yield corrected(rest);
}

function withLabel(line: Buffer, column: number, { from, to }: NewLabel, fail: () => Error): Buffer {
  let start = 0;
  for (let at = 0; at < column; at++) {
    const comma = line.indexOf(COMMA, start);
    if (comma < 0) throw fail();
    start = comma + 1;
  }
  const comma = line.indexOf(COMMA, start);
  const end = comma < 0 ? line.length : comma;
  const cell = line.toString('latin1', start, end);
  const digits = /\d+/.exec(cell);
  if (!digits || Number(digits[0]) !== from) throw fail();
  const corrected = cell.slice(0, digits.index) + String(to) + cell.slice(digits.index + digits[0].length);
  return Buffer.concat([line.subarray(0, start), Buffer.from(corrected, 'latin1'), line.subarray(end)]);
}

function withoutByteOrderMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}

function changedMeanwhile(file: string, row: number): UserError {
  return new UserError(l10n.t('the file was changed while it was read'), l10n.t('try again; nothing was written'), {
    file,
    row,
  });
}
