import * as l10n from '@vscode/l10n';
import { DECISIONS, type Correction, type CorrectionColumn, type Decision } from '../../shared/contracts/corrections';
import { undefuse } from '../../shared/corrections';
import { MAX_CLASSES } from '../../shared/classes';
import { UserError, type Place } from '../../shared/userError';

/** The longest text in a cell that is read or written, in UTF-16 units: some pages. */
export const MAX_CELL_LENGTH = 10_000;

/** The cells of one line by their column, and where each stands, for messages. */
export interface Cells {
  text: Partial<Record<CorrectionColumn, string>>;
  place: (column: CorrectionColumn) => Place;
}

/** Reads the cells of a whole line. @throws UserError with row and column of the first that is wrong */
export function readCells(cells: Cells): Correction {
  const text = (column: CorrectionColumn) => undefuse(cells.text[column] ?? '');
  const decision = readDecision(cells);
  const imageId = readImageId(cells);
  const newName = text('new_name').trim();
  const newLabel = readWhole(cells, 'new_label', MAX_CLASSES - 1);
  if (decision === 'relabel' && newLabel === null && newName === '') {
    const remedy = l10n.t('give the number of the class, from 0, in new_label, or its name in new_name');
    const column = cells.text.new_label === undefined ? 'new_name' : 'new_label';
    throw wrong(cells, column, l10n.t('a relabel without a new label'), remedy);
  }
  return {
    imageId,
    dataset: text('dataset'),
    split: text('split'),
    index: readWhole(cells, 'index', 0xffffffff),
    givenLabel: readWhole(cells, 'given_label', MAX_CLASSES - 1),
    givenName: text('given_name'),
    decision,
    newLabel,
    newName,
    scoreName: text('score_name'),
    score: readScore(cells),
    model: text('model'),
    reviewer: text('reviewer'),
    reviewedAt: readTime(cells),
    note: text('note'),
  };
}

/** Whether a line that breaks off within this cell could be one of ours. */
export function couldBegin(column: CorrectionColumn | null, cell: string): boolean {
  if (column === 'image_id') return /^[0-9a-f]{0,16}$/i.test(cell);
  if (column === 'decision') return DECISIONS.some((decision) => decision.startsWith(cell));
  return true;
}

function readImageId(cells: Cells): string {
  const cell = (cells.text.image_id ?? '').trim();
  if (/^[0-9a-f]{16}$/i.test(cell)) return cell.toLowerCase();
  // A spreadsheet takes an id of digits alone for a number, which has no zeros in front.
  if (/^[1-9]\d{13,14}$/.test(cell)) return cell.padStart(16, '0');
  const asNumber = /^\d([.,]\d+)?e\+\d+$/i.test(cell);
  const remedy = asNumber
    ? l10n.t('a spreadsheet took the id for a number: put it back from an earlier version of the file')
    : l10n.t('give the 16 hex digits, or delete the line');
  throw wrong(cells, 'image_id', l10n.t('{0} is no image id', shown(cell)), remedy);
}

function readDecision(cells: Cells): Decision {
  const cell = (cells.text.decision ?? '').trim();
  const decision = DECISIONS.find((known) => known === cell.toLowerCase());
  if (decision) return decision;
  const remedy = l10n.t('give one of {0}', DECISIONS.join(', '));
  throw wrong(cells, 'decision', l10n.t('{0} is no decision', shown(cell)), remedy);
}

/** A whole number from 0, or null for an empty cell. A spreadsheet may have written 3 as 3.0. */
function readWhole(cells: Cells, column: CorrectionColumn, most: number): number | null {
  const cell = (cells.text[column] ?? '').trim();
  if (cell === '') return null;
  const digits = /^(\d{1,10})(?:[.,]0+)?$/.exec(cell)?.[1];
  if (digits !== undefined && Number(digits) <= most) return Number(digits);
  const problem = l10n.t('{0} is no whole number from 0 to {1}', shown(cell), most);
  const remedy =
    column === 'new_label' ? l10n.t('correct the cell; a name goes into new_name') : l10n.t('correct the cell');
  throw wrong(cells, column, problem, remedy);
}

function readScore(cells: Cells): number | null {
  const cell = (cells.text.score ?? '').trim();
  if (cell === '') return null;
  const score = /^[-+]?\d*[.,]?\d+(e[-+]?\d{1,3})?$/i.test(cell) ? Number(cell.replace(',', '.')) : NaN;
  if (Number.isFinite(score)) return score;
  const remedy = l10n.t('correct the cell, or empty it');
  throw wrong(cells, 'score', l10n.t('{0} is no number', shown(cell)), remedy);
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * A time as ISO 8601 in UTC with milliseconds. Without a zone it is one of ours that a spreadsheet wrote anew: UTC. A day
 * alone, as a person writes it, is its beginning: see `isDay`.
 */
function readTime(cells: Cells): string {
  const cell = (cells.text.reviewed_at ?? '').trim();
  const parts = TIME.exec(cell);
  if (parts) {
    const [, day, clock = '00:00', zone = 'Z'] = parts;
    const time = clock.replace(',', '.').replace(/(\.\d{3})\d+$/, '$1');
    const shift = zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase();
    const at = new Date(`${day}T${time}${shift}`);
    // The engine turns 30 February into 2 March: such a day is none.
    if (!Number.isNaN(at.getTime()) && new Date(`${day}T00:00Z`).toISOString().startsWith(day)) {
      const text = at.toISOString();
      if (text.length === 24) return text;
    }
  }
  const remedy = l10n.t('give it as {0} or {1}', '2026-11-22', '2026-11-22T10:00:00.000Z');
  throw wrong(cells, 'reviewed_at', l10n.t('{0} is no time', shown(cell)), remedy);
}

/** Whether only the day of a decision is told. */
export function isDay({ text }: Cells): boolean {
  return /^\s*\d{4}-\d\d-\d\d\s*$/.test(text.reviewed_at ?? '');
}

function wrong({ place }: Cells, column: CorrectionColumn, problem: string, remedy: string): UserError {
  return new UserError(problem, remedy, place(column));
}

function shown(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}...` : cell);
}
