// A table that is sorted by its heads, chosen from and worked with by mouse or keyboard, as the lists of the editor are.
import * as l10n from '@vscode/l10n';
import './table.css';
import { button, inlineField, plainButton } from './controls';
import { element, icon, keyboardPlace, setAttributes } from './dom';
import {
  choose,
  keepSelection,
  nextSort,
  NOTHING_SELECTED,
  type Selection,
  sortRows,
  type SortValue,
  type TableSort,
} from './tableOrder';

export interface TableColumn<Row> {
  id: string;
  title: string;
  /** To the right, and sorted from the largest down at first. */
  number?: boolean;
  text: (row: Row) => string;
  /** What it is sorted by; default: its text. */
  value?: (row: Row) => SortValue;
  /** In place of the bare text. */
  cell?: (row: Row) => Node;
}

export interface TableOptions<Row> {
  label: string;
  columns: readonly TableColumn<Row>[];
  keyOf: (row: Row) => string;
  sort: TableSort;
  onSort: (sort: TableSort) => void;
  /** Rows can be selected. */
  selecting?: {
    nameOf: (row: Row) => string;
    onSelect: (keys: readonly string[]) => void;
    /** Enter, or a double click. */
    onOpen: (row: Row) => void;
    /** A context menu was asked for, at this pixel of the window. */
    onMenu: (row: Row, at: { x: number; y: number }) => void;
    /** Any other key. @returns whether it meant something */
    onKey: (row: Row, key: string) => boolean;
  };
}

interface Drawn {
  element: HTMLTableRowElement;
  cells: Map<string, { element: HTMLTableCellElement; text: string }>;
}

export class DataTable<Row> {
  readonly element: HTMLElement;
  private readonly body = element('tbody');
  private readonly heads = new Map<string, HTMLTableCellElement>();
  private readonly drawn = new Map<string, Drawn>();
  private rows: readonly Row[] = [];
  private order: Row[] = [];
  private sort: TableSort;
  private selection: Selection = NOTHING_SELECTED;
  private editing: { key: string; column: string } | undefined;

  constructor(private readonly options: TableOptions<Row>) {
    this.sort = options.sort;
    const { label, columns, selecting } = options;
    const head = element('tr');
    if (selecting)
      head.append(
        element('th', { scope: 'col' }, element('span', { className: 'only-for-screen-readers' }, l10n.t('selected'))),
      );
    for (const column of columns) head.append(this.headOf(column));
    if (selecting)
      head.append(
        element('th', { scope: 'col' }, element('span', { className: 'only-for-screen-readers' }, l10n.t('actions'))),
      );
    const table = element('table', { className: 'data-table' }, element('thead', {}, head), this.body);
    setAttributes(table, {
      'aria-label': label,
      role: selecting ? 'grid' : false,
      'aria-multiselectable': selecting ? 'true' : false,
    });
    // What is scrolled must be reached by the keyboard; rows that take the focus do that by themselves.
    this.element = element(
      'div',
      { className: 'table-scroll', attributes: selecting ? {} : { tabindex: 0, role: 'group', 'aria-label': label } },
      table,
    );
    if (selecting) this.body.addEventListener('keydown', (event) => this.onKey(event));
    this.showSort();
  }

  get selected(): readonly string[] {
    return this.selection.chosen;
  }

  update(rows: readonly Row[]): void {
    this.rows = rows;
    this.draw();
  }

  select(keys: readonly string[]): void {
    this.selection = { chosen: keys, anchor: keys[0] ?? null, place: keys[0] ?? this.selection.place };
    this.draw();
  }

  /** Puts the keyboard on a row. */
  focus(key: string): void {
    this.drawn.get(key)?.element.focus();
  }

