// A grid of images with all that belongs to it: what stands where nothing is shown, the large picture, the selection's
// actions. Every view shows its images with this one.
import * as l10n from '@vscode/l10n';
import './imageGridPane.css';
import { element, keyboardPlace } from './dom';
import { Grid } from './grid';
import type { GridSize } from './gridLayout';
import type { GridProbe } from './gridProbe';
import { imageDetail, type ImageDetail } from './imageDetail';
import { describeLook, lookOf } from './imageLook';
import { isCancelled, type Images } from './images';
import { openMenu } from './menu';
import { Pictures } from './pixelPicture';
import { problemBox } from './places';
import type { Relabel } from './relabel';

declare global {
  interface Window {
    /** For tests and the benchmark: the grid of this page that was made last. */
    fashionMnistGrid?: GridProbe;
  }
}

/** A selection of more stretches than this is not kept over a reload. */
const MOST_KEPT_RUNS = 2000;

/** What a view keeps of a grid over hiding, moving and a reload; the pane writes into it. */
export interface KeptPane {
  size: GridSize;
  /** Where the grid is scrolled to, as `Grid.place`. */
  place: number;
  /** The image that is active, or null. */
  active: number | null;
  /** Whether the active image is shown large. */
  detailOpen: boolean;
  /** Selected images as `GridSelection.runs`. */
  selected: number[];
}

export interface ImageGridOptions {
  /** Names the grid for screen readers. */
  label: string;
  images: Images;
  relabel: Relabel;
  kept: KeptPane;
  /** `kept` has changed. */
  keep: () => void;
  /** What stands where no image is shown. */
  empty: () => { text: string; action?: HTMLElement & { focus(): void } };
  /** The active image, the selection or the large picture has changed. */
  changed?: () => void;
  /** Opens the review view on these images. */
  review?: (images: Uint32Array) => void;
  /** Opens the file an image came from; without, its place is text. */
  openSource?: (image: number) => void;
  /** Shows all images: offered where the large picture shows one that is not in the grid. */
  clearFilters?: () => void;
}

export class ImageGridPane {
  /** The grid, and beneath it the large picture. */
  readonly element: HTMLElement;
  readonly grid: Grid;
  readonly pictures: Pictures;
  readonly detail: ImageDetail;
  private readonly problem = element('div', { className: 'grid-problem' });
  private readonly empty = element('div', { className: 'grid-empty', hidden: true });
  private order: Uint32Array | undefined;
  private failure: { error: Error; retry: () => void } | undefined;

  constructor(private readonly options: ImageGridOptions) {
    const { images, kept } = options;
    this.grid = this.makeGrid();
    window.fashionMnistGrid = this.grid.probe();
    this.pictures = new Pictures(images);
    this.detail = imageDetail(images, this.pictures, {
      pixels: (image) => this.grid.pixels(image),
      step: (direction) => {
        const next = (this.grid.active ?? 0) + direction;
        if (next >= 0 && next < this.grid.count) this.grid.activate(next);
      },
      close: () => void this.closeDetail(),
      show: (image) => this.open(image),
      relabel: (image, at) => this.options.relabel.open([image], at),
      isInGrid: (image) => this.order?.includes(image) ?? true,
      openSource: options.openSource,
      clearFilters:
        options.clearFilters &&
        (() => {
          options.clearFilters!();
          this.grid.focus();
        }),
    });
    const pane = element('div', { className: 'grid-pane' }, this.problem, this.grid.element, this.empty);
    this.element = element('div', { className: 'pictures' }, pane, this.detail.element);
    this.element.addEventListener('keydown', (event) => this.pressed(event));
    if (kept.detailOpen) this.showDetail();
  }

  /**
   * Shows these images.
   * @param how `anew` from the first one on (the active one stays in view where it is among them); `same place`: the same
   * question was asked again, after a decision say
   */
  show(order: Uint32Array, how: 'anew' | 'same place' = 'anew'): void {
    const { kept, images } = this.options;
    this.failure = undefined;
    const isFirst = this.order === undefined;
    this.order = order;
    this.showState();
    if (isFirst) {
      // The first answer after the view was loaded: as it was left.
      const { place, active } = kept;
      this.grid.selection.restore(kept.selected, images.opened?.count ?? 0);
      this.order = undefined;
      this.grid.setItems(order, true);
      this.order = order;
      if (active !== null) this.goTo(active);
      else this.activeChanged(this.grid.active);
      this.grid.scrollToPlace(place);
      kept.place = place;
    } else {
      const { active } = kept;
      this.grid.setItems(order, how === 'same place');
      // What is shown large though it did not pass the filter is the active one as soon as it passes.
      if (active !== null && active !== kept.active) this.goTo(active);
    }
    this.showDetail();
    this.options.changed?.();
  }

  /** The images could not be asked for. */
  fail(error: Error, retry: () => void): void {
    this.failure = { error, retry };
    this.showState();
  }

  /** Labels, decisions, marks or predictions have changed: thumbnails and the large picture are asked for anew. */
  outdate(): void {
    this.grid.outdate();
    this.detail.renew();
  }

  /** Other data, or none. */
  forget(): void {
    this.order = undefined;
    this.failure = undefined;
    this.problem.replaceChildren();
    this.grid.forget();
    this.detail.show(null);
  }

  /** Shows an image in the grid and makes it the active one, where it is among them. @returns whether it is */
  goTo(image: number): boolean {
    const position = this.order?.indexOf(image) ?? -1;
    if (position < 0) return false;
    this.grid.activate(position);
    return true;
  }

