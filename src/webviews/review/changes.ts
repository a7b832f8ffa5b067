/** What has changed, for the parts that show it. */
export type Change =
  /** Another snapshot, or none. */
  | 'data'
  /** Another entry is shown, or more is known of it. */
  | 'entry'
  /** Decided, undone, or told by another window. */
  | 'decisions'
  | 'filter'
  | 'mode'
  | 'note'
  | 'keys'
  | 'corrections'
  /** A decision is being saved, was saved, or could not be. */
  | 'saving'
  | 'check'
  /** The opening goes on. */
  | 'progress'
  /** More of what comes is loaded. */
  | 'ahead'
  | 'notice';

export class Changes {
  private readonly listeners: { changes: readonly Change[]; update: () => void }[] = [];

  on(changes: readonly Change[], update: () => void): void {
    this.listeners.push({ changes, update });
  }

  tell(...changes: readonly Change[]): void {
    for (const listener of this.listeners) {
      if (listener.changes.some((change) => changes.includes(change))) listener.update();
    }
  }
}
