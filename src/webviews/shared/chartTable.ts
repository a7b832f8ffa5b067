// A chart's figures as a table: for screen readers, for who would rather read, and for the exported CSV.
import * as l10n from '@vscode/l10n';
import { countText, figuresText } from '../../shared/numbers';
import { csvOf } from './csv';
import type { AxisSpec, ChartPoint, ChartSpec } from './chartSpec';

export interface ChartTable {
  header: string[];
  /** Each begins with its x, as text. */
  rows: string[][];
}

/** `loss (nats)` */
export function axisName({ label, unit }: AxisSpec): string {
  return unit ? `${label} (${unit})` : label;
}

/** As an axis writes a value: by its own format, its category, or with at most four significant digits. */
export function writeValue(value: number, { format, categories }: AxisSpec): string {
  if (format) return format(value);
  if (categories) return categories[value] ?? '';
  if (Number.isInteger(value)) return countText(value);
  const shown = Number(value.toPrecision(4));
  // Tiny ones are `1e-7`: nobody counts their noughts.
  return Math.abs(shown) < 1e-6 ? String(shown) : figuresText(shown, 4);
}

/** `92.8%`, with an interval `92.8% (92.3% to 93.3%)`. */
export function writePoint({ y, low, high }: ChartPoint, axis: AxisSpec): string {
  const value = writeValue(y, axis);
  if (low === undefined || high === undefined) return value;
  return l10n.t('{0} ({1} to {2})', value, writeValue(low, axis), writeValue(high, axis));
}

/** One row for each x, one column for each series that is not in the background. Empty cells where there is no point. */
export function tableOf({ x, y, series }: ChartSpec): ChartTable {
  const shown = series.some(({ faint }) => !faint) ? series.filter(({ faint }) => !faint) : series;
  const cells = byX(shown.map(({ points }) => points));
  return {
    header: [axisName(x), ...shown.map(({ name }) => name)],
    rows: cells.map(([at, points]) => [
      writeValue(at, x),
      ...points.map((point) => (point ? writePoint(point, y) : '')),
    ]),
  };
}

/** All series with all digits, `low` and `high` in columns of their own. */
export function chartCsv({ x, y, series }: ChartSpec): string {
  const withInterval = series.map(({ points }) => points.some(({ low }) => low !== undefined));
  const header = series.flatMap(({ name }, at) =>
    withInterval[at] ? [name, `${name}, low`, `${name}, high`] : [name],
  );
  const rows = byX(series.map(({ points }) => points)).map(([at, points]) => [
    x.categories?.[at] ?? at,
    ...points.flatMap((point, index) =>
      withInterval[index] ? [point?.y ?? '', point?.low ?? '', point?.high ?? ''] : [point?.y ?? ''],
    ),
  ]);
  return csvOf([[axisName(x), ...header.map((name) => (y.unit ? `${name} (${y.unit})` : name))], ...rows]);
}

/** Lines up points by x, ascending: for each x, the point of each series that has one there. */
function byX(series: readonly (readonly ChartPoint[])[]): [x: number, points: (ChartPoint | undefined)[]][] {
  const rows = new Map<number, (ChartPoint | undefined)[]>();
  series.forEach((points, index) => {
    for (const point of points) {
      let row = rows.get(point.x);
      if (!row) rows.set(point.x, (row = new Array<undefined>(series.length).fill(undefined)));
      row[index] = point;
    }
  });
  return [...rows].sort(([a], [b]) => a - b);
}
