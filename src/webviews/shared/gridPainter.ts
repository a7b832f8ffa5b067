import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import { visiblePositions, type GridLayout } from './gridLayout';
import type { ThumbnailCache } from './thumbnailCache';

/** The theme's colours that a badge may have. (Its orange is half transparent in some themes.) */
export type BadgeColor = 'red' | 'yellow' | 'blue' | 'purple' | 'grey';

/** What is shown of an item beside its picture. */
export interface ItemLook {
  /** Up to two lines beneath it, at the larger sizes. */
  lines: readonly string[];
  /** An edge in the colour of errors; the second line has it too. */
  wrong: boolean;
  /** A corner in this colour. */
  badge: BadgeColor | null;
  /** A reviewer gave it another label: a sign in the upper left, and the second line is struck through. */
  corrected?: boolean;
}

export interface Scene {
  layout: GridLayout;
  /** The first visible line of all rows, whole device pixels. */
  top: number;
  ratio: number;
  items: ArrayLike<number>;
  isSelected: (item: number) => boolean;
  look: (item: number, slot: number) => ItemLook;
}

interface Colors {
  background: string;
  empty: number;
  around: number;
  text: string;
  quiet: string;
  wrong: string;
  selection: string;
  selectionText: string;
  badges: Record<BadgeColor, string>;
  sign: string;
  signText: string;
  font: string;
}

/** Grey levels as pixels of an ImageData (little-endian, as all that browsers run on are). */
const GREYS = Uint32Array.from({ length: 256 }, (_, grey) => 0xff000000 | (grey << 16) | (grey << 8) | grey);

