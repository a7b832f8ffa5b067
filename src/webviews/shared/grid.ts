// A grid of any number of thumbnails, of which only those that are seen are drawn: on one canvas that stays in place
// while the grid scrolls. For the keyboard and for screen readers the active cell is an element too, laid over its picture.
import './grid.css';
import { BlankWatch } from './blankWatch';
import { onThemeChange } from './chartColors';
import { element, setAttributes } from './dom';
import {
  itemsAhead,
  layOutGrid,
  movedPosition,
  positionAt,
  topToShow,
  visiblePositions,
  type GridLayout,
  type GridSize,
} from './gridLayout';
import { watchGridInput } from './gridInput';
import type { GridOptions, LoadedItem } from './gridOptions';
import type { GridProbe } from './gridProbe';
import { GridPainter } from './gridPainter';
import { ScrollRange } from './gridScroll';
import { GridSelection, select, type SelectHow } from './gridSelection';
import { ThumbnailCache } from './thumbnailCache';
import { ThumbnailLoader } from './thumbnailLoader';

/** Room for some screens of the smallest pictures, 10 MB. */
const CACHED = 12_000;
/** What is loaded ahead: at rest this many screens, else what is scrolled by in this time. */
const SCREENS_AHEAD = 3;
const SECONDS_AHEAD = 0.6;

/** Names the active cell of each grid of a page. */
let gridsMade = 0;

export class Grid {
  readonly element: HTMLElement;
  readonly selection = new GridSelection();
  private items: Uint32Array = new Uint32Array(0);
  private activePosition: number | null = null;
  private anchor = 0;
  private size: GridSize;
  private ratio = devicePixelRatio;
  private layout: GridLayout;
  private readonly scroll = new ScrollRange();
  /** As a person left it: a new width or size of the pictures shows it again, and does not change it. */
  private topPlace = 0;
  private direction: 1 | -1 = 1;
  /** CSS pixels a second, smoothed; 0 at rest. */
  private speed = 0;
  private scrolledAt = 0;
  private readonly cache = new ThumbnailCache(CACHED);
  private readonly loader: ThumbnailLoader;
  private readonly painter: GridPainter;
  private readonly blank = new BlankWatch();
  private blankNow: readonly number[] = [];
  private slowestPaint = 0;
  private frame = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private readonly canvas = element('canvas', { className: 'grid-canvas', attributes: { 'aria-hidden': 'true' } });
  private readonly spacer = element('div', { className: 'grid-spacer', attributes: { role: 'presentation' } });
  private readonly row = element('div', { className: 'grid-row', attributes: { role: 'row' } });
  private readonly cell = element('div', {
    className: 'grid-cell',
    id: `grid-active-${++gridsMade}`,
    attributes: { role: 'gridcell' },
  });

  constructor(private readonly options: GridOptions) {
    this.size = options.size;
    this.layout = layOutGrid(0, 0, this.size, this.ratio);
    this.row.append(this.cell);
    this.spacer.append(this.row, this.canvas);
    const attributes = { role: 'grid', tabindex: 0, 'aria-label': options.label, 'aria-multiselectable': 'true' };
    this.element = element('div', { className: 'grid', attributes }, this.spacer);
    this.painter = new GridPainter(this.canvas, this.cache);
    this.loader = new ThumbnailLoader(this.cache, options.load, {
      loaded: () => {
        options.onProblem(null);
        this.redraw();
      },
      failed: (error) => options.onProblem(error),
    });
    this.listen();
  }

  get active(): number | null {
    return this.activePosition;
  }

  get count(): number {
    return this.items.length;
  }

  /** Where it is scrolled to: the first position in view, plus the share of its row that has gone by. */
  get place(): number {
    return this.topPlace;
  }

  item(position: number): number {
    return this.items[position];
  }

  /** What is known of an item, if its thumbnail is there. */
  loaded(item: number): LoadedItem | null {
    const slot = this.cache.find(item);
    return slot < 0 ? null : this.loadedAt(slot);
  }