  /** Lets a cell be written in. @param onDone null: the person changed their mind */
  edit(
    key: string,
    column: string,
    edited: { label: string; value: string; placeholder?: string },
    onDone: (value: string | null) => void,
  ): void {
    const cell = this.drawn.get(key)?.cells.get(column)?.element;
    if (!cell) return;
    this.editing = { key, column };
    const field = inlineField({
      ...edited,
      onDone: (value) => {
        const hadFocus = cell.contains(keyboardPlace());
        this.editing = undefined;
        const drawn = this.drawn.get(key)?.cells.get(column);
        if (drawn) drawn.text = '\0';
        this.draw();
        if (hadFocus) this.focus(key);
        onDone(value);
      },
    });
    cell.replaceChildren(field);
    field.focus();
    field.select();
  }

  private headOf({ id, title, number }: TableColumn<Row>): HTMLTableCellElement {
    const sort = plainButton(
      {
        className: 'table-sort',
        onClick: () => {
          this.sort = nextSort(this.sort, id, number ?? false);
          this.showSort();
          this.draw();
          this.options.onSort(this.sort);
        },
      },
      title,
    );
    const head = element('th', { scope: 'col', className: number ? 'number' : '' }, sort);
    this.heads.set(id, head);
    return head;
  }

  private showSort(): void {
    for (const [id, head] of this.heads) {
      head.querySelector('.codicon')?.remove();
      const isSorted = id === this.sort.column;
      head.setAttribute('aria-sort', isSorted ? (this.sort.descending ? 'descending' : 'ascending') : 'none');
      if (isSorted) head.firstElementChild!.append(icon(this.sort.descending ? 'chevron-down' : 'chevron-up'));
    }
  }

  private draw(): void {
    const { keyOf, columns } = this.options;
    const before = this.order.map(keyOf);
    const column = columns.find(({ id }) => id === this.sort.column);
    // Sorted by no column: in the order in which they were given.
    const sorted = column ? sortRows(this.rows, column.value ?? column.text, this.sort.descending) : [...this.rows];
    // A row that was moved would lose the field in which a person types.
    this.order = this.editing ? inOrderOf(before, sorted, keyOf) : sorted;
    const keys = this.order.map(keyOf);
    const chosenBefore = this.selection.chosen.length;
    const hadFocus = this.body.contains(keyboardPlace());
    this.selection = keepSelection(this.selection, before, keys);
    for (const [key, { element }] of this.drawn) {
      if (keys.includes(key)) continue;
      element.remove();
      this.drawn.delete(key);
    }
    this.order.forEach((row, index) => {
      const drawn = this.drawRow(row, keys[index]);
      if (this.body.children[index] !== drawn) this.body.insertBefore(drawn, this.body.children[index] ?? null);
    });
    this.showSelection();
    const isLost = hadFocus && !this.body.contains(document.activeElement);
    if (isLost && this.selection.place !== null) this.focus(this.selection.place);
    if (this.selection.chosen.length !== chosenBefore) this.options.selecting?.onSelect(this.selection.chosen);
  }

  private drawRow(row: Row, key: string): HTMLTableRowElement {
    const { columns, selecting } = this.options;
    let drawn = this.drawn.get(key);
    if (!drawn) {
      const made: Drawn = { element: element('tr'), cells: new Map() };
      columns.forEach(({ id, number }, index) => {
        // In a grid the name of a row is announced with each of its cells.
        const cell = index === 0 ? element('th', { scope: 'row' }) : element('td');
        cell.className = number ? 'number' : '';
        if (selecting) cell.setAttribute('role', index === 0 ? 'rowheader' : 'gridcell');
        made.cells.set(id, { element: cell, text: '\0' });
        made.element.append(cell);
      });
      if (selecting) this.addSelecting(made.element, row, key);
      this.drawn.set(key, (drawn = made));
    }
    for (const { id, text, cell } of columns) {
      const known = drawn.cells.get(id)!;
      if (this.editing?.key === key && this.editing.column === id) continue;
      const shown = text(row);
      // A cell of its own may show more than its text: its row decides.
      const state = cell ? `${shown}\0${JSON.stringify(row)}` : shown;
      if (state === known.text) continue;
      known.text = state;
      known.element.replaceChildren(cell ? cell(row) : shown);
      known.element.title = shown;
    }
    return drawn.element;
  }

