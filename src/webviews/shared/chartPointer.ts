// What mouse and keyboard do on a chart.
import type { Disposable } from '../../shared/rpc';

export interface PointerActions {
  /** The mouse is over the chart at this pixel of it; null: it has left, or Escape was pressed. */
  moved(pixel: { x: number; y: number } | null): void;
  stepped(direction: 1 | -1): void;
  /** To the first (1) or the last (-1). */
  ended(direction: 1 | -1): void;
  /** Whether a range can be chosen by dragging. */
  isDragged(): boolean;
  dragged(from: number | null, to: number): void;
  /** The mouse was let go, pixels along x; null: it was a click, or Escape was pressed while dragging. */
  chosen(from: number | null, to: number): void;
}

/** A hand is not quite still when it clicks. */
const CLICK_PIXELS = 4;

export function watchPointer(canvas: HTMLCanvasElement, actions: PointerActions): Disposable {
  const listening = new AbortController();
  const { signal } = listening;
  let from: number | null = null;
  const pixelOf = ({ offsetX, offsetY }: MouseEvent) => ({ x: offsetX, y: offsetY });

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || !actions.isDragged()) return;
      from = event.offsetX;
      canvas.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (from === null) actions.moved(pixelOf(event));
      else if (Math.abs(event.offsetX - from) > CLICK_PIXELS) actions.dragged(from, event.offsetX);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointerup',
    ({ offsetX }) => {
      if (from === null) return;
      const began = from;
      from = null;
      actions.chosen(Math.abs(offsetX - began) > CLICK_PIXELS ? began : null, offsetX);
    },
    { signal },
  );
  const cancel = () => {
    if (from !== null) actions.dragged(null, 0);
    from = null;
  };
  canvas.addEventListener('pointercancel', cancel, { signal });
  canvas.addEventListener('pointerleave', () => actions.moved(null), { signal });
  canvas.addEventListener('blur', () => actions.moved(null), { signal });
  canvas.addEventListener(
    'keydown',
    (event) => {
      const { key } = event;
      if (key === 'ArrowRight' || key === 'ArrowDown') actions.stepped(1);
      else if (key === 'ArrowLeft' || key === 'ArrowUp') actions.stepped(-1);
      else if (key === 'Home') actions.ended(1);
      else if (key === 'End') actions.ended(-1);
      else if (key === 'Escape') {
        cancel();
        actions.moved(null);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
  return { dispose: () => listening.abort() };
}
