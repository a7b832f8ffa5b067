// What a grid of thumbnails is made with, and what it tells of itself.
import type { GridSize } from './gridLayout';
import type { ItemLook } from './gridPainter';
import type { LoadThumbnails } from './thumbnailLoader';

/** What stands in the cache of an item whose thumbnail is there. */
export interface LoadedItem {
  /** 255 = none. */
  label: number;
  /** Bits in the order of `IMAGE_MARKS`. */
  marks: number;
  /** 255 = none. */
  predicted: number;
  /** The label that a reviewer gave instead; 255 = none. */
  corrected: number;
}

export interface GridOptions {
  /** Names the grid for screen readers. */
  label: string;
  size: GridSize;
  load: LoadThumbnails;
  look: (item: number, loaded: LoadedItem, size: GridSize) => ItemLook;
  /** Names an item for screen readers and on hover; `loaded` is null as long as its thumbnail is not there. */
  describe: (item: number, loaded: LoadedItem | null) => string;
  /** Another key, on the active item. @returns whether it meant something */
  onKey?: (event: KeyboardEvent, position: number) => boolean;
  /** The right mouse button, or the key for menus, on an item. @param at where, pixels of the window */
  onMenu?: (position: number, at: DOMRect) => void;
  /** Enter or a double click. */
  onOpen: (position: number) => void;
  /** Escape. @returns whether that ended something; else the selection is cleared */
  onEscape: () => boolean;
  /** The active item has changed: by a key, a click, or as it no longer passes a filter (null: there is none). */
  onActive: (position: number | null) => void;
  onSelect: () => void;
  /** Scrolled, or another active cell: something to keep. */
  onMoved: () => void;
  /** Thumbnails could not be loaded, or (null) they can again. */
  onProblem: (error: Error | null) => void;
}
