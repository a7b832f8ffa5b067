import type { ImageFilter } from '../../shared/contracts/explorer';
import { restoreFilter, sameFilter } from './filters';

/** Steps that can be undone. */
const MOST_STEPS = 100;

/** The filter, and the way to it and back. */
export class FilterHistory {
  private past: ImageFilter[] = [];
  private future: ImageFilter[] = [];
  private merging: string | null = null;
  /** How many steps were made, those that can no longer be undone too. */
  made = 0;

  constructor(private now: ImageFilter = {}) {}

  get current(): ImageFilter {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /**
   * Takes a filter on.
   * @param merge steps in a row with the same word (letters of a search) are undone as one
   * @returns whether it is another one
   */
  change(next: ImageFilter, merge: string | null = null): boolean {
    if (sameFilter(next, this.now)) return false;
    if (merge === null || merge !== this.merging) {
      this.past = [...this.past.slice(1 - MOST_STEPS), this.now];
      this.made++;
    }
    this.merging = merge;
    this.future = [];
    this.now = next;
    return true;
  }

  undo(): boolean {
    const previous = this.past.pop();
    if (!previous) return false;
    this.future.push(this.now);
    this.now = previous;
    this.merging = null;
    return true;
  }

  redo(): boolean {
    const next = this.future.pop();
    if (!next) return false;
    this.past.push(this.now);
    this.now = next;
    this.merging = null;
    return true;
  }

  /** To be kept; `restore` takes it. */
  toKeep(): object {
    return { now: this.now, past: this.past, future: this.future };
  }

  static restore(kept: unknown): FilterHistory {
    const { now, past, future } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
    const filters = (list: unknown) => (Array.isArray(list) ? list.slice(-MOST_STEPS).map(restoreFilter) : []);
    const history = new FilterHistory(restoreFilter(now));
    history.past = filters(past);
    history.future = filters(future);
    return history;
  }
}
