/** What can be taken back in the explorer: a change of the filter, or labels that were given here. */
export type Undoable = 'filter' | 'labels';

/** In which order filters were changed and labels given, so that undo takes back what was done last, of either kind. */
export class UndoOrder {
  private past: Undoable[] = [];
  private future: Undoable[] = [];
  private isFresh = true;

  did(kind: Undoable): void {
    this.past.push(kind);
    this.future = [];
    this.isFresh = false;
  }

  /** What undo takes back next. @param can what there is to take back: filters are kept over a reload, this order is not */
  nextUndo(can: (kind: Undoable) => boolean): Undoable | null {
    while (this.past.length > 0 && !can(this.past.at(-1)!)) this.past.pop();
    return this.past.at(-1) ?? (can('filter') ? 'filter' : null);
  }

  nextRedo(can: (kind: Undoable) => boolean): Undoable | null {
    while (this.future.length > 0 && !can(this.future.at(-1)!)) this.future.pop();
    return this.future.at(-1) ?? (this.isFresh && can('filter') ? 'filter' : null);
  }

  /** The newest of its kind was taken back. */
  undid(kind: Undoable): void {
    this.past.splice(this.past.lastIndexOf(kind), this.past.includes(kind) ? 1 : 0);
    this.future.push(kind);
  }

  redid(kind: Undoable): void {
    this.future.splice(this.future.lastIndexOf(kind), this.future.includes(kind) ? 1 : 0);
    this.past.push(kind);
  }
}
