// One run looked at, or several over each other.
import * as l10n from '@vscode/l10n';
import type { LoadedRun, RunRow } from '../../../shared/contracts/training';
import { Chart } from '../../shared/charts';
import { button, progressRing } from '../../shared/controls';
import { element, keyboardPlace } from '../../shared/dom';
import { type Context, messageOf, Section } from '../context';
import { AblationView } from '../jobs/ablationView';
import { fillVerdict } from '../jobs/verdict';
import { notice } from '../notice';
import { countOf } from '../../../shared/numbers';

import { assignColors, MOST_COMPARED } from './colors';
import { comparedCharts, distinctNames, resultsOf } from './comparedCurves';
import { differencesOf, type Setting } from './differences';

export class CompareSection {
  readonly section: Section;
  private readonly body = element('div', { className: 'compare' });
  private parts: { dispose(): void }[] = [];
  /** What is drawn of which runs: when these go on, the same charts show it, with the keyboard where it is. */
  private drawn: { folders: string; charts: readonly Chart[] } | undefined;
  private loading = 0;
  private readonly closing = button({ label: l10n.t('Close'), onClick: () => this.closeByHand() });

  /** @param onClosed the keyboard is nowhere then */
  constructor(
    private readonly context: Context,
    private readonly onClosed: () => void,
  ) {
    this.section = new Section(context, { id: 'compare', title: l10n.t('Compare') }, this.body);
    this.section.element.hidden = true;
    if (context.kept.compared.length > 0) void this.show(context.kept.compared, false);
  }

  /** @param folders of runs @param bring the section comes into sight */
  async show(folders: readonly string[], bring = true): Promise<void> {
    const { kept, keep, extension } = this.context;
    const chosen = folders.slice(0, MOST_COMPARED);
    kept.compared = [...chosen];
    kept.colors = { ...kept.colors, ...assignColors(kept.colors, chosen) };
    keep();
    const loading = ++this.loading;
    this.section.element.hidden = false;
    this.section.title = chosen.length === 1 ? l10n.t('Curves') : l10n.t('Compare');
    if (bring) this.section.show();
    if (this.parts.length === 0) this.body.replaceChildren(progressRing(l10n.t('Reading the runs')));
    try {
      const runs = await extension.call('loadRuns', chosen);
      if (loading === this.loading) this.fill(runs);
    } catch (error) {
      if (loading !== this.loading) return;
      this.clear();
      this.body.replaceChildren(
        notice(
          'error',
          messageOf(error),
          { label: l10n.t('Try again'), onClick: () => void this.show(chosen) },
          { label: l10n.t('Close'), onClick: () => this.closeByHand() },
        ),
      );
    }
  }

  /** Runs that are gone are no longer shown; what was renamed or has gone on is read again. */
  runsChanged(before: readonly RunRow[], now: readonly RunRow[]): void {
    const { compared } = this.context.kept;
    if (compared.length === 0) return;
    const left = compared.filter((folder) => now.some((row) => row.folder === folder));
    const looksOf = (rows: readonly RunRow[]) =>
      JSON.stringify(
        compared.map((folder) => {
          const row = rows.find((one) => one.folder === folder);
          return row && [row.name, row.state, row.hasAblation, row.epochs];
        }),
      );
    if (left.length === 0) this.close();
    else if (looksOf(before) !== looksOf(now)) void this.show(left, false);
  }

  private closeByHand(): void {
    this.close();
    this.onClosed();
  }

  private close(): void {
    this.clear();
    this.section.element.hidden = true;
    this.context.kept.compared = [];
    this.context.keep();
  }

  private clear(): void {
    for (const part of this.parts) part.dispose();
    this.parts = [];
    this.drawn = undefined;
    this.body.replaceChildren();
  }

  private fill(runs: readonly LoadedRun[]): void {
    const { kept, chartHost } = this.context;
    const folders = runs.map(({ folder }) => folder).join('\n');
    const before = this.drawn?.folders === folders ? this.drawn.charts : [];
    const place = keyboardPlace();
    const focused = this.body.contains(place) ? place : null;
    for (const part of this.parts) if (!before.some((chart) => chart === part)) part.dispose();
    const colors = assignColors(
      kept.colors,
      runs.map(({ folder }) => folder),
    );
    const names = distinctNames(runs);
    const isAlone = runs.length === 1;
    this.section.aside.textContent = isAlone ? names[0] : countOf(runs.length, l10n.t('run'), l10n.t('runs'));
    const heads = names.map((name, index) =>
      element(
        'th',
        { scope: 'col', title: name },
        element('span', {
          className: `run-mark chart-color-${colors[runs[index].folder]}`,
          hidden: isAlone,
          attributes: { 'aria-hidden': 'true' },
        }),
        name,
      ),
    );
    const parts: (Node | string)[] = [];
    if (!isAlone) {
      const { different, equal } = differencesOf(runs);
      parts.push(
        element('h3', {}, l10n.t('What differs in their settings')),
        different.length === 0
          ? element('p', {}, l10n.t('Nothing: their settings are all the same.'))
          : settingTable(l10n.t('Settings that differ'), heads, different),
        ...(equal.length > 0
          ? [element('p', { className: 'quiet' }, l10n.t('The same in all: {0}.', equal.join(', ')))]
          : []),
      );
    }
    const charts = comparedCharts(runs, colors).map((spec, index) => {
      before.at(index)?.update(spec);
      return before.at(index) ?? new Chart(spec, chartHost);
    });
    this.parts = [...charts];
    this.drawn = { folders, charts };
    parts.push(element('div', { className: 'compare-charts' }, ...charts.map((chart) => chart.element)));
    if (isAlone) {
      const verdict = element('div', { className: 'verdict' });
      const { history, record } = runs[0];
      fillVerdict(verdict, history, { train: record.data.trainCount, validation: record.data.validationCount });
      parts.push(verdict);
    }
    const headsAgain = heads.map((head) => head.cloneNode(true) as HTMLElement);
    parts.push(
      element('h3', {}, l10n.t('What came out')),
      settingTable(l10n.t('Results'), headsAgain, resultsOf(runs)),
    );
    for (const [index, { ablation }] of runs.entries()) {
      if (!ablation) continue;
      const view = new AblationView(this.context, ablation);
      this.parts.push(view);
      const title = isAlone
        ? l10n.t('What each part contributes')
        : l10n.t('What each part contributes: {0}', names[index]);
      parts.push(element('h3', {}, title), view.element);
    }
    this.body.replaceChildren(...parts, element('div', { className: 'actions' }, this.closing));
    if (focused instanceof HTMLElement && this.body.contains(focused)) focused.focus();
  }
}

/** Named rows, a column a run. */
function settingTable(label: string, heads: readonly HTMLElement[], settings: readonly Setting[]): HTMLElement {
  const rows = settings.map(({ name, values }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...values.map((value) => element('td', { title: value }, value)),
    ),
  );
  return element(
    'div',
    { className: 'table-scroll', attributes: { tabindex: 0, role: 'group', 'aria-label': label } },
    element(
      'table',
      { className: 'data-table setting-table', attributes: { 'aria-label': label } },
      element('thead', {}, element('tr', {}, element('td'), ...heads)),
      element('tbody', {}, ...rows),
    ),
  );
}