  /** Shows an image large, and in the grid where it is among them. */
  open(image: number): void {
    const { kept, keep } = this.options;
    kept.detailOpen = true;
    if (!this.goTo(image)) kept.active = image;
    // What was clicked in the large view makes way for what belongs to the new image; arrow keys go on from there.
    if (this.detail.element.contains(document.activeElement)) this.grid.focus();
    keep();
    this.showDetail();
    this.options.changed?.();
  }

  /** @returns whether the large picture was open */
  closeDetail(): boolean {
    const { kept, keep } = this.options;
    if (!kept.detailOpen) return false;
    kept.detailOpen = false;
    keep();
    this.showDetail();
    this.options.changed?.();
    this.grid.focus();
    return true;
  }

  /** The selected images that are shown, in the grid's order. */
  selected(): Uint32Array {
    const { selection } = this.grid;
    if (selection.count === 0 || !this.order) return new Uint32Array(0);
    return this.order.filter((image) => selection.has(image));
  }

  /** What an action is about: the selected images that are shown, else the active one. */
  chosen(): Uint32Array {
    const { grid } = this;
    const selected = this.selected();
    if (selected.length > 0 || grid.active === null) return selected;
    return Uint32Array.of(grid.item(grid.active));
  }

  /** Opens the list of labels for `chosen`. @param at beside this; else beside the active image */
  relabel(at: Element | DOMRect = this.grid.activeRect()): void {
    this.options.relabel.open(this.chosen(), at);
  }

  /** Opens the review view on `chosen`. */
  review(): void {
    this.options.review?.(this.chosen());
  }

  private makeGrid(): Grid {
    const { label, kept, keep, images, relabel } = this.options;
    return new Grid({
      label,
      size: kept.size,
      load: (items, signal) => images.call('thumbnails', { dataset: images.dataset, images: items }, signal),
      look: (image, loaded, size) => lookOf(images, image, loaded, size, relabel.labelUnderWay(image)),
      describe: (image, loaded) => describeLook(images, image, loaded, relabel.labelUnderWay(image)),
      onKey: (event) => this.keyInGrid(event),
      onMenu: (position, at) => this.menu(position, at),
      onOpen: (position) => this.open(this.grid.item(position)),
      onEscape: () => this.closeDetail(),
      onActive: (position) => this.activeChanged(position),
      onSelect: () => {
        kept.selected = this.grid.selection.runs(MOST_KEPT_RUNS) ?? [];
        this.options.changed?.();
        keep();
      },
      onMoved: () => {
        if (!this.order) return;
        kept.place = this.grid.place;
        keep();
      },
      onProblem: (error) => {
        if (error && isCancelled(error)) return;
        this.problem.replaceChildren(...(error ? [this.problemBox(error, () => this.grid.retry())] : []));
      },
    });
  }

  private activeChanged(position: number | null): void {
    if (!this.order) return;
    const { kept, keep } = this.options;
    kept.active = position === null ? null : this.grid.item(position);
    this.showDetail();
    this.options.changed?.();
    keep();
  }

  private showDetail(): void {
    const { kept, images } = this.options;
    this.detail.show(kept.detailOpen && images.opened ? kept.active : null);
  }

  private showState(): void {
    const { empty, grid, failure } = this;
    const place = keyboardPlace();
    const hadFocus = empty.contains(place) || place === grid.element;
    empty.hidden = !failure && this.order?.length !== 0;
    grid.element.hidden = !empty.hidden;
    if (empty.hidden) {
      if (hadFocus) grid.focus();
      return;
    }
    if (failure) {
      empty.replaceChildren(this.problemBox(failure.error, failure.retry));
      return;
    }
    const { text, action } = this.options.empty();
    empty.replaceChildren(element('p', {}, text), ...(action ? [action] : []));
    if (hadFocus) action?.focus();
  }

  private problemBox(error: Error, retry: () => void): HTMLElement {
    const showLog = () => void this.options.images.attempt('runCommand', { command: 'showLog' });
    return problemBox(error, { retry, showLog });
  }

  /** In the grid and in the large picture; digits do nothing here, so that no label is changed by chance. */
  private keyInGrid({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (key.toLowerCase() !== 'r' || ctrlKey || metaKey || altKey) return false;
    this.relabel();
    return true;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || !this.detail.element.contains(event.target as Node)) return;
    const { key, ctrlKey, metaKey, altKey } = event;
    const { active } = this.options.kept;
    if (key.toLowerCase() !== 'r' || ctrlKey || metaKey || altKey || active === null) return;
    this.options.relabel.open([active], this.detail.relabelButton);
    event.preventDefault();
    event.stopPropagation();
  }

  private menu(position: number, at: DOMRect): void {
    const { grid } = this;
    // As in lists of the editor: a menu outside of the selection is about what is under the mouse.
    if (!grid.selection.has(grid.item(position))) {
      if (grid.selection.count > 0) grid.clearSelection();
      grid.activate(position);
    }
    grid.focus();
    const items = [
      { label: l10n.t('Open large'), icon: 'zoom-in', key: 'Enter', onClick: () => this.open(grid.item(position)) },
      { label: l10n.t('Relabel…'), icon: 'tag', key: 'R', begins: true, onClick: () => this.relabel(at) },
    ];
    if (this.options.review) {
      items.push({
        label: l10n.t('Review these'),
        icon: 'checklist',
        key: '',
        begins: false,
        onClick: () => this.review(),
      });
    }
    openMenu(items, { x: at.left, y: at.top }, l10n.t('Images'));
  }
}
