// The pictures of a group. Cells are made when they come near what is seen: thousands of changes cost nothing before.
import type { CorrectionChange } from '../../shared/contracts/decisions';
import { element } from '../shared/dom';
import { cellOf } from './cell';
import type { PictureStore } from './pictureStore';

/** Cells that are made at once. */
const CHUNK = 60;
/** Of a cell with the space around it, as style.css has it; CSS pixels. */
export const CELL_WIDTH = 112;
const CELL_HEIGHT = 140;

export interface GroupList {
  element: HTMLElement;
  places: readonly number[];
  /** The button of a change by its place in the group; made if it was not there. */
  button: (at: number) => HTMLButtonElement;
  columns: () => number;
  dispose: () => void;
}

/** @param chosen a cell was clicked or got the focus: the place of its change */
export function groupList(
  changes: readonly CorrectionChange[],
  places: readonly number[],
  label: string,
  pictures: PictureStore,
  chosen: (place: number) => void,
): GroupList {
  const whole = element('div', { className: 'changes', attributes: { role: 'list', 'aria-label': label } });
  const buttons = new Map<number, HTMLButtonElement>();
  const columns = () => Math.max(1, Math.floor(whole.clientWidth / CELL_WIDTH));
  const chunks = Array.from({ length: Math.ceil(places.length / CHUNK) }, (_, number) => ({
    first: number * CHUNK,
    end: Math.min(places.length, (number + 1) * CHUNK),
    element: element('div', { className: 'change-chunk', attributes: { role: 'presentation' } }),
    isFilled: false,
  }));
  const fill = (chunk: (typeof chunks)[number]) => {
    if (chunk.isFilled) return;
    chunk.isFilled = true;
    seen.unobserve(chunk.element);
    chunk.element.style.removeProperty('height');
    for (let at = chunk.first; at < chunk.end; at++) {
      const place = places[at];
      const change = changes[place];
      const { button, draw } = cellOf(change, () => chosen(place));
      button.addEventListener('focus', () => chosen(place));
      buttons.set(at, button);
      chunk.element.append(element('div', { className: 'change-item', attributes: { role: 'listitem' } }, button));
      pictures.want(change.imageId, place, draw);
    }
  };
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) fill(chunks.find((chunk) => chunk.element === target)!);
      }
    },
    { rootMargin: '800px 0px' },
  );
  const measure = () => {
    for (const chunk of chunks) {
      if (chunk.isFilled) continue;
      const rows = Math.ceil((chunk.end - chunk.first) / columns());
      chunk.element.style.setProperty('height', `${rows * CELL_HEIGHT}px`);
    }
  };
  const sized = new ResizeObserver(measure);
  measure();
  whole.append(...chunks.map((chunk) => chunk.element));
  for (const chunk of chunks) seen.observe(chunk.element);
  sized.observe(whole);
  return {
    element: whole,
    places,
    columns,
    button(at) {
      fill(chunks[Math.floor(at / CHUNK)]);
      return buttons.get(at)!;
    },
    dispose() {
      seen.disconnect();
      sized.disconnect();
    },
  };
}
