// How mean intensity and standard deviation are distributed. A range that is dragged over filters the grid.
import * as l10n from '@vscode/l10n';
import type { Overview, QueryResult } from '../../shared/contracts/explorer';
import type { Histogram } from '../../shared/statistics';
import { Chart } from '../shared/charts';
import type { ChartColor, ChartSpec, SeriesSpec } from '../shared/chartSpec';
import { checkbox } from '../shared/controls';
import { element } from '../shared/dom';
import type { Explorer } from './explorer';
import { BOUNDS, rangeOf, withPart } from './filters';
import { countText, shortLevelText } from '../../shared/numbers';
import { problemBox } from './places';
import { rangeFields } from './rangeFields';

interface Measure {
  part: 'mean' | 'deviation';
  title: string;
  field: string;
  all: (overview: Overview) => Histogram;
  byClass: (overview: Overview) => number[][];
  shown: (result: QueryResult) => number[];
}

const MEASURES: readonly Measure[] = [
  {
    part: 'mean',
    title: l10n.t('Mean intensity'),
    field: l10n.t('Mean'),
    all: ({ intensity }) => intensity,
    byClass: ({ intensityByClass }) => intensityByClass,
    shown: ({ intensityCounts }) => intensityCounts,
  },
  {
    part: 'deviation',
    title: l10n.t('Standard deviation'),
    field: l10n.t('Deviation'),
    all: ({ deviation }) => deviation,
    byClass: ({ deviationByClass }) => deviationByClass,
    shown: ({ deviationCounts }) => deviationCounts,
  },
];

const COLORS: readonly ChartColor[] = ['blue', 'red', 'green', 'orange', 'purple', 'yellow', 'foreground'];
/** More curves than that cannot be told apart: of more classes, those that are filtered for are shown. */
const MOST_CURVES = 14;

/** Both histograms. @param isOpen whether they are seen: charts are not made before */
export function histograms(explorer: Explorer): { element: HTMLElement; opened: () => void } {
  const { kept } = explorer;
  const host = {
    saveFile: (request: { name: string; content: string | Uint8Array }) => explorer.attempt('saveFile', request),
  };
  const charts: { measure: Measure; chart: Chart }[] = [];
  const body = element('div', { className: 'histograms' });
  const problem = element('div');
  const left = element('p', { className: 'quiet', hidden: true });
  const byClass = checkbox({
    label: l10n.t('By class, over each other'),
    checked: kept.sections.byClass ?? false,
    onChange: (checked) => {
      kept.sections.byClass = checked;
      explorer.keep();
      update();
    },
  });

  // It was ticked for other data perhaps, which had labels.
  const isByClass = () => byClass.checked && explorer.overview?.intensityByClass.length !== 0;
  const update = () => {
    const { overviewProblem } = explorer;
    const retry = () => void explorer.loadOverview();
    problem.replaceChildren(...(overviewProblem ? [problemBox(explorer, overviewProblem, retry)] : []));
    byClass.disabled = (explorer.overview?.intensityByClass.length ?? 0) === 0;
    body.classList.toggle('by-class', isByClass());
    for (const { measure, chart } of charts) chart.update(specOf(explorer, measure, isByClass()));
  };
  const opened = () => {
    if (charts.length > 0) return;
    for (const measure of MEASURES) {
      const chart = new Chart(specOf(explorer, measure, isByClass()), host);
      charts.push({ measure, chart });
      body.append(chart.element, rangeFields(explorer, measure.part, measure.field));
    }
    update();
  };
  explorer.on(['data', 'overview', 'result', 'filter'], update);
  return { element: element('div', {}, problem, byClass, left, body), opened };
}

function specOf(explorer: Explorer, measure: Measure, byClass: boolean): ChartSpec {
  const { overview, filter } = explorer;
  const { part, title } = measure;
  const axes = {
    x: { label: l10n.t('grey levels'), min: 0, max: overview ? measure.all(overview).to : 255, format: shortLevelText },
    y: { label: l10n.t('images'), min: 0, format: countText, whole: true },
  };
  const [least, most] = BOUNDS[part];
  const end = axes.x.max;
  const chosen = filter[part];
  const brush: ChartSpec['brush'] = {
    chosen: chosen ? [Math.max(0, chosen[0]), Math.min(end, chosen[1])] : null,
    onChoose: (range) => {
      // A tenth of a grey level is as exact as one can drag, and can be read.
      const [low, high] = range ? range.map((value) => Math.round(value * 10) / 10) : [least, most];
      const next = range && low < high ? rangeOf(part, low <= 0 ? null : low, high >= end ? null : high) : null;
      explorer.setFilter(withPart(explorer.filter, part, next));
    },
  };
  const empty = explorer.overviewProblem ? l10n.t('Not there.') : l10n.t('Being computed…');
  const series = byClass && overview ? curvesOf(explorer, overview, measure) : barsOf(explorer, measure);
  return { title, kind: byClass ? 'line' : 'bars', ...axes, series, empty, brush };
}

function pointsOf({ from, to, counts }: Histogram, values: readonly number[]): SeriesSpec['points'] {
  const width = (to - from) / counts.length;
  return values.map((y, bin) => ({ x: from + (bin + 0.5) * width, y }));
}

function barsOf({ overview, result, isFiltered }: Explorer, measure: Measure): SeriesSpec[] {
  if (!overview) return [];
  const all = measure.all(overview);
  const shown = result && isFiltered ? measure.shown(result) : undefined;
  return [
    {
      name: shown ? l10n.t('all') : l10n.t('images'),
      color: 'blue',
      faint: shown !== undefined,
      points: pointsOf(all, all.counts),
    },
    ...(shown ? [{ name: l10n.t('shown'), color: 'blue' as const, points: pointsOf(all, shown) }] : []),
  ];
}

function curvesOf(explorer: Explorer, overview: Overview, measure: Measure): SeriesSpec[] {
  const all = measure.byClass(overview);
  const chosen = explorer.filter.classes?.filter((label) => label >= 0) ?? [];
  const labels = chosen.length > 0 ? chosen : all.map((_, label) => label);
  return labels.slice(0, MOST_CURVES).map((label) => ({
    name: explorer.className(label),
    color: COLORS[label % COLORS.length],
    plain: true,
    dashed: label % (2 * COLORS.length) >= COLORS.length,
    points: pointsOf(measure.all(overview), all[label] ?? []),
  }));
}
