// The legend of a chart: a button for each series, which shows and hides it.
import { styleOf, type PointShape } from './chartSeries';
import type { SeriesSpec } from './chartSpec';
import { element, keyboardPlace, setAttributes } from './dom';

const SVG = 'http://www.w3.org/2000/svg';

export class Legend {
  readonly element = element('div', { className: 'chart-legend' });
  private shown = '';

  constructor(private readonly onToggle: (name: string) => void) {}

  update(series: readonly SeriesSpec[], hidden: ReadonlySet<string>, kind: 'line' | 'bars'): void {
    const key = JSON.stringify([
      kind,
      series.map(({ name, color, dashed, faint }) => [name, color, dashed, faint, hidden.has(name)]),
    ]);
    if (key === this.shown) return;
    this.shown = key;
    const focused = [...this.element.children].indexOf(keyboardPlace()!);
    this.element.hidden = series.length < 2;
    this.element.replaceChildren(
      ...series.map((one) => {
        const button = element('button', {
          className: 'chart-legend-item',
          type: 'button',
          title: one.name,
          attributes: { 'aria-pressed': String(!hidden.has(one.name)) },
        });
        button.append(sampleOf(one, kind), element('span', { className: 'chart-legend-name' }, one.name));
        button.addEventListener('click', () => this.onToggle(one.name));
        return button;
      }),
    );
    (this.element.children[focused] as HTMLElement | undefined)?.focus();
  }
}

/** A piece of the line as it is drawn, with its point. */
function sampleOf(series: SeriesSpec, kind: 'line' | 'bars'): SVGElement {
  const { shape, dash, width } = styleOf(series);
  const svg = svgElement('svg', { width: 24, height: 10, viewBox: '0 0 24 10', 'aria-hidden': 'true' });
  svg.setAttribute('class', `chart-color-${series.color}${series.faint ? ' chart-faint' : ''}`);
  if (kind === 'bars') {
    svg.append(svgElement('rect', { x: 6, y: 0, width: 12, height: 10, fill: 'currentColor' }));
    return svg;
  }
  const line = { x1: 0, y1: 5, x2: 24, y2: 5, stroke: 'currentColor', 'stroke-width': width };
  svg.append(svgElement('line', { ...line, 'stroke-dasharray': dash.join(' ') }));
  if (!series.faint) svg.append(pointOf(shape));
  return svg;
}

function pointOf(shape: PointShape): SVGElement {
  const filled = { fill: 'currentColor' };
  const stroked = { stroke: 'currentColor', 'stroke-width': 1.5, fill: 'none' };
  switch (shape) {
    case 'circle':
      return svgElement('circle', { cx: 12, cy: 5, r: 3.5, ...filled });
    case 'rect':
      return svgElement('rect', { x: 9, y: 2, width: 6, height: 6, ...filled });
    case 'rectRounded':
      return svgElement('rect', { x: 9, y: 2, width: 6, height: 6, rx: 2, ...filled });
    case 'triangle':
      return svgElement('path', { d: 'M12 1 L16 8 L8 8 Z', ...filled });
    case 'rectRot':
      return svgElement('path', { d: 'M12 1 L16 5 L12 9 L8 5 Z', ...filled });
    case 'crossRot':
      return svgElement('path', { d: 'M9 2 L15 8 M15 2 L9 8', ...stroked });
    case 'star':
      return svgElement('path', { d: 'M12 1 V9 M8 5 H16 M9 2 L15 8 M15 2 L9 8', ...stroked });
  }
}

function svgElement(tag: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  setAttributes(made, attributes);
  return made;
}
