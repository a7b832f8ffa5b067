// What a chart shows. `Chart` in charts.ts draws it; nothing else knows the library behind it.

export interface ChartSpec {
  /** Names it on the screen, for screen readers, and in exported files. */
  title: string;
  kind: 'line' | 'bars';
  /** Bars that lie, for long names: x runs down the left side. Without brush. */
  sideways?: boolean;
  x: AxisSpec;
  y: AxisSpec;
  series: SeriesSpec[];
  /** Shown in place of the chart while no series has a point. */
  empty?: string;
  /** Dragging over the chart chooses a range of x, a click on a bar that bar (a second one nothing); `chosen` is drawn as chosen. */
  brush?: { chosen: readonly [number, number] | null; onChoose: (range: readonly [number, number] | null) => void };
}

export interface AxisSpec {
  label: string;
  unit?: string;
  min?: number;
  max?: number;
  /** For bars over named things: the names, by x = 0, 1, 2 ... */
  categories?: readonly string[];
  /** Ticks at whole numbers alone: epochs, counts. */
  whole?: boolean;
  /** How values are written in ticks, tooltips and the table. */
  format?: (value: number) => string;
}

/** The theme's chart colours, and the foreground. */
export type ChartColor = 'blue' | 'red' | 'green' | 'orange' | 'purple' | 'yellow' | 'foreground';

export interface SeriesSpec {
  name: string;
  color: ChartColor;
  points: readonly ChartPoint[];
  dashed?: boolean;
  /** In the background: thin and pale, and not in the table (exported it is). */
  faint?: boolean;
  /** A line without a mark at each of its points: many lines lie over each other. */
  plain?: boolean;
  /** The name of another series, of the same x: the area between the two is shaded. */
  shadeTo?: string;
}

export interface ChartPoint {
  x: number;
  y: number;
  /** An interval about y, drawn as a bar with ends. */
  low?: number;
  high?: number;
}
