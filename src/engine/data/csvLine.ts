import * as l10n from '@vscode/l10n';
import { IMAGE_BYTES } from '../../shared/classes';
import { UserError, type Place } from '../../shared/userError';
import { type ClassList, labelOutside } from './classNames';

/** Which column is what. Columns that are not the label are the pixels, in order. */
export interface ColumnLayout {
  columns: number;
  /** From 0; null if the data is unlabelled. */
  labelColumn: number | null;
}

const LABELLED = IMAGE_BYTES + 1;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;

/** Learns the columns from the first line, and whether that is a header. @throws UserError */
export function readLayout(line: Uint8Array, place: Place): ColumnLayout & { isHeader: boolean } {
  if (line.includes(0))
    throw new UserError(l10n.t('is no text'), l10n.t('give a CSV, an IDX file or a folder of pictures'), {
      file: place.file,
    });
  const cells = cellsOf(line);
  const columns = cells.length;
  const isHeader = looksLikeHeader(cells);
  const isLabel = (cell: string) => isHeader && cell.toLowerCase() === 'label';
  const named = cells.findIndex(isLabel);
  if (columns !== LABELLED && columns !== IMAGE_BYTES) {
    throw new UserError(
      l10n.t('{0} columns, not {1} (label, 784 pixels) or {2} (pixels)', columns, LABELLED, IMAGE_BYTES),
      columnRemedy(cells),
      place,
    );
  }
  const again = cells.findIndex((cell, column) => column > named && isLabel(cell));
  if (again >= 0) {
    const problem = l10n.t('a second column named label, after column {0}', named + 1);
    throw new UserError(problem, l10n.t('name one column label'), { ...place, column: again + 1 });
  }
  if (columns === IMAGE_BYTES && named >= 0) {
    const problem = l10n.t('a label and {0} pixels, not {1}', IMAGE_BYTES - 1, IMAGE_BYTES);
    throw new UserError(problem, l10n.t('give all 28 x 28 pixels'), place);
  }
  if (columns === IMAGE_BYTES) return { columns, labelColumn: null, isHeader };
  if (isHeader && named < 0 && /^pixel/i.test(cells[0])) {
    const problem = l10n.t('{0} columns, of which none is named label', LABELLED);
    throw new UserError(problem, l10n.t('name the label column `label`'), place);
  }
  return { columns, labelColumn: Math.max(0, named), isHeader };
}

/**
 * A first line is a header if it names a label or most of its cells are no numbers, or if it counts its columns (0, 1,
 * 2 ..., as pandas does). A few odd cells make a damaged row, not a header.
 */
function looksLikeHeader(cells: readonly string[]): boolean {
  const names = cells.filter((cell) => Number.isNaN(Number(cell)));
  if (names.length > cells.length / 2 || names.some((cell) => cell.toLowerCase() === 'label')) return true;
  const second = Number(cells[1]);
  return cells.length > 256 && second <= 2 && cells.slice(1).every((cell, index) => Number(cell) === second + index);
}

function columnRemedy(cells: readonly string[]): string {
  if (cells.length === 1 && /[;\t]/.test(cells[0])) return l10n.t('separate the columns by commas');
  if (cells.length === LABELLED + 1)
    return l10n.t('leave out what is neither label nor pixel, such as a column of row numbers');
  return l10n.t('give one image a line');
}

function cellsOf(line: Uint8Array): string[] {
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength)
    .toString('utf8')
    .split(',')
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/s, '$1')
        .trim(),
    );
}

/**
 * Reads any line of numbers, quoted or not, into `pixels`. Returns its label, one of `classes`, or null where there is
 * none.
 * @throws UserError with row and column (from 1) of the first cell that is wrong.
 */
export function parseLine(
  line: Uint8Array,
  layout: ColumnLayout,
  pixels: Uint8Array,
  classes: ClassList,
  place: Place,
): number | null {
  let columns = 1;
  for (let at = 0; at < line.length; at++) if (line[at] === COMMA) columns++;
  if (columns !== layout.columns) {
    const problem = l10n.t('{0} columns, not {1} as in the first line', columns, layout.columns);
    const remedy = l10n.t('give each image all its columns; the file may be cut off here');
    throw new UserError(problem, remedy, place);
  }
  let label: number | null = null;
  let start = 0;
  let pixel = 0;
  for (let column = 0; column < columns; column++) {
    let end = start; // a loop of our own: cells are so short that a call to find the comma takes longer
    while (end < line.length && line[end] !== COMMA) end++;
    const value = parseCell(line, start, end);
    const isLabel = column === layout.labelColumn;
    if (value < 0 || (isLabel && value >= classes.names.length)) {
      throw badCell(line.subarray(start, end), isLabel ? classes : null, { ...place, column: column + 1 });
    }
    if (isLabel) label = value;
    else pixels[pixel++] = value;
    start = end + 1;
  }
  return label;
}

/** The whole number from 0 to 255 in a cell, with spaces and quotes around it allowed, or -1. */
function parseCell(line: Uint8Array, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && isSpace(line[start])) start++;
  while (end > start && isSpace(line[end - 1])) end--;
  if (end - start >= 2 && line[start] === QUOTE && line[end - 1] === QUOTE) {
    start++;
    end--;
    while (start < end && isSpace(line[start])) start++;
    while (end > start && isSpace(line[end - 1])) end--;
  }
  if (start === end) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = line[at] - ZERO;
    if (digit >>> 0 > 9) return -1;
    value = value * 10 + digit;
    if (value > 255) return -1;
  }
  return value;
}

const isSpace = (byte: number) => byte === 32 || byte === 9 || byte === 13;

/** The error for a cell that cannot be taken: a label if the classes are given, else a pixel. */
function badCell(cell: Uint8Array, classes: ClassList | null, place: Place): UserError {
  const text = Buffer.from(cell).toString('utf8').trim();
  const shown = text.length > 20 ? `${text.slice(0, 20)}...` : text;
  const bare = text.replace(/^"(.*)"$/s, '$1').trim();
  const number = Number(bare);
  const say = (ofLabel: string, ofPixel: string, remedy: string) =>
    new UserError(classes ? ofLabel : ofPixel, remedy, place);
  const remedy = classes ? l10n.t('give the number of the class, from 0') : l10n.t('give whole numbers from 0 to 255');
  if (bare === '') return say(l10n.t('the label is missing'), l10n.t('the pixel value is missing'), remedy);
  if (Number.isNaN(number)) {
    const quoted = JSON.stringify(shown);
    return say(
      l10n.t('the label {0} is not a number', quoted),
      l10n.t('the pixel value {0} is not a number', quoted),
      remedy,
    );
  }
  if (classes && (number < 0 || number >= classes.names.length)) return labelOutside(number, classes, place);
  if (number < 0 || number > 255) {
    return new UserError(l10n.t('the pixel value {0} is outside 0-255', shown), remedy, place);
  }
  if (!Number.isInteger(number)) {
    return say(
      l10n.t('the label {0} is not a whole number', shown),
      l10n.t('the pixel value {0} is not a whole number', shown),
      remedy,
    );
  }
  return say(
    l10n.t('the label {0} holds more than digits', shown),
    l10n.t('the pixel value {0} holds more than digits', shown),
    l10n.t('write it as digits only: {0}', number),
  );
}
