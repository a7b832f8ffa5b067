// The theme's colours as a canvas takes them, and when they change.
import type { Disposable } from '../../shared/rpc';
import type { ChartColor } from './chartSpec';

export interface ChartColors {
  series: Record<ChartColor, string>;
  foreground: string;
  grid: string;
  background: string;
  focus: string;
  tooltip: { background: string; foreground: string; border: string };
  /** `11px Segoe UI`: size in pixels and family. */
  font: { size: number; family: string };
}

const SERIES: readonly ChartColor[] = ['blue', 'red', 'green', 'orange', 'purple', 'yellow', 'foreground'];

export function readChartColors(): ChartColors {
  const style = getComputedStyle(document.body);
  const read = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim();
  const isHighContrast = document.body.classList.contains('vscode-high-contrast');
  const foreground = read('charts-foreground') || read('foreground') || style.color;
  const background = read('editor-background') || style.backgroundColor;
  const border = read('contrastBorder') || read('editorHoverWidget-border') || withAlpha(foreground, 0.4);
  return {
    series: Object.fromEntries(
      SERIES.map((name) => [name, opaque(read(`charts-${name}`) || foreground)]),
    ) as ChartColors['series'],
    foreground,
    grid: withAlpha(foreground, isHighContrast ? 0.4 : 0.12),
    background,
    focus: read('focusBorder') || foreground,
    tooltip: {
      background: read('editorHoverWidget-background') || background,
      foreground: read('editorHoverWidget-foreground') || foreground,
      border,
    },
    font: { size: 11, family: style.fontFamily },
  };
}

/** A theme's chart colour may be one to mark text with, seen through: a line of it would hardly be seen. */
function opaque(color: string): string {
  const [red, green, blue] = channelsOf(color);
  return `rgb(${red}, ${green}, ${blue})`;
}

/** The same colour, seen through. @param alpha 0 to 1 */
export function withAlpha(color: string, alpha: number): string {
  const [red, green, blue, own] = channelsOf(color);
  return `rgba(${red}, ${green}, ${blue}, ${(own / 255) * alpha})`;
}

/** Red, green, blue, alpha, 0 to 255, of whatever CSS takes for a colour. */
function channelsOf(color: string): Uint8ClampedArray {
  const context = (scratch ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })!);
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}
let scratch: CanvasRenderingContext2D | undefined;

/** Tells when the theme, or a colour of it, has changed. */
export function onThemeChange(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return { dispose: () => observer.disconnect() };
}
