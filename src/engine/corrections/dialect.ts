import * as l10n from '@vscode/l10n';
import { parse } from 'csv-parse/sync';
import { CORRECTION_COLUMNS, type CorrectionColumn } from '../../shared/contracts/corrections';
import type { Dialect } from '../../shared/corrections';
import { UserError } from '../../shared/userError';
import { NOT_SAVED } from './appendErrors';

/** Without these a line decides nothing; of the new label either column will do. */
const NEEDED: readonly CorrectionColumn[] = ['image_id', 'decision', 'reviewed_at'];

const HOW_IT_BEGINS = l10n.t(
  'a corrections file begins with a line of columns: image_id, decision, reviewed_at and new_label or new_name at least',
);

/** The line with the names of the columns lies within so much of the file. */
export const HEADER_BYTES = 64 * 1024;

/** Blank lines, then the first other one and its line end. */
const FIRST_LINE = /^\ufeff?((?:[^\S\r\n]*(?:\r\n|\n|\r))*)([^\r\n]*)(\r\n|\n|\r|$)/;

/** How a corrections file is written, as its first line shows. */
export interface Header extends Dialect {
  /** The line that holds the names of the columns, from 1. */
  row: number;
  /** Those names, as they stand there. */
  names: readonly string[];
}

/**
 * Learns how a file is written from its text, which may be the beginning of it: the separator (a comma, a semicolon or
 * a tab), the line end, and which column is where. @returns null if all of it is blank
 * @throws UserError if it is no corrections file
 */
export function readHeader(text: string, file: string): Header | null {
  const beginning = text.slice(0, HEADER_BYTES);
  const [, blank, line, lineEnd] = FIRST_LINE.exec(beginning)!;
  if (line.trim() === '') {
    if (text.trim() === '') return null;
    throw new UserError(l10n.t('begins with nothing but blank lines'), HOW_IT_BEGINS, { file });
  }
  const row = blank.split(/\r\n|\n|\r/).length;
  const separator = /^"?\w+"?[ ]*([,;\t])/.exec(line)?.[1] ?? ',';
  const names = namesIn(line, separator).map((name) => name.trim());
  const columns = names.map((name) => CORRECTION_COLUMNS.find((column) => column === name.toLowerCase()) ?? null);
  const place = { file, row };
  if (!columns.some((column) => column !== null)) {
    throw new UserError(l10n.t('is no corrections file'), HOW_IT_BEGINS, place);
  }
  columns.forEach((column, index) => {
    if (column === null || columns.indexOf(column) === index) return;
    throw new UserError(l10n.t('a second column named {0}', column), l10n.t('leave one of them out'), {
      ...place,
      column: index + 1,
    });
  });
  for (const column of NEEDED) {
    if (!columns.includes(column)) {
      throw new UserError(l10n.t('the column {0} is missing', column), HOW_IT_BEGINS, place);
    }
  }
  if (!columns.includes('new_label') && !columns.includes('new_name')) {
    throw new UserError(l10n.t('the columns new_label and new_name are missing'), HOW_IT_BEGINS, place);
  }
  return { separator, lineEnd: lineEnd || '\n', columns, row, names };
}

function namesIn(line: string, separator: string): string[] {
  try {
    return parse(line, { delimiter: separator, relax_column_count: true }).flat();
  } catch {
    return []; // quotes that do not close: no line of ours
  }
}

/** @throws UserError unless each of our columns has its place in a file that is to be appended to */
export function checkComplete({ columns, row }: Header, file: string): void {
  const missing = CORRECTION_COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  const remedy = `${l10n.t('put it back, or move the file away')}; ${NOT_SAVED}`;
  throw new UserError(l10n.t('the column {0} is missing', missing.join(', ')), remedy, { file, row });
}
