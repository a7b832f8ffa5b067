// A chart as a picture to keep: its title, its legend and itself, on the theme's background.
import type { ChartColors } from './chartColors';
import { styleOf } from './chartSeries';
import type { ChartSpec, SeriesSpec } from './chartSpec';

const MARGIN = 12;
const LINE = 20;

/** @param drawn the chart's canvas, `width` and `height` its size on the page @returns a PNG, twice as fine as the page at least */
export async function pictureOf(
  drawn: HTMLCanvasElement,
  { width, height }: { width: number; height: number },
  { title, series }: ChartSpec,
  colors: ChartColors,
): Promise<Uint8Array> {
  const scale = drawn.width / width;
  const legend = series.length > 1 ? [...series] : [];
  const measure = document.createElement('canvas').getContext('2d')!;
  const { size, family } = colors.font;
  measure.font = `${size + 1}px ${family}`;
  const places = placeLegend(legend, (name) => measure.measureText(name).width, width);
  const lines = places.length === 0 ? 0 : places[places.length - 1].line + 1;
  const top = MARGIN + LINE + lines * LINE + 4;

  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((width + 2 * MARGIN) * scale);
  canvas.height = Math.ceil((top + height + MARGIN) * scale);
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = colors.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  context.fillStyle = colors.foreground;
  context.font = `600 ${size + 2}px ${family}`;
  context.fillText(title, MARGIN, MARGIN + LINE / 2, width);
  context.font = measure.font;
  for (const { one, left, line } of places) {
    const at = MARGIN + LINE + line * LINE + LINE / 2;
    const { dash, width: thick, alpha } = styleOf(one);
    context.strokeStyle = colors.series[one.color];
    context.globalAlpha = alpha;
    context.lineWidth = thick;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(MARGIN + left, at);
    context.lineTo(MARGIN + left + SAMPLE, at);
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(one.name, MARGIN + left + SAMPLE + 6, at, width - SAMPLE);
  }
  context.drawImage(drawn, MARGIN, top, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the picture could not be made');
  return new Uint8Array(await blob.arrayBuffer());
}

const SAMPLE = 24;

function placeLegend(series: readonly SeriesSpec[], widthOf: (name: string) => number, width: number) {
  let left = 0;
  let line = 0;
  return series.map((one) => {
    const needed = SAMPLE + 6 + widthOf(one.name) + 16;
    if (left > 0 && left + needed > width) {
      left = 0;
      line++;
    }
    const place = { one, left, line };
    left += needed;
    return place;
  });
}
