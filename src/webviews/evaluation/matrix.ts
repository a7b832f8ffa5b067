// The confusion matrix: a table to look at, and a grid for the keyboard; each cell and head opens its images.
import * as l10n from '@vscode/l10n';
import { checkbox } from '../shared/controls';
import { element, keyboardPlace, setAttributes } from '../shared/dom';
import { countOf, countText, decimalText, shareText } from '../../shared/numbers';
import type { Choice } from './choice';
import {
  cellSize,
  type MatrixFigures,
  matrixFigures,
  type MatrixPlace,
  MOST_WITH_NUMBERS,
  movedPlace,
} from './matrixFigures';
import type { EvaluationModel } from './model';
import { segments } from './segments';

const SHOWN_NAMES = [
  ['count', l10n.t('Counts')],
  ['row', l10n.t('Share of given')],
  ['column', l10n.t('Share of predicted')],
] as const;

export function matrixPart(model: EvaluationModel): HTMLElement {
  const { kept } = model;
  const shown = segments(l10n.t('What the cells show'), SHOWN_NAMES, (value) => {
    kept.shown = value;
    model.keep();
    draw();
  });
  const hide = checkbox({
    label: l10n.t('Hide the diagonal'),
    checked: kept.hideDiagonal,
    onChange: (checked) => {
      kept.hideDiagonal = checked;
      model.keep();
      draw();
    },
  });
  const place = element('div', { className: 'matrix-place' });
  const legend = element('p', { className: 'matrix-legend quiet' });
  let matrix: Matrix | undefined;
  const draw = () => {
    const { scores } = model;
    shown.show(kept.shown);
    if (!scores) return;
    const { confusion } = scores;
    const hadFocus = place.contains(keyboardPlace());
    const before = matrix?.place;
    const figures = matrixFigures(confusion, kept.shown);
    matrix = new Matrix(model, confusion, figures, (choice) => model.choose(choice));
    if (before) matrix.moveTo(before, hadFocus);
    place.replaceChildren(matrix.element);
    if (hadFocus) matrix.focus();
    matrix.showChoice();
    legend.replaceChildren(
      element('span', { className: 'swatch swatch-right' }),
      l10n.t('right'),
      element('span', { className: 'swatch swatch-wrong' }),
      l10n.t('confused; the stronger, the more. A click on a cell, a row or a column opens its images.'),
    );
  };
  model.on(['snapshot'], draw);
  model.on(['choice'], () => matrix?.showChoice());
  draw();
  return element(
    'div',
    { className: 'matrix-part' },
    element('div', { className: 'tools' }, shown.element, hide),
    place,
    legend,
  );
}

class Matrix {
  readonly element: HTMLElement;
  place: MatrixPlace = { row: 0, column: 0 };
  private readonly table = element('table', { className: 'matrix', attributes: { role: 'grid' } });
  private readonly rows: HTMLTableRowElement[] = [];
  private readonly heads: HTMLTableRowElement;

  constructor(
    private readonly model: EvaluationModel,
    private readonly confusion: number[][],
    private readonly figures: MatrixFigures,
    private readonly open: (choice: Choice) => void,
  ) {
    const { table } = this;
    const { classCount } = figures;
    const isSmall = classCount > MOST_WITH_NUMBERS;
    table.classList.toggle('matrix-small', isSmall);
    table.style.setProperty('--cell', `${cellSize(classCount)}px`);
    setAttributes(table, {
      'aria-label': l10n.t('Confusion matrix: rows are given classes, columns predicted ones'),
      'aria-rowcount': classCount + 1,
      'aria-colcount': classCount + 1,
    });
    this.heads = this.headRow();
    for (let row = 0; row < classCount; row++) this.rows.push(this.bodyRow(row));
    table.append(element('thead', {}, this.heads), element('tbody', {}, ...this.rows));
    table.addEventListener('click', ({ target }) => {
      const clicked = this.placeOf(target as Element);
      if (!clicked) return;
      this.moveTo(clicked, true);
      this.openPlace();
    });
    // Thousands of small cells get their words when somebody asks.
    table.addEventListener('pointerover', ({ target }) => {
      const over = this.placeOf(target as Element);
      if (over) this.cellAt(over).title ||= this.words(over);
    });
    table.addEventListener('keydown', (event) => this.pressed(event));
    this.element = element('div', { className: 'matrix-scroll' }, table);
    this.moveTo(this.place, false);
  }

  focus(): void {
    this.cellAt(this.place).focus({ preventScroll: true });
  }

