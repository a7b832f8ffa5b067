// The charts of the views, and the only module that knows the library that draws them.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart as Drawing,
  type ChartDataset,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { SaveFileRequest } from '../../shared/contracts/views';
import type { Disposable } from '../../shared/rpc';
import './charts.css';
import { type ChartColors, onThemeChange, readChartColors } from './chartColors';
import { ChartFrame } from './chartFrame';
import { pictureOf } from './chartImage';
import { chartOptions, datasetOf } from './chartOptions';
import { drawChosen, drawIntervals, drawPlace, type Surface } from './chartMarks';
import { watchPointer } from './chartPointer';
import { intervalsOf, nearestStop, nextStop, stopsOf, withFigures } from './chartSeries';
import type { ChartPoint, ChartSpec, SeriesSpec } from './chartSpec';
import { chartCsv, writePoint, writeValue } from './chartTable';
import { fileNameOf } from './csv';

Drawing.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** What a chart needs of the extension: where an exported file goes. */
export interface ChartHost {
  saveFile(request: SaveFileRequest): Promise<unknown>;
}

type Dataset = ChartDataset<'line' | 'bar', ChartPoint[]>;
type Library = Drawing<'line' | 'bar', ChartPoint[]>;

/**
 * A chart with title, legend, tooltips (by mouse, and by arrow keys), a table to be shown in its place, and export as
 * PNG and CSV. It takes the width of where it is put; its height is the custom property `--chart-height`, 200 px unless
 * set. `update` may be called at any rate: it is drawn once a frame.
 */
export class Chart {
  /** A `figure`, to be put into the page. */
  readonly element: HTMLElement;
  private readonly frame: ChartFrame;
  private readonly parts: Disposable[] = [];
  private readonly hidden = new Set<string>();
  private spec: ChartSpec;
  private colors: ChartColors;
  private drawing: Library | undefined;
  private drawnOptions = '';
  private waiting = 0;
  /** The x that the tooltip is about. */
  private place: number | null = null;
  /** While a range is dragged over. */
  private dragged: readonly [number, number] | null = null;

  constructor(
    spec: ChartSpec,
    private readonly host: ChartHost,
  ) {
    this.spec = withFigures(spec);
    this.colors = readChartColors();
    this.frame = new ChartFrame({
      onToggle: (name) => {
        if (!this.hidden.delete(name)) this.hidden.add(name);
        this.schedule();
      },
      savePicture: () => void this.savePicture(),
      saveTable: () =>
        void this.host.saveFile({ name: `${fileNameOf(this.spec.title)}.csv`, content: chartCsv(this.spec) }),
      shownAgain: () => this.schedule(),
    });
    this.element = this.frame.element;
    const themed = onThemeChange(() => {
      this.colors = readChartColors();
      this.drawnOptions = '';
      this.schedule();
    });
    const pointed = watchPointer(this.frame.canvas, {
      moved: (pixel) => this.point(pixel === null ? null : nearestStop(this.stops(), this.valueAt(pixel))),
      stepped: (direction) => this.point(nextStop(this.stops(), this.place, direction)),
      ended: (direction) => this.point(nextStop(this.stops(), null, direction)),
      isDragged: () => this.spec.brush !== undefined && !this.spec.sideways,
      dragged: (from, to) => this.drag(from, to),
      chosen: (from, to) => this.choose(from, to),
    });
    this.parts.push(themed, pointed);
    this.frame.update(this.spec, this.hidden);
    this.schedule();
  }

  update(spec: ChartSpec): void {
    this.spec = withFigures(spec);
    this.schedule();
  }

  dispose(): void {
    cancelAnimationFrame(this.waiting);
    this.parts.forEach((part) => part.dispose());
    this.frame.dispose();
    this.drawing?.destroy();
    this.drawing = undefined;
    this.element.remove();
  }

  private schedule(): void {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { spec } = this;
    this.frame.update(spec, this.hidden);
    if (this.frame.isEmpty || this.frame.isTableShown) return;
    const options = JSON.stringify([spec.kind, spec.sideways, spec.x, spec.y, this.colors, intervalsOf(spec)]);
    const kind = spec.kind === 'bars' ? 'bar' : 'line';
    if (this.drawing && (this.drawing.config as { type?: string }).type !== kind) {
      this.drawing.destroy();
      this.drawing = undefined;
    }
    if (!this.drawing) {
      const data = { datasets: this.datasets([]), labels: spec.x.categories && [...spec.x.categories] };
      this.drawing = new Drawing(this.frame.canvas, {
        type: kind,
        data,
        options: this.options(),
        plugins: [this.marks()],
      }) as Library;
    } else {
      this.drawing.data.datasets = this.datasets(this.drawing.data.datasets);
      this.drawing.data.labels = spec.x.categories && [...spec.x.categories];
      if (options !== this.drawnOptions) this.drawing.options = this.options() as Library['options'];
      // Not in the mode 'none': that keeps the style of points that were drawn before.
      this.drawing.update();
    }
    this.drawnOptions = options;
    this.point(this.place, false);
  }

  /** Keeps the objects of series that were there, so that what the library holds for them stays too. */
  private datasets(known: Dataset[]): Dataset[] {
    return this.spec.series.map((one) => {
      const dataset = known.find(({ label }) => label === one.name) ?? ({} as Dataset);
      return Object.assign(dataset, datasetOf(one, this.spec, this.colors, this.hidden));
    });
  }

