// How a chart is told to the library that draws it, as plain data.
import { type ChartColors, withAlpha } from './chartColors';
import { intervalsOf, styleOf } from './chartSeries';
import type { AxisSpec, ChartSpec, SeriesSpec } from './chartSpec';
import { axisName } from './chartTable';

/** What is asked of the chart while it is drawn: it may show other figures by then. */
export interface Asked {
  formatOf: (axis: 'x' | 'y') => (value: number) => string;
  /** Of the tooltip. */
  title: () => string;
  label: (item: { datasetIndex: number; dataIndex: number }) => string;
}

export function datasetOf(
  one: SeriesSpec,
  { kind, series, sideways, x }: ChartSpec,
  colors: ChartColors,
  hidden: ReadonlySet<string>,
): object {
  const style = styleOf(one);
  const color = withAlpha(colors.series[one.color], style.alpha);
  const target = series.findIndex(({ name }) => name === one.shadeTo);
  const isShaded = target >= 0 && !hidden.has(one.shadeTo!) && !hidden.has(one.name);
  // Those in the background are drawn first: the library draws a higher order before a lower one.
  const common = { label: one.name, hidden: hidden.has(one.name), borderColor: color, order: one.faint ? 1 : 0 };
  if (kind === 'bars') {
    return {
      ...common,
      data: sideways ? one.points.map((point) => ({ x: point.y, y: point.x })) : one.points,
      // Over each other, they must be seen through.
      backgroundColor: withAlpha(color, series.length > 1 && !x.categories ? 0.45 : 0.85),
      borderWidth: 0,
      grouped: x.categories !== undefined,
      categoryPercentage: x.categories ? 0.8 : 1,
      barPercentage: x.categories ? 0.9 : 0.94,
    };
  }
  return {
    ...common,
    data: one.points,
    borderWidth: style.width,
    borderDash: style.dash,
    pointStyle: style.shape,
    pointRadius: style.pointRadius,
    pointHoverRadius: style.pointRadius + 1,
    pointBackgroundColor: one.dashed ? colors.background : color,
    pointBorderColor: color,
    pointHoverBackgroundColor: color,
    backgroundColor: withAlpha(colors.series[one.color], 0.25),
    fill: isShaded ? target : false,
    spanGaps: true,
    // A mark at the edge is drawn whole.
    clip: { left: 4, top: 4, right: 6, bottom: 0 },
  };
}

export function chartOptions(spec: ChartSpec, colors: ChartColors, asked: Asked): object {
  const font = { size: colors.font.size, family: colors.font.family };
  const axis = (which: 'x' | 'y', extra: object) => {
    const of: AxisSpec = spec[which];
    const write = asked.formatOf(which);
    return {
      type: of.categories ? 'category' : 'linear',
      min: of.min,
      max: of.max,
      title: { display: of.label !== '', text: axisName(of), color: colors.foreground, font },
      border: { color: colors.grid },
      ticks: {
        color: colors.foreground,
        font,
        maxRotation: 0,
        autoSkipPadding: 8,
        ...(of.whole && { precision: 0 }),
        ...(!of.categories && { callback: (value: string | number) => write(Number(value)) }),
      },
      ...extra,
    };
  };
  const bars = spec.kind === 'bars';
  const { low, high } = intervalsOf(spec);
  const places = axis('x', { grid: { display: false }, offset: bars && spec.x.min === undefined });
  const values = axis('y', { grid: { color: colors.grid }, beginAtZero: bars, suggestedMin: low, suggestedMax: high });
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    // Pointer and keyboard are watched by the chart itself: both show the same.
    events: [],
    indexAxis: spec.sideways ? 'y' : 'x',
    layout: { padding: { top: 4, right: 8 } },
    scales: spec.sideways ? { x: values, y: places } : { x: places, y: values },
    plugins: {
      tooltip: {
        backgroundColor: colors.tooltip.background,
        borderColor: colors.tooltip.border,
        borderWidth: 1,
        cornerRadius: 3,
        caretSize: 0,
        caretPadding: 8,
        titleColor: colors.tooltip.foreground,
        bodyColor: colors.tooltip.foreground,
        titleFont: { ...font, weight: 'bold' },
        bodyFont: font,
        usePointStyle: !bars,
        boxPadding: 4,
        callbacks: { title: asked.title, label: asked.label },
      },
    },
  };
}