/** Draws the visible cells on a canvas. */
export class GridPainter {
  private readonly context: CanvasRenderingContext2D;
  private strip = new ImageData(1, 1);
  private stripPixels = new Uint32Array(1);
  private colors: Colors | undefined;
  private readonly shortened = new Map<string, string>();

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly cache: ThumbnailCache,
  ) {
    // All is put pixel by pixel: a canvas in main memory spares the way through the graphics card.
    this.context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  }

  /** The theme has changed. */
  forgetColors(): void {
    this.colors = undefined;
    this.shortened.clear();
  }

  /** @returns the items that are seen and have no picture yet */
  paint(scene: Scene): number[] {
    const { canvas, context } = this;
    const { layout, top, items } = scene;
    const colors = (this.colors ??= readColors());
    context.fillStyle = colors.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    this.fitStrip(canvas.width, layout.picture, colors.around);
    const { first, end } = visiblePositions(layout, top, canvas.height);
    const blank: number[] = [];
    for (let start = first; start < end; start += layout.columns) {
      const y = (start / layout.columns) * layout.cellHeight - top;
      const rowEnd = Math.min(end, start + layout.columns);
      this.stripPixels.fill(colors.around);
      for (let position = start; position < rowEnd; position++) {
        const slot = this.cache.use(items[position]);
        const x = (position - start) * layout.cellWidth + layout.margin;
        if (slot < 0) {
          blank.push(items[position]);
          this.fillBlank(x, layout.picture, colors.empty);
        } else this.copyLine(slot, x, layout.scale);
      }
      this.repeatLines(layout.scale);
      context.putImageData(this.strip, 0, y + layout.margin);
      for (let position = start; position < rowEnd; position++) {
        this.decorate(scene, position, (position - start) * layout.cellWidth, y, colors);
      }
    }
    return blank;
  }

  private fitStrip(width: number, height: number, around: number): void {
    if (this.strip.width === width && this.strip.height === height) return;
    this.strip = new ImageData(width, height);
    this.stripPixels = new Uint32Array(this.strip.data.buffer);
    this.stripPixels.fill(around);
  }

  private fillBlank(x: number, picture: number, color: number): void {
    const { width, height } = this.strip;
    const end = Math.min(width, x + picture);
    for (let y = 0; y < height; y += picture / IMAGE_SIDE) this.stripPixels.fill(color, y * width + x, y * width + end);
  }

  /** Each line of the picture on the first of its `scale` lines; `repeatLines` does the others for the whole row. */
  private copyLine(slot: number, x: number, scale: number): void {
    const { stripPixels } = this;
    const { pixels } = this.cache;
    const { width } = this.strip;
    // A single column may be wider than a very narrow view.
    const columns = Math.min(IMAGE_SIDE, Math.ceil((width - x) / scale));
    for (let line = 0; line < IMAGE_SIDE; line++) {
      const from = slot * IMAGE_BYTES + line * IMAGE_SIDE;
      let to = line * scale * width + x;
      for (let column = 0; column < columns; column++) {
        const grey = GREYS[pixels[from + column]];
        for (let times = 0; times < scale; times++) stripPixels[to++] = grey;
      }
    }
  }

  private repeatLines(scale: number): void {
    const { width } = this.strip;
    for (let line = 0; line < IMAGE_SIDE; line++) {
      const from = line * scale * width;
      for (let times = 1; times < scale; times++) {
        this.stripPixels.copyWithin(from + times * width, from, from + width);
      }
    }
  }

  private decorate(scene: Scene, position: number, x: number, y: number, colors: Colors): void {
    const { layout, ratio, items, look, isSelected } = scene;
    const { context } = this;
    const item = items[position];
    const slot = this.cache.find(item);
    const selected = isSelected(item);
    const edge = Math.max(1, Math.min(layout.margin, Math.round(2 * ratio)));
    const [left, upper, side] = [x + layout.margin, y + layout.margin, layout.picture];
    if (selected) {
      context.fillStyle = colors.selection;
      context.fillRect(left - edge, upper - edge, side + 2 * edge, edge);
      context.fillRect(left - edge, upper, edge, side);
      context.fillRect(left + side, upper, edge, side);
      context.fillRect(left - edge, upper + side, side + 2 * edge, edge + layout.textHeight);
    }
    if (slot < 0) return;
    const { lines, wrong, badge, corrected } = look(item, slot);
    if (wrong) {
      context.fillStyle = colors.wrong;
      context.fillRect(left, upper + side, side, edge);
    }
    if (badge) {
      const corner = Math.round(7 * ratio);
      context.fillStyle = colors.badges[badge];
      context.beginPath();
      context.moveTo(left + side - corner, upper);
      context.lineTo(left + side, upper);
      context.lineTo(left + side, upper + corner);
      context.fill();
    }
    if (corrected) this.drawSign(left, upper, Math.round((layout.textHeight === 0 ? 8 : 12) * ratio), colors);
    if (layout.textHeight === 0) return;
    context.font = `${11 * ratio}px ${colors.font}`;
    context.textBaseline = 'top';
    for (const [index, line] of lines.slice(0, 2).entries()) {
      const quiet = wrong ? colors.wrong : colors.quiet;
      context.fillStyle = selected ? colors.selectionText : index === 0 ? colors.text : quiet;
      const lineTop = upper + side + edge + Math.round((2 + index * 13) * ratio);
      const shown = this.shorten(line, layout.cellWidth - Math.round(4 * ratio));
      context.fillText(shown, left, lineTop);
      if (corrected && index === 1) {
        const width = Math.ceil(context.measureText(shown).width);
        context.fillRect(left, lineTop + Math.round(5 * ratio), width, Math.max(1, Math.round(ratio)));
      }
    }
  }

  /** That a label was corrected: an arrow on the colour of badges, told by its shape as well. */
  private drawSign(left: number, upper: number, side: number, colors: Colors): void {
    const { context } = this;
    const at = (x: number, y: number) => [left + side * x, upper + side * y] as const;
    context.fillStyle = colors.sign;
    context.fillRect(left, upper, side, side);
    context.strokeStyle = colors.signText;
    context.lineWidth = Math.max(1, side / 8);
    context.beginPath();
    context.moveTo(...at(0.18, 0.5));
    context.lineTo(...at(0.8, 0.5));
    context.moveTo(...at(0.52, 0.2));
    context.lineTo(...at(0.82, 0.5));
    context.lineTo(...at(0.52, 0.8));
    context.stroke();
  }

  /** Text that fits, with an ellipsis where it had to be cut. */
  private shorten(text: string, width: number): string {
    const key = `${width} ${text.slice(0, 100)}`;
    const known = this.shortened.get(key);
    if (known !== undefined) return known;
    const fits = (shown: string) => this.context.measureText(shown).width <= width;
    let shown = text.slice(0, 60);
    if (shown !== text || !fits(shown)) {
      while (shown.length > 1 && !fits(`${shown}…`)) shown = shown.slice(0, -1);
      shown = `${shown.trimEnd()}…`;
    }
    if (this.shortened.size > 5000) this.shortened.clear();
    this.shortened.set(key, shown);
    return shown;
  }
}

function readColors(): Colors {
  const background = themeColor('--vscode-editor-background');
  return {
    background,
    around: asPixel(background),
    empty: asPixel(themeColor('--vscode-editorWidget-background', '--vscode-sideBar-background')),
    text: themeColor('--vscode-foreground'),
    quiet: themeColor('--vscode-descriptionForeground'),
    wrong: themeColor('--vscode-charts-red', '--vscode-errorForeground'),
    selection: themeColor('--vscode-focusBorder', '--vscode-contrastActiveBorder'),
    selectionText: themeColor('--vscode-button-foreground', '--vscode-editor-background'),
    badges: {
      red: themeColor('--vscode-charts-red'),
      yellow: themeColor('--vscode-charts-yellow'),
      blue: themeColor('--vscode-charts-blue'),
      purple: themeColor('--vscode-charts-purple'),
      grey: themeColor('--vscode-descriptionForeground'),
    },
    sign: themeColor('--vscode-badge-background', '--vscode-focusBorder'),
    signText: themeColor('--vscode-badge-foreground', '--vscode-foreground'),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** The value of the first of these variables that the theme sets. @param names `--vscode-foreground` */
function themeColor(...names: readonly string[]): string {
  const style = getComputedStyle(document.body);
  for (const name of names) {
    const value = style.getPropertyValue(name).trim();
    if (value !== '') return value;
  }
  return style.color;
}

/** A colour as a pixel of an ImageData. */
function asPixel(color: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
}
