import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { CsvError, parse } from 'csv-parse/sync';
import type {
  Correction,
  CorrectionColumn,
  CorrectionsRead,
  PlacedCorrection,
  TornLine,
} from '../../shared/contracts/corrections';
import { UserError } from '../../shared/userError';
import { withFileErrors } from '../data/fileErrors';
import { couldBegin, isDay, MAX_CELL_LENGTH, readCells } from './cells';
import { readHeader, type Header } from './dialect';
import { mendTornLines } from './tornLines';

/** Half a million decisions; a larger file is something else. */
export const MAX_FILE_BYTES = 128 * 1024 * 1024;

const SAVE_ANEW = l10n.t('save it as CSV in UTF-8, and keep the columns');

/**
 * Reads `corrections.csv`, ours or as a person left it: sorted, cut, with a byte order mark, CRLF, semicolons or tabs,
 * columns in another order, columns of their own, numbers in quotes, lines without a decision (they are passed over).
 * @param mayBeMissing whether a file that is not there is one without corrections
 * @throws UserError with row and column of the first thing that cannot be understood
 */
export async function readCorrections(
  file: string,
  { mayBeMissing = false }: { mayBeMissing?: boolean } = {},
): Promise<CorrectionsRead> {
  return parseCorrections(await readBytes(file, mayBeMissing), file);
}

/** The bytes of a corrections file, as `parseCorrections` takes them. @throws UserError */
export async function readBytes(file: string, mayBeMissing = false): Promise<Buffer> {
  return withFileErrors(file, async () => {
    const status = await stat(file).catch((error: unknown) => {
      if (mayBeMissing && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    });
    if (!status) return Buffer.alloc(0);
    if (!status.isFile()) throw new UserError(l10n.t('is no plain file'), l10n.t('give a corrections file'), { file });
    if (status.size > MAX_FILE_BYTES) {
      const problem = l10n.t('is larger than {0} MiB', MAX_FILE_BYTES / 1024 ** 2);
      throw new UserError(problem, l10n.t('give a corrections file'), { file });
    }
    return readFile(file);
  });
}

/** The same of a file's bytes; `file` is what it is called in messages. @throws UserError */
export function parseCorrections(bytes: Uint8Array, file: string): CorrectionsRead {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const whole = textOf(bytes, file);
  const header = readHeader(whole, file);
  if (!header) return { corrections: [], torn: [], otherColumns: [], hash };
  const { text, mended } = mendTornLines(whole, header.separator);
  const corrections: PlacedCorrection[] = [];
  const torn: TornLine[] = [];
  for (const line of splitLines(text, header, file)) {
    if (line.row <= header.row || isRepeatedHeader(line.cells, header)) continue;
    const problem = mended.has(line.row) ? BROKEN_QUOTES : tornAfter(line, header, file);
    if (problem) torn.push({ row: line.row, why: problem });
    else if (saysNothing(line, header)) continue;
    else corrections.push({ ...readLine(line, header, file, corrections.at(-1)), row: line.row });
  }
  return { corrections, torn, otherColumns: header.names.filter((_, at) => header.columns[at] === null), hash };
}

/** For work that makes something of the decisions: a line that breaks off may be one of them. @throws UserError */
export function refuseTorn({ torn }: CorrectionsRead, file: string): void {
  const first = torn.at(0);
  if (!first) return;
  const remedy = l10n.t('its decision does not count: delete the line, and decide again where it mattered');
  throw new UserError(l10n.t('the line {0}', first.why), remedy, { file, row: first.row });
}

function textOf(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new UserError(l10n.t('is written in UTF-16'), SAVE_ANEW, { file });
  }
  if (!isUtf8(bytes)) {
    throw new UserError(l10n.t('is no text in UTF-8'), SAVE_ANEW, { file, row: firstWrongLine(bytes) });
  }
  return new TextDecoder().decode(bytes);
}

function firstWrongLine(bytes: Uint8Array): number {
  let row = 1;
  for (let at = 0; at < bytes.length; row++) {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found;
    if (!isUtf8(bytes.subarray(at, end))) return row;
    at = end + 1;
  }
  return row;
}

interface Line {
  /** Where it begins, from 1. */
  row: number;
  cells: string[];
}

/** What the parser gives where it is asked for `info`; its types do not know. */
interface WithInfo {
  record: string[];
  /** `lines`: in which the record ends, from 1. */
  info: { lines: number };
}