  /** A thumbnail that is there, [28, 28], or null. */
  pixels(item: number): Uint8Array | null {
    const slot = this.cache.find(item);
    return slot < 0 ? null : this.cache.pixels.slice(slot * 784, (slot + 1) * 784);
  }

  /**
   * Shows other items. The active one stays active, and in view, where it is among them.
   * @param keepScroll stays where it is scrolled to; what stands in the place of the active one is active then
   */
  setItems(items: Uint32Array, keepScroll = false): void {
    const active = this.activePosition === null ? undefined : this.items[this.activePosition];
    const wasInView = this.activePosition !== null && this.isInView(this.activePosition);
    this.items = items;
    this.measure();
    const kept = active === undefined ? -1 : items.indexOf(active);
    const instead = keepScroll ? Math.min(this.activePosition ?? 0, items.length - 1) : 0;
    this.activePosition = kept >= 0 ? kept : items.length > 0 ? instead : null;
    this.anchor = this.activePosition ?? 0;
    if (!keepScroll) this.scroll.moveTo(0);
    if (kept >= 0 && wasInView) this.showPosition(kept);
    this.applyScroll();
    this.keepPlace();
    this.options.onActive(this.activePosition);
    this.options.onMoved();
    this.redraw();
  }

  setSize(size: GridSize): void {
    if (size === this.size) return;
    this.size = size;
    this.measure();
    this.showPlace();
    this.redraw();
  }

  /** Goes to a position, as if by a key. */
  activate(position: number): void {
    this.activePosition = position;
    this.anchor = position;
    this.showPosition(position);
    this.applyScroll();
    this.keepPlace();
    this.options.onActive(position);
    this.options.onMoved();
    this.redraw();
  }

  scrollToPlace(place: number): void {
    this.topPlace = place;
    this.showPlace();
    this.redraw();
  }

  selectAll(): void {
    this.selection.addRange(this.items, 0, this.items.length - 1);
    this.selectionChanged();
  }

  clearSelection(): void {
    this.selection.clear();
    this.selectionChanged();
  }

  /** Labels, marks or predictions have changed: asks for all anew, and shows what there is meanwhile. */
  outdate(): void {
    this.cache.outdate();
    this.loader.reset();
    this.redraw();
  }

  /** What a reviewer has decided just now. @param label 255 = no other one than the given */
  correct(item: number, label: number): void {
    this.cache.correct(item, label);
    this.redraw();
  }

  /** Draws anew: what `look` says has changed. */
  refresh(): void {
    this.redraw();
  }

  /** Where the active cell is seen, in pixels of the window. */
  activeRect(): DOMRect {
    return (this.row.hidden || this.cell.hidden ? this.element : this.cell).getBoundingClientRect();
  }

  /** Other data. */
  forget(): void {
    this.cache.clear();
    this.loader.reset();
    this.selection.clear();
    this.activePosition = null;
    this.setItems(new Uint32Array(0));
  }

  retry(): void {
    this.options.onProblem(null);
    this.loader.retry();
  }

  focus(): void {
    this.element.focus();
  }

  probe(): GridProbe {
    return {
      longestBlank: () => this.blank.longest(performance.now()),
      reset: () => {
        this.blank.reset();
        this.slowestPaint = 0;
      },
      longestPaint: () => this.slowestPaint,
      item: (position) => this.items.at(position),
      count: () => this.items.length,
      columns: () => this.layout.columns,
      visible: () => this.visible(),
      settled: () => this.frame === 0 && this.blankNow.length === 0,
      picture: (position) => {
        const { columns, cellWidth, cellHeight, margin, scale } = this.layout;
        const row = Math.floor(position / columns);
        return {
          x: (position % columns) * cellWidth + margin,
          y: row * cellHeight + margin - this.deviceTop,
          scale,
        };
      },
      cacheBytes: () => this.cache.bytes,
    };
  }

