// What is drawn over a chart beside its series: intervals, the chosen range, the reader's place.
import type { ChartColors } from './chartColors';
import { withAlpha } from './chartColors';
import type { ChartSpec, SeriesSpec } from './chartSpec';

/** A scale of the library: from a value to a pixel of the canvas. */
export interface Scale {
  getPixelForValue(value: number): number;
}

export interface Surface {
  context: CanvasRenderingContext2D;
  area: { left: number; right: number; top: number; bottom: number };
  colors: ChartColors;
  spec: ChartSpec;
  x: Scale;
  y: Scale;
}

const HALF_CAP = 4;

/** @param positionOf the middle of a point along x, pixels: bars of several series stand beside each other */
export function drawIntervals(
  { context, area, colors, spec, y }: Surface,
  series: SeriesSpec,
  positionOf: (index: number) => number,
): void {
  const { left, top, right, bottom } = area;
  context.save();
  context.beginPath();
  context.rect(left - HALF_CAP, top - HALF_CAP, right - left + 2 * HALF_CAP, bottom - top + 2 * HALF_CAP);
  context.clip();
  // Over a bar the series' own colour would not be seen.
  context.strokeStyle = spec.kind === 'bars' ? colors.foreground : colors.series[series.color];
  context.lineWidth = 1.5;
  context.beginPath();
  series.points.forEach(({ low, high }, index) => {
    if (low === undefined || high === undefined) return;
    const at = positionOf(index);
    const ends = [y.getPixelForValue(low), y.getPixelForValue(high)];
    const move = (along: number, across: number) =>
      spec.sideways ? context.moveTo(along, across) : context.moveTo(across, along);
    const line = (along: number, across: number) =>
      spec.sideways ? context.lineTo(along, across) : context.lineTo(across, along);
    move(ends[0], at);
    line(ends[1], at);
    for (const end of ends) {
      move(end, at - HALF_CAP);
      line(end, at + HALF_CAP);
    }
  });
  context.stroke();
  context.restore();
}

/** What is outside of the chosen range steps back; its edges are drawn. */
export function drawChosen({ context, area, colors, x }: Surface, [from, to]: readonly [number, number]): void {
  const within = (pixel: number) => Math.max(area.left, Math.min(area.right, pixel));
  const [left, right] = [within(x.getPixelForValue(from)), within(x.getPixelForValue(to))];
  const height = area.bottom - area.top;
  context.save();
  context.fillStyle = withAlpha(colors.background, 0.65);
  context.fillRect(area.left, area.top, left - area.left, height);
  context.fillRect(right, area.top, area.right - right, height);
  context.strokeStyle = colors.focus;
  context.lineWidth = 1;
  context.strokeRect(Math.round(left) + 0.5, area.top + 0.5, Math.max(1, Math.round(right - left) - 1), height - 1);
  context.restore();
}

/** A line at the x that the tooltip is about. */
export function drawPlace({ context, area, colors, x }: Surface, place: number): void {
  const at = Math.round(x.getPixelForValue(place)) + 0.5;
  context.save();
  context.strokeStyle = withAlpha(colors.foreground, 0.5);
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(at, area.top);
  context.lineTo(at, area.bottom);
  context.stroke();
  context.restore();
}