  private addSelecting(tr: HTMLTableRowElement, first: Row, key: string): void {
    const selecting = this.options.selecting!;
    const current = () => this.order.find((row) => this.options.keyOf(row) === key) ?? first;
    const box = element('td', { className: 'table-box', attributes: { role: 'gridcell' } }, icon('check'));
    const more = button({
      label: l10n.t('More for {0}', selecting.nameOf(first)),
      icon: 'ellipsis',
      appearance: 'icon',
      title: l10n.t('More'),
      onClick: () => {
        const { left, bottom } = more.getBoundingClientRect();
        selecting.onMenu(current(), { x: left, y: bottom });
      },
    });
    tr.prepend(box);
    tr.append(element('td', { className: 'table-more', attributes: { role: 'gridcell' } }, more));
    tr.addEventListener('click', (event) => {
      if (more.contains(event.target as Node)) return;
      const isToggle = event.ctrlKey || event.metaKey || box.contains(event.target as Node);
      this.chooseRow(key, event.shiftKey ? 'range' : isToggle ? 'toggle' : 'alone');
    });
    tr.addEventListener('dblclick', (event) => {
      if (!more.contains(event.target as Node) && !box.contains(event.target as Node)) selecting.onOpen(current());
    });
    tr.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      if (!this.selection.chosen.includes(key)) this.chooseRow(key, 'alone');
      selecting.onMenu(current(), { x: event.clientX, y: event.clientY });
    });
  }

  private chooseRow(key: string, how: 'alone' | 'toggle' | 'range'): void {
    this.selection = choose(this.selection, key, this.order.map(this.options.keyOf), how);
    this.showSelection();
    this.focus(key);
    this.options.selecting?.onSelect(this.selection.chosen);
  }

  private showSelection(): void {
    if (!this.options.selecting) return;
    const keys = this.order.map(this.options.keyOf);
    const place = this.selection.place ?? keys[0];
    for (const [key, { element: row }] of this.drawn) {
      row.setAttribute('aria-selected', String(this.selection.chosen.includes(key)));
      row.tabIndex = key === place ? 0 : -1;
      row.querySelector('.table-more > *')?.setAttribute('tabindex', key === place ? '0' : '-1');
    }
  }

  private onKey(event: KeyboardEvent): void {
    const row = (event.target as Element).closest('tr');
    const keys = this.order.map(this.options.keyOf);
    const at = keys.findIndex((key) => this.drawn.get(key)?.element === row);
    // Only on the row itself: its button has keys of its own.
    if (!row || at < 0 || event.target !== row) return;
    const { selecting } = this.options;
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: keys.length - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    };
    const { key } = event;
    if (key in moves) {
      const to = keys[Math.max(0, Math.min(keys.length - 1, moves[key]))];
      if (event.shiftKey) this.chooseRow(to, 'range');
      else {
        this.selection = { ...this.selection, place: to };
        this.showSelection();
        this.focus(to);
      }
    } else if (key === ' ') this.chooseRow(keys[at], event.shiftKey ? 'range' : 'toggle');
    else if (key === 'Enter') selecting!.onOpen(this.order[at]);
    else if (key === 'a' && (event.ctrlKey || event.metaKey)) {
      this.selection = { chosen: keys, anchor: keys[0], place: keys[at] };
      this.showSelection();
      selecting!.onSelect(keys);
    } else if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) {
      const { left, bottom } = row.getBoundingClientRect();
      selecting!.onMenu(this.order[at], { x: left + 20, y: bottom });
    } else if (event.ctrlKey || event.metaKey || event.altKey || !selecting!.onKey(this.order[at], key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Rows in the order of these keys, new ones after them. */
function inOrderOf<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const place = (row: Row) => (keys.indexOf(keyOf(row)) + keys.length + 1) % (keys.length + 1);
  return [...rows].sort((a, b) => place(a) - place(b));
}