  private listen(): void {
    const { element: whole } = this;
    new ResizeObserver(() => {
      this.measure();
      this.showPlace();
      this.paint();
    }).observe(whole);
    onThemeChange(() => {
      this.painter.forgetColors();
      this.redraw();
    });
    whole.addEventListener('scroll', () => this.scrolled(), { passive: true });
    watchGridInput(whole, this.canvas, {
      active: () => this.activePosition,
      positionOf: (event) => this.positionOf(event),
      clicked: (position, how) => {
        this.anchor = select(this.selection, this.items, position, this.anchor, how);
        this.activePosition = position;
        this.options.onActive(position);
        this.options.onMoved();
        this.selectionChanged();
      },
      hovered: (position) => {
        const item = position === null ? null : this.items[position];
        this.canvas.title = item === null ? '' : this.options.describe(item, this.loaded(item));
      },
      opened: (position) => this.options.onOpen(position),
      pressed: (event, position) => this.options.onKey?.(event, position) ?? false,
      menu: (position, at) => {
        if (!this.options.onMenu) return false;
        this.options.onMenu(position, at ?? this.activeRect());
        return true;
      },
      selected: (position, how) => {
        this.anchor = select(this.selection, this.items, position, this.anchor, how);
        this.selectionChanged();
      },
      selectedAll: () => this.selectAll(),
      escaped: () => {
        if (this.options.onEscape()) return true;
        if (this.selection.count === 0) return false;
        this.clearSelection();
        return true;
      },
      positionFrom: (position, key, control) => {
        const pageRows = Math.floor(this.canvas.height / this.layout.cellHeight);
        return movedPosition(key, control, position, this.layout, pageRows);
      },
      moved: (position, extend) => this.moveTo(position, extend),
    });
  }

