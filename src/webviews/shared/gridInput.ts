// What mouse and keyboard do in a grid of thumbnails, as the lists of the editor have it.
import type { SelectHow } from './gridSelection';

export interface GridInput {
  /** The position of the active cell; null: there is none. */
  active(): number | null;
  /** The position under the mouse, or null beside the cells. */
  positionOf(event: MouseEvent): number | null;
  /** A click, with the keys that were held. */
  clicked(position: number, how: SelectHow): void;
  hovered(position: number | null): void;
  /** Enter or a double click. */
  opened(position: number): void;
  /** The space bar, on the active cell. */
  selected(position: number, how: SelectHow): void;
  selectedAll(): void;
  /** @returns whether Escape ended something */
  escaped(): boolean;
  /** Where a key moves to, or null when it does not move. */
  positionFrom(position: number, key: string, control: boolean): number | null;
  moved(position: number, extend: SelectHow | null): void;
  /** Another key. @returns whether it meant something */
  pressed(event: KeyboardEvent, position: number): boolean;
  /** A menu is asked for. @param at where the mouse is; null: by key  @returns whether there is one */
  menu(position: number, at: DOMRect | null): boolean;
}

/** @param canvas where the mouse is watched  @param whole what has the keyboard */
export function watchGridInput(whole: HTMLElement, canvas: HTMLElement, input: GridInput): void {
  whole.addEventListener('keydown', (event) => {
    const active = input.active();
    if (active === null || !pressed(event, active, input)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  canvas.addEventListener('mousedown', (event) => {
    const position = event.button === 0 ? input.positionOf(event) : null;
    if (position === null) return;
    const many = event.ctrlKey || event.metaKey;
    input.clicked(position, event.shiftKey ? (many ? 'extendMore' : 'extend') : many ? 'toggle' : 'only');
  });
  canvas.addEventListener('dblclick', (event) => {
    const position = input.positionOf(event);
    if (position !== null) input.opened(position);
  });
  whole.addEventListener('contextmenu', (event) => {
    // By key there is no place of the mouse: the browser says that of the element.
    const isByKey = event.button !== 2;
    const position = isByKey ? input.active() : input.positionOf(event);
    if (position === null) return;
    const at = isByKey ? null : new DOMRect(event.clientX, event.clientY, 0, 0);
    if (input.menu(position, at)) event.preventDefault();
  });
  canvas.addEventListener('mousemove', (event) => input.hovered(input.positionOf(event)));
}

/** @returns whether the key meant something */
function pressed(event: KeyboardEvent, active: number, input: GridInput): boolean {
  const { key, shiftKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (key === 'Enter') input.opened(active);
  else if (key === ' ') input.selected(active, shiftKey ? 'extend' : 'toggle');
  else if (key.toLowerCase() === 'a' && control) input.selectedAll();
  else if (key === 'Escape') return input.escaped();
  else {
    const next = input.positionFrom(active, key, control);
    if (next === null) return input.pressed(event, active);
    input.moved(next, shiftKey ? (control ? 'extendMore' : 'extend') : null);
  }
  return true;
}
