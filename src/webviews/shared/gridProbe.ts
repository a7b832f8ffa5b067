/** What tests and the benchmark may ask of the grid on the page: `window.fashionMnistGrid`. Milliseconds and device pixels. */
export interface GridProbe {
  /** The longest time that a cell in view stood without its picture since `reset`. */
  longestBlank: () => number;
  reset: () => void;
  /** The longest time that drawing took since `reset`. */
  longestPaint: () => number;
  /** The image at a position. */
  item: (position: number) => number | undefined;
  count: () => number;
  columns: () => number;
  /** Positions in view, the second one not included. */
  visible: () => [number, number];
  /** Whether all that is in view is drawn. */
  settled: () => boolean;
  /** Where a position's picture stands on the canvas, and how many canvas pixels each of its pixels is wide. */
  picture: (position: number) => { x: number; y: number; scale: number };
  cacheBytes: () => number;
}