  private measure(): void {
    this.ratio = devicePixelRatio;
    const { clientWidth, clientHeight } = this.element;
    const [width, height] = [clientWidth, clientHeight].map((length) => Math.max(1, Math.round(length * this.ratio)));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      this.canvas.style.setProperty('width', `${width / this.ratio}px`);
      this.canvas.style.setProperty('height', `${height / this.ratio}px`);
    }
    this.layout = layOutGrid(this.items.length, width, this.size, this.ratio);
    this.scroll.resize(this.layout.height / this.ratio, clientHeight);
    this.spacer.style.setProperty('height', `${Math.max(this.scroll.elementHeight, clientHeight)}px`);
    setAttributes(this.element, { 'aria-rowcount': this.layout.rows, 'aria-colcount': this.layout.columns });
  }

  private get deviceTop(): number {
    return Math.round(this.scroll.top * this.ratio);
  }

  private visible(): [number, number] {
    const { first, end } = visiblePositions(this.layout, this.deviceTop, this.canvas.height);
    return [first, end];
  }

  private isInView(position: number): boolean {
    const [first, end] = this.visible();
    return position >= first && position < end;
  }

  private scrolled(): void {
    const before = this.scroll.top;
    this.scroll.scrolled(this.element.scrollTop);
    if (this.scroll.top === before) return;
    this.keepPlace();
    this.direction = this.scroll.top > before ? 1 : -1;
    const now = performance.now();
    const speed = (1000 * Math.abs(this.scroll.top - before)) / Math.max(8, now - this.scrolledAt);
    this.speed = this.speed === 0 ? speed : 0.7 * this.speed + 0.3 * speed;
    this.scrolledAt = now;
    this.options.onMoved();
    this.redraw();
    // At rest the scroll bar goes to where the place really is.
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.speed = 0;
      this.applyScroll();
    }, 200);
  }

  private applyScroll(): void {
    if (this.element.scrollTop !== this.scroll.elementTop) this.element.scrollTop = this.scroll.elementTop;
    // Browsers round what they are told.
    this.scroll.scrolled(this.element.scrollTop);
  }

  private keepPlace(): void {
    const row = this.deviceTop / this.layout.cellHeight;
    this.topPlace = Math.floor(row) * this.layout.columns + (row % 1);
  }

  private showPlace(): void {
    const position = Math.floor(this.topPlace);
    const { columns, cellHeight } = this.layout;
    // With other columns the position may stand within a row: then that row is seen whole.
    const share = position % columns === 0 ? this.topPlace - position : 0;
    this.scroll.moveTo(((Math.floor(position / columns) + share) * cellHeight) / this.ratio);
    this.applyScroll();
  }

  private showPosition(position: number): void {
    const top = topToShow(this.layout, position, this.deviceTop, this.canvas.height);
    if (top !== this.deviceTop) this.scroll.moveTo(top / this.ratio);
  }

  private positionOf(event: MouseEvent): number | null {
    const { left, top } = this.canvas.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) * this.ratio, (event.clientY - top) * this.ratio];
    return positionAt(this.layout, x, y + this.deviceTop);
  }

  /** @param extend the selection reaches up to there, or null: it stays as it is */
  private moveTo(position: number, extend: SelectHow | null): void {
    const { anchor, activePosition } = this;
    this.direction = position >= (activePosition ?? 0) ? 1 : -1;
    this.activate(position);
    if (extend === null) return;
    this.anchor = select(this.selection, this.items, position, anchor, extend);
    this.selectionChanged();
  }

  private selectionChanged(): void {
    this.options.onSelect();
    this.redraw();
  }

  private loadedAt(slot: number): LoadedItem {
    const { labels, marks, predicted, corrected } = this.cache;
    return { label: labels[slot], marks: marks[slot], predicted: predicted[slot], corrected: corrected[slot] };
  }

  private redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const began = performance.now();
    this.blankNow = this.painter.paint({
      layout: this.layout,
      top: this.deviceTop,
      ratio: this.ratio,
      items: this.items,
      isSelected: (item) => this.selection.has(item),
      look: (_item, slot) => this.options.look(_item, this.loadedAt(slot), this.size),
    });
    const now = performance.now();
    this.slowestPaint = Math.max(this.slowestPaint, now - began);
    this.blank.see(this.blankNow, now);
    this.placeActive();
    this.wantThumbnails();
  }

  private wantThumbnails(): void {
    const [first, end] = this.visible();
    // Never more than fits, or what comes would push out what is seen.
    const wished = Math.max(SCREENS_AHEAD, (this.speed * SECONDS_AHEAD) / Math.max(1, this.element.clientHeight));
    const screens = Math.min(wished, (0.8 * CACHED) / Math.max(1, end - first) - 2);
    const ahead = itemsAhead(this.items, { first, end }, this.direction, Math.max(0, screens));
    this.loader.want([this.items.subarray(first, end), ahead]);
  }

  /** Lays the active cell's element over its picture, and names it. */
  private placeActive(): void {
    const position = this.activePosition;
    this.row.hidden = position === null;
    setAttributes(this.element, { 'aria-activedescendant': position === null ? false : this.cell.id });
    if (position === null) return;
    const { columns, cellWidth, cellHeight } = this.layout;
    const [row, column] = [Math.floor(position / columns), position % columns];
    const item = this.items[position];
    const { style } = this.cell;
    style.setProperty('left', `${(column * cellWidth) / this.ratio}px`);
    style.setProperty('top', `${(row * cellHeight - this.deviceTop) / this.ratio}px`);
    style.setProperty('width', `${cellWidth / this.ratio}px`);
    style.setProperty('height', `${cellHeight / this.ratio}px`);
    this.cell.hidden = !this.isInView(position);
    setAttributes(this.row, { 'aria-rowindex': row + 1 });
    setAttributes(this.cell, {
      'aria-colindex': column + 1,
      'aria-selected': String(this.selection.has(item)),
      'aria-label': this.options.describe(item, this.loaded(item)),
    });
  }
}