function splitLines(text: string, { separator }: Header, file: string): Line[] {
  const lines: Line[] = [];
  try {
    const found: unknown = parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    for (const { record, info } of found as WithInfo[]) {
      const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      if (record.some((cell) => cell.trim() !== '')) lines.push({ row: info.lines - breaks, cells: record });
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw quoteError(error, file);
  }
  return lines;
}

function quoteError(error: CsvError, file: string): UserError {
  const { lines, column } = error;
  const place = {
    file,
    ...(typeof lines === 'number' && { row: lines }),
    ...(typeof column === 'number' && { column: column + 1 }),
  };
  const problem =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? l10n.t('a quote before here is never closed')
      : l10n.t('a quote stands where none can');
  return new UserError(problem, l10n.t('put text with quotes between quotes, and write each quote in it twice'), place);
}

/** Versions of the file that were put together by hand. */
function isRepeatedHeader(cells: readonly string[], { names }: Header): boolean {
  return cells.length === names.length && cells.every((cell, index) => cell.trim() === names[index]);
}

/** Of a list that a person fills in by hand, and has not come to yet. */
function saysNothing({ cells }: Line, { columns }: Header): boolean {
  const said: readonly (CorrectionColumn | null)[] = ['decision', 'new_label', 'new_name', 'reviewed_at'];
  return columns.every((column, at) => !said.includes(column) || cells[at].trim() === '');
}

/** What a line is that breaks off; null for a whole one. @throws UserError if it cannot be one that broke off */
function tornAfter({ row, cells }: Line, { columns }: Header, file: string): string | null {
  const [first] = cells;
  if (/^(<{7}|={7}|>{7}|\|{7})( |$)/.test(first)) {
    const remedy = l10n.t('keep the lines of both sides and delete the marks of the conflict');
    throw new UserError(l10n.t('a merge of git was not brought to its end'), remedy, { file, row });
  }
  if (cells.length >= columns.length) return null;
  const last = cells.length - 1;
  const nothing = cells.every((cell) => /^\0*$/.test(cell)); // what a disk may hold after a loss of power
  if (!nothing && !couldBegin(columns[last], cells[last])) {
    throw new UserError(otherCount(cells.length, columns.length), l10n.t('delete the line'), { file, row });
  }
  return cells.length === 1
    ? l10n.t('breaks off after 1 cell of {0}', columns.length)
    : l10n.t('breaks off after {0} cells of {1}', cells.length, columns.length);
}

const BROKEN_QUOTES = l10n.t('breaks off within quotes');

function otherCount(cells: number, columns: number): string {
  return cells === 1
    ? l10n.t('1 cell, not {0} as in the first line', columns)
    : l10n.t('{0} cells, not {1} as in the first line', cells, columns);
}

/** @param above the decision in the line above: one of which only the day is told comes after it, on the same day */
function readLine({ row, cells }: Line, { columns }: Header, file: string, above: Correction | undefined): Correction {
  const beyond = cells.findIndex((cell, index) => index >= columns.length && cell.trim() !== '');
  if (beyond >= 0) {
    const remedy = l10n.t('put text with separators between quotes');
    throw new UserError(otherCount(cells.length, columns.length), remedy, { file, row, column: beyond + 1 });
  }
  const text: Partial<Record<CorrectionColumn, string>> = {};
  columns.forEach((column, index) => {
    const place = { file, row, column: index + 1 };
    if (cells[index].length > MAX_CELL_LENGTH) {
      const problem = l10n.t('the cell is longer than {0} characters', MAX_CELL_LENGTH);
      throw new UserError(problem, l10n.t('shorten it'), place);
    }
    if (cells[index].includes('\0')) throw new UserError(l10n.t('the cell is no text'), l10n.t('correct it'), place);
    if (column) text[column] = cells[index];
  });
  const place = (column: CorrectionColumn) => ({ file, row, column: columns.indexOf(column) + 1 });
  const read = readCells({ text, place });
  const isLater = above !== undefined && isDay({ text, place }) && above.reviewedAt > read.reviewedAt;
  return isLater && above.reviewedAt.slice(0, 10) === read.reviewedAt.slice(0, 10)
    ? { ...read, reviewedAt: above.reviewedAt }
    : read;
}
