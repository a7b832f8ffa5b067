// What an ablation found so far: in words, as a table, as a chart.
import type { Ablation } from '../../../shared/contracts/ablation';
import { Chart } from '../../shared/charts';
import { element } from '../../shared/dom';
import { DataTable } from '../../shared/table';
import type { Context } from '../context';
import { countOf } from '../../../shared/numbers';
import { writeCount, writePoints, writePointsInterval } from '../words';
import { ablationChart, type AblationRow, ablationRows } from './ablationRows';

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
      label: 'What each part contributes',
      keyOf: ({ id }) => id,
      sort: { column: 'order', descending: false },
      onSort: () => undefined,
      columns: [
        { id: 'part', title: 'left out', text: ({ name }) => name },
        { id: 'verdict', title: 'the part', text: ({ verdict }) => verdict },
        {
          id: 'accuracy',
          title: 'accuracy, points',
          number: true,
          text: ({ accuracy }) => writePoints(accuracy),
          value: ({ accuracy }) => accuracy,
        },
        {
          id: 'accuracyInterval',
          title: '95% interval',
          number: true,
          text: (row) => writePointsInterval(row.accuracyInterval),
          value: (row) => row.accuracyInterval?.[0] ?? null,
        },
        { id: 'gap', title: 'gap, points', number: true, text: ({ gap }) => writePoints(gap), value: ({ gap }) => gap },
        {
          id: 'gapInterval',
          title: '95% interval',
          number: true,
          text: (row) => writePointsInterval(row.gapInterval),
          value: (row) => row.gapInterval?.[0] ?? null,
        },
        {
          id: 'parameters',
          title: 'parameters left',
          number: true,
          text: ({ parameters }) => writeCount(parameters),
          value: ({ parameters }) => parameters,
        },
        { id: 'instead', title: 'in its place', text: ({ instead }) => instead },
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
      `${trials.length} of ${countOf(all, 'short training')}`,
      countOf(seeds.length, 'seed'),
      `${countOf(epochs, 'epoch')} each`,
      `${writeCount(trainCount)} images, validated on ${writeCount(validationCount)}`,
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
