// How the series of a chart are told apart, with colour and without.
import type { ChartColor, ChartPoint, ChartSpec, SeriesSpec } from './chartSpec';

export type PointShape = 'circle' | 'rect' | 'triangle' | 'rectRot' | 'crossRot' | 'star' | 'rectRounded';

/** A shape for each colour: series of one colour belong together, and a dash tells them apart. */
const SHAPES: Record<ChartColor, PointShape> = {
  blue: 'circle',
  orange: 'triangle',
  green: 'rect',
  red: 'rectRot',
  purple: 'star',
  yellow: 'crossRot',
  foreground: 'rectRounded',
};

export interface SeriesStyle {
  shape: PointShape;
  /** Lengths of line and gap, pixels; empty: drawn through. */
  dash: number[];
  width: number;
  alpha: number;
  /** Pixels; 0: points are not drawn. */
  pointRadius: number;
}

/** More points than this would hide the line. */
const MOST_POINTS_DRAWN = 60;

export function styleOf({ color, dashed, faint, plain, points }: SeriesSpec): SeriesStyle {
  return {
    shape: SHAPES[color],
    dash: dashed ? [5, 4] : [],
    width: faint ? 1 : 2,
    alpha: faint ? 0.35 : 1,
    pointRadius: faint || plain || points.length > MOST_POINTS_DRAWN ? 0 : 3,
  };
}

/** The places that a reader steps through: each x of what is in front, or of all where nothing is; ascending. */
export function stopsOf(series: readonly SeriesSpec[]): number[] {
  const inFront = series.filter(({ faint, points }) => !faint && points.length > 0);
  const xs = (inFront.length > 0 ? inFront : series).flatMap(({ points }) => points.map(({ x }) => x));
  return [...new Set(xs)].sort((a, b) => a - b);
}

/** The one nearest to `x`. @param stops ascending @returns null where there is none */
export function nearestStop(stops: readonly number[], x: number): number | null {
  let nearest: number | null = null;
  for (const stop of stops) if (nearest === null || Math.abs(stop - x) < Math.abs(nearest - x)) nearest = stop;
  return nearest;
}

/** The next one in a direction; from outside, the first or the last. */
export function nextStop(stops: readonly number[], from: number | null, direction: 1 | -1): number | null {
  if (stops.length === 0) return null;
  if (from === null) return direction === 1 ? stops[0] : stops[stops.length - 1];
  const at = stops.indexOf(nearestStop(stops, from)!);
  return stops[Math.max(0, Math.min(stops.length - 1, at + direction))];
}

/**
 * Without points that have no figure: a network that fell apart has a loss of NaN, and what was NaN is null when it has
 * come through messages.
 */
export function withFigures(spec: ChartSpec): ChartSpec {
  const hasFigure = ({ y }: ChartPoint) => Number.isFinite(y);
  if (spec.series.every(({ points }) => points.every(hasFigure))) return spec;
  return { ...spec, series: spec.series.map((one) => ({ ...one, points: one.points.filter(hasFigure) })) };
}

/** How far the intervals of a chart reach; undefined where it has none. */
export function intervalsOf({ series }: ChartSpec): { low?: number; high?: number } {
  const reach: { low?: number; high?: number } = {};
  for (const { points } of series) {
    for (const { low, high } of points) {
      if (low !== undefined) reach.low = Math.min(low, reach.low ?? low);
      if (high !== undefined) reach.high = Math.max(high, reach.high ?? high);
    }
  }
  return reach;
}
