// What stands around a chart's canvas: title, legend, buttons, and the table of its figures.
import * as l10n from '@vscode/l10n';
import { Legend } from './chartLegend';
import type { ChartSpec } from './chartSpec';
import { axisName, tableOf } from './chartTable';
import { button } from './controls';
import { element } from './dom';

export interface FrameActions {
  /** A series is to be shown or hidden. */
  onToggle: (name: string) => void;
  savePicture: () => void;
  saveTable: () => void;
  /** The table gives way to the chart. */
  shownAgain: () => void;
}

/** The table of a living chart is brought up to date this often: a screen reader may be reading it. */
const TABLE_MILLISECONDS = 1000;

export class ChartFrame {
  readonly element: HTMLElement;
  readonly canvas = element('canvas', { tabIndex: 0, attributes: { role: 'img' } });
  isTableShown = false;
  isEmpty = false;
  private readonly title = element('figcaption', { className: 'chart-title' });
  private readonly legend: Legend;
  private readonly box = element('div', { className: 'chart-box' }, this.canvas);
  private readonly empty = element('p', { className: 'chart-empty quiet', hidden: true });
  private readonly said = element('div', {
    className: 'only-for-screen-readers',
    attributes: { 'aria-live': 'polite' },
  });
  private readonly caption = element('caption', { className: 'only-for-screen-readers' });
  private readonly head = element('tr');
  private readonly body = element('tbody');
  private readonly table = element(
    'div',
    { className: 'chart-table only-for-screen-readers' },
    element('table', {}, this.caption, element('thead', {}, this.head), this.body),
  );
  private readonly tools: HTMLElement;
  private spec: ChartSpec | undefined;
  private tableTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly actions: FrameActions) {
    this.legend = new Legend(actions.onToggle);
    const toggle = button({
      label: l10n.t('Show as table'),
      icon: 'table',
      appearance: 'icon',
      onClick: () => {
        this.showTable(!this.isTableShown);
        toggle.setAttribute('aria-pressed', String(this.isTableShown));
      },
    });
    toggle.setAttribute('aria-pressed', 'false');
    this.tools = element(
      'div',
      { className: 'chart-tools' },
      toggle,
      button({
        label: l10n.t('Save as picture (PNG)'),
        icon: 'file-media',
        appearance: 'icon',
        onClick: actions.savePicture,
      }),
      button({ label: l10n.t('Save figures (CSV)'), icon: 'save', appearance: 'icon', onClick: actions.saveTable }),
    );
    this.element = element(
      'figure',
      { className: 'chart' },
      element('div', { className: 'chart-header' }, this.title, this.tools),
      this.legend.element,
      this.box,
      this.empty,
      this.table,
      this.said,
    );
  }

  update(spec: ChartSpec, hidden: ReadonlySet<string>): void {
    this.spec = spec;
    setText(this.title, spec.title);
    setText(this.empty, spec.empty ?? l10n.t('No figures yet.'));
    this.canvas.setAttribute(
      'aria-label',
      l10n.t('{title}: {y} over {x}. Arrow keys read the values; a table follows.', {
        title: spec.title,
        y: axisName(spec.y),
        x: axisName(spec.x),
      }),
    );
    this.legend.update(spec.series, hidden, spec.kind);
    this.isEmpty = spec.series.every(({ points }) => points.length === 0);
    this.empty.hidden = !this.isEmpty;
    this.tools.hidden = this.isEmpty;
    this.box.hidden = this.isEmpty || this.isTableShown;
    this.table.hidden = this.isEmpty;
    if (this.isTableShown) this.fillTable();
    else this.tableTimer ??= setTimeout(() => this.fillTable(), TABLE_MILLISECONDS);
  }

  say(text: string): void {
    this.said.textContent = text;
  }

  dispose(): void {
    clearTimeout(this.tableTimer);
  }

  private showTable(isShown: boolean): void {
    this.isTableShown = isShown;
    this.table.classList.toggle('only-for-screen-readers', !isShown);
    if (isShown) this.table.tabIndex = 0;
    else this.table.removeAttribute('tabindex');
    this.box.hidden = isShown;
    if (isShown) this.fillTable();
    else this.actions.shownAgain();
  }

  /** Changes only the cells that differ. */
  private fillTable(): void {
    clearTimeout(this.tableTimer);
    this.tableTimer = undefined;
    if (!this.spec) return;
    const { header, rows } = tableOf(this.spec);
    setText(this.caption, this.spec.title);
    fillRow(this.head, header, () => element('th', { scope: 'col' }));
    while (this.body.rows.length > rows.length) this.body.deleteRow(-1);
    rows.forEach((cells, at) => {
      const row = this.body.rows.item(at) ?? this.body.insertRow();
      fillRow(row, cells, (index) => (index === 0 ? element('th', { scope: 'row' }) : element('td')));
    });
  }
}

function fillRow(row: HTMLTableRowElement, texts: readonly string[], make: (index: number) => HTMLElement): void {
  while (row.cells.length > texts.length) row.deleteCell(-1);
  texts.forEach((text, index) =>
    setText((row.cells.item(index) as HTMLElement | null) ?? row.appendChild(make(index)), text),
  );
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
