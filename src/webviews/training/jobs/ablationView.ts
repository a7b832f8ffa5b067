// What an ablation found so far: in words, as a table, as a chart.
import * as l10n from '@vscode/l10n';
import type { Ablation } from '../../../shared/contracts/ablation';
import { Chart } from '../../shared/charts';
import { element } from '../../shared/dom';
import { DataTable } from '../../shared/table';
import type { Context } from '../context';
import { countOf, countText } from '../../../shared/numbers';
import { writeCount, writePoints, writePointsInterval } from '../words';
import { ablationChart, type AblationRow, ablationRows, type AblationVerdict } from './ablationRows';

const VERDICTS: Record<AblationVerdict, string> = {
  helps: l10n.t('helps'),
  harms: l10n.t('harms'),
  'no difference seen': l10n.t('no difference seen'),
  'not measured yet': l10n.t('not measured yet'),
};

/** Pixels a part in the chart, and around them. */
const PART_HEIGHT = 34;
const AROUND = 56;

export class AblationView {
  readonly element: HTMLElement;
  private readonly facts = element('p', { className: 'quiet' });
  private readonly findings = element('ul', { className: 'findings' });
  private readonly table: DataTable<AblationRow>;
  private readonly chart: Chart;

  constructor({ chartHost }: Context, ablation: Ablation) {
    this.chart = new Chart(ablationChart([]), chartHost);
    this.table = new DataTable<AblationRow>({
      label: l10n.t('What each part contributes'),
      keyOf: ({ id }) => id,
      sort: { column: 'order', descending: false },
      onSort: () => undefined,
      columns: [
        { id: 'part', title: l10n.t('left out'), text: ({ name }) => name },
        { id: 'verdict', title: l10n.t('the part'), text: ({ verdict }) => VERDICTS[verdict] },
        {
          id: 'accuracy',
          title: l10n.t('accuracy, points'),
          number: true,
          text: ({ accuracy }) => writePoints(accuracy),
          value: ({ accuracy }) => accuracy,
        },
        {
          id: 'accuracyInterval',
          title: l10n.t('95% interval'),
          number: true,
          text: (row) => writePointsInterval(row.accuracyInterval),
          value: (row) => row.accuracyInterval?.[0] ?? null,
        },
        {
          id: 'gap',
          title: l10n.t('gap, points'),
          number: true,
          text: ({ gap }) => writePoints(gap),
          value: ({ gap }) => gap,
        },
        {
          id: 'gapInterval',
          title: l10n.t('95% interval'),
          number: true,
          text: (row) => writePointsInterval(row.gapInterval),
          value: (row) => row.gapInterval?.[0] ?? null,
        },
        {
          id: 'parameters',
          title: l10n.t('parameters left'),
          number: true,
          text: ({ parameters }) => writeCount(parameters),
          value: ({ parameters }) => parameters,
        },
        { id: 'instead', title: l10n.t('in its place'), text: ({ instead }) => instead },
      ],
    });
    this.element = element(
      'div',
      { className: 'ablation' },
      this.facts,
      this.findings,
      this.table.element,
      this.chart.element,
    );
    this.update(ablation);
  }

  update(ablation: Ablation): void {
    const { seeds, epochs, trainCount, validationCount, trials, parts } = ablation;
    const rows = ablationRows(ablation);
    const all = (parts.some(({ id }) => id === 'whole') ? parts.length : parts.length + 1) * seeds.length;
    this.facts.textContent = [
      all === 1
        ? l10n.t('{0} of 1 short training', trials.length)
        : l10n.t('{0} of {1} short trainings', trials.length, countText(all)),
      countOf(seeds.length, l10n.t('seed'), l10n.t('seeds')),
      epochs === 1 ? l10n.t('1 epoch each') : l10n.t('{0} epochs each', countText(epochs)),
      l10n.t('{0} images, validated on {1}', writeCount(trainCount), writeCount(validationCount)),
    ].join(' \u00b7 ');
    this.findings.replaceChildren(...ablation.findings.map((text) => element('li', {}, text)));
    this.findings.hidden = ablation.findings.length === 0;
    this.table.update(rows);
    this.chart.element.style.setProperty('--chart-height', `${rows.length * PART_HEIGHT + AROUND}px`);
    this.chart.update(ablationChart(rows));
  }

  dispose(): void {
    this.chart.dispose();
    this.element.remove();
  }
}
