// What the sections of the view share.
import type { TrainingSide } from '../../shared/contracts/training';
import type { Connection, Silent } from '../../shared/rpc';
import type { ChartHost } from '../shared/charts';
import { element, icon } from '../shared/dom';
import type { Kept } from './kept';

export interface Context {
  extension: Connection<Silent, TrainingSide>;
  chartHost: ChartHost;
  kept: Kept;
  /** Keeps `kept` soon, or at once. */
  keep: (now?: boolean) => void;
  /** Says it to a screen reader. */
  say: (text: string) => void;
}

/** A part of the view that can be folded, and stays so. The heading holds what is told while it is folded. */
export class Section {
  readonly element: HTMLDetailsElement;
  readonly aside = element('span', { className: 'section-aside quiet' });
  private readonly summary: HTMLElement;

  constructor(
    { kept, keep }: Context,
    { id, title, open = true }: { id: string; title: string; open?: boolean },
    body: HTMLElement,
  ) {
    this.summary = element('summary', {}, icon('chevron-right'), element('h2', {}, title), this.aside);
    this.element = element('details', { className: 'section', open: kept.open[id] ?? open }, this.summary, body);
    body.classList.add('section-body');
    this.element.addEventListener('toggle', () => {
      kept.open[id] = this.element.open;
      keep();
    });
  }

  set title(text: string) {
    this.summary.querySelector('h2')!.textContent = text;
  }

  show(): void {
    this.element.hidden = false;
    this.element.open = true;
    this.element.scrollIntoView({ block: 'start' });
    this.focus();
  }

  /** Puts the keyboard on the heading. */
  focus(): void {
    this.summary.focus({ preventScroll: true });
  }
}

/** Errors that a person can do nothing about, as they changed their mind themselves. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'CancelledError' || error.name === 'AbortError');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