  /** Puts the keyboard's place there. */
  moveTo(place: MatrixPlace, focus: boolean): void {
    const last = this.figures.classCount - 1;
    const within = { row: Math.min(place.row, last), column: Math.min(place.column, last) };
    this.cellAt(this.place).tabIndex = -1;
    this.place = within;
    const cell = this.cellAt(within);
    cell.tabIndex = 0;
    cell.setAttribute('aria-label', this.words(within));
    if (!focus) return;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Marks what is looked at. */
  showChoice(): void {
    const { choice } = this.model.kept;
    for (const marked of this.table.querySelectorAll('[aria-selected]')) marked.removeAttribute('aria-selected');
    const place = placeOfChoice(choice);
    if (place && place.row < this.figures.classCount && place.column < this.figures.classCount) {
      this.cellAt(place).setAttribute('aria-selected', 'true');
    }
  }

  private headRow(): HTMLTableRowElement {
    const corner = element(
      'td',
      { className: 'matrix-corner' },
      element('span', {}, l10n.t('predicted →')),
      element('span', {}, l10n.t('given ↓')),
    );
    const heads = this.model.classNames.map((name, column) =>
      element('th', { scope: 'col', tabIndex: -1, title: this.words({ row: -1, column }) }, element('span', {}, name)),
    );
    return element('tr', {}, corner, ...heads);
  }

  private bodyRow(row: number): HTMLTableRowElement {
    const { figures, model, confusion } = this;
    const isSmall = figures.classCount > MOST_WITH_NUMBERS;
    const head = element('th', { scope: 'row', tabIndex: -1, title: this.words({ row, column: -1 }) });
    head.append(element('span', {}, model.classNames[row]));
    const cells = confusion[row].map((count, column) => {
      const isRight = row === column;
      const cell = element('td', { tabIndex: -1, className: isRight ? 'matrix-right' : '' });
      if (isRight && model.kept.hideDiagonal) {
        cell.classList.add('matrix-hidden');
        return cell;
      }
      if (count > 0) {
        cell.style.setProperty('--heat', figures.heat(row, column).toFixed(3));
        cell.classList.add('matrix-heated');
      }
      if (!isSmall) {
        cell.textContent = this.text(row, column);
        if (count === 0) cell.classList.add('matrix-none');
        cell.setAttribute('aria-label', this.words({ row, column }));
      }
      return cell;
    });
    return element('tr', {}, head, ...cells);
  }

  private text(row: number, column: number): string {
    const value = this.figures.value(row, column);
    if (this.model.kept.shown === 'count') return countText(value);
    if (value === 0) return '0';
    return value === 1 ? '100' : decimalText(100 * value, 1);
  }

  /** What a cell or a head stands for. */
  private words({ row, column }: MatrixPlace): string {
    const { confusion, model, figures } = this;
    const { nameOf } = model;
    const errors = model.kept.hideDiagonal;
    const images = (count: number) => countOf(count, l10n.t('image'), l10n.t('images'));
    if (row < 0) {
      const all = figures.columns[column];
      return errors
        ? l10n.t('{0} of other classes predicted as {1}', images(all - confusion[column][column]), nameOf(column))
        : l10n.t('{0} predicted as {1}', images(all), nameOf(column));
    }
    if (column < 0) {
      const all = figures.rows[row];
      return errors
        ? l10n.t('{0} of {1} predicted as something else', images(all - confusion[row][row]), nameOf(row))
        : l10n.t('{0} of {1}', images(all), nameOf(row));
    }
    if (row === column && errors) return l10n.t('{0}, predicted right: not shown', nameOf(row));
    const count = confusion[row][column];
    const all = figures.rows[row];
    const these =
      all === 0 ? images(count) : l10n.t('{0}, {1} of {2}', images(count), shareText(count / all), nameOf(row));
    return row === column
      ? l10n.t('{0}, predicted right: {1}', nameOf(row), these)
      : l10n.t('{0} predicted as {1}: {2}', nameOf(row), nameOf(column), these);
  }

  private openPlace(): void {
    const { row, column } = this.place;
    const { hideDiagonal } = this.model.kept;
    if (row < 0) this.open({ kind: 'column', predicted: column, wrongOnly: hideDiagonal });
    else if (column < 0) this.open({ kind: 'row', actual: [row], wrongOnly: hideDiagonal });
    else if (row !== column || !hideDiagonal) this.open({ kind: 'cell', actual: row, predicted: column });
  }

  private cellAt({ row, column }: MatrixPlace): HTMLTableCellElement {
    return (row < 0 ? this.heads : this.rows[row]).cells[column + 1];
  }

  private placeOf(target: Element): MatrixPlace | null {
    const cell = target.closest<HTMLTableCellElement>('td, th');
    const row = cell?.closest('tr');
    if (!cell || !row || cell.classList.contains('matrix-corner')) return null;
    return { row: row === this.heads ? -1 : this.rows.indexOf(row), column: cell.cellIndex - 1 };
  }

  private pressed(event: KeyboardEvent): void {
    const { key } = event;
    if (event.altKey || event.shiftKey) return;
    if (key === 'Enter' || key === ' ') this.openPlace();
    else {
      const to = movedPlace(this.place, key, event.ctrlKey || event.metaKey, this.figures.classCount);
      if (!to) return;
      this.moveTo(to, true);
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Where a choice stands in the matrix; null where it does not. */
function placeOfChoice(choice: Choice | null): MatrixPlace | null {
  if (choice?.kind === 'cell') return { row: choice.actual, column: choice.predicted };
  if (choice?.kind === 'row' && choice.actual.length === 1) return { row: choice.actual[0], column: -1 };
  return choice?.kind === 'column' ? { row: -1, column: choice.predicted } : null;
}