  private options(): ChartOptions {
    return chartOptions(this.spec, this.colors, {
      formatOf: (which) => (value) => writeValue(value, this.spec[which]),
      title: () => (this.place === null ? '' : this.nameOf(this.place)),
      label: ({ datasetIndex, dataIndex }) => this.describe(datasetIndex, dataIndex),
    });
  }

  private marks(): Plugin<'line' | 'bar'> {
    const surfaceOf = (drawing: Drawing): Surface => {
      const { x, y } = drawing.scales;
      const { ctx: context, chartArea: area } = drawing;
      const [places, values] = this.spec.sideways ? [y, x] : [x, y];
      return { context, area, colors: this.colors, spec: this.spec, x: places, y: values };
    };
    return {
      id: 'marks',
      afterDatasetsDraw: (drawing) => {
        const surface = surfaceOf(drawing);
        const { brush, kind, series, sideways } = this.spec;
        series.forEach((one, index) => {
          if (this.hidden.has(one.name) || !one.points.some(({ low }) => low !== undefined)) return;
          const { data } = drawing.getDatasetMeta(index);
          drawIntervals(surface, one, (at) => (sideways ? data[at].y : data[at].x));
        });
        const chosen = this.dragged ?? brush?.chosen;
        if (chosen) drawChosen(surface, chosen);
        if (this.place !== null && kind === 'line') drawPlace(surface, this.place);
      },
    };
  }

  private stops(): number[] {
    return stopsOf(this.spec.series.filter(({ name }) => !this.hidden.has(name)));
  }

  private valueAt({ x, y }: { x: number; y: number }): number {
    const scales = this.drawing?.scales;
    return (this.spec.sideways ? scales?.y.getValueForPixel(y) : scales?.x.getValueForPixel(x)) ?? 0;
  }

  /** Shows the tooltip at an x, and says it when it was not there before. */
  private point(place: number | null, redraw = true): void {
    const { drawing } = this;
    if (!drawing?.tooltip || (redraw && place === this.place)) return;
    this.place = place;
    const active = this.spec.series.flatMap(({ name, points }, datasetIndex) => {
      const index = this.hidden.has(name) || place === null ? -1 : points.findIndex(({ x }) => x === place);
      return index < 0 ? [] : [{ datasetIndex, index }];
    });
    if (!redraw && active.length === 0 && drawing.tooltip.getActiveElements().length === 0) return;
    drawing.setActiveElements(active);
    drawing.tooltip.setActiveElements(active, { x: 0, y: 0 });
    drawing.draw();
    if (!redraw || place === null || document.activeElement !== this.frame.canvas) return;
    const said = active.map(({ datasetIndex, index }) => this.describe(datasetIndex, index));
    this.frame.say([this.nameOf(place), ...said].join(', '));
  }

  private nameOf(place: number): string {
    const { x } = this.spec;
    return x.categories ? writeValue(place, x) : `${x.label} ${writeValue(place, x)}`;
  }

  private describe(series: number, index: number): string {
    const { name, points }: SeriesSpec = this.spec.series[series];
    return `${name}: ${writePoint(points[index], this.spec.y)}`;
  }

  private drag(from: number | null, to: number): void {
    this.dragged = from === null ? null : this.rangeBetween(from, to);
    this.drawing?.draw();
  }

  private choose(from: number | null, to: number): void {
    const chosen = from === null ? this.binAt(to) : this.rangeBetween(from, to);
    this.dragged = null;
    this.drawing?.draw();
    this.spec.brush?.onChoose(chosen);
  }

  /** What a click on a bar chooses: its bin, or nothing where that is chosen already. */
  private binAt(pixel: number): readonly [number, number] | null {
    const { brush, kind, series } = this.spec;
    const places = kind === 'bars' ? series[0]?.points.map(({ x }) => x) : undefined;
    if (!places || places.length < 2) return null;
    const width = places[1] - places[0];
    const [first] = places;
    const bin = Math.floor((this.valueAt({ x: pixel, y: 0 }) - first) / width + 0.5);
    if (bin < 0 || bin >= places.length) return null;
    const [low, high] = [first + (bin - 0.5) * width, first + (bin + 0.5) * width];
    const isChosen = brush?.chosen && Math.abs(brush.chosen[0] - low) < 0.2 && Math.abs(brush.chosen[1] - high) < 0.2;
    return isChosen ? null : [low, high];
  }

  private rangeBetween(from: number, to: number): readonly [number, number] {
    const [a, b] = [from, to].map((x) => this.valueAt({ x, y: 0 }));
    return a < b ? [a, b] : [b, a];
  }

  private async savePicture(): Promise<void> {
    const { drawing } = this;
    if (!drawing) return;
    const { width, height, currentDevicePixelRatio: ratio } = drawing;
    this.point(null);
    // At least twice as fine as the page is at 100%: it will be looked at elsewhere.
    drawing.options.devicePixelRatio = Math.max(2, ratio);
    drawing.resize(width, height);
    try {
      const series = this.spec.series.filter(({ name }) => !this.hidden.has(name));
      const content = await pictureOf(this.frame.canvas, { width, height }, { ...this.spec, series }, this.colors);
      await this.host.saveFile({ name: `${fileNameOf(this.spec.title)}.png`, content });
    } finally {
      drawing.options.devicePixelRatio = undefined;
      drawing.resize(width, height);
    }
  }
}
