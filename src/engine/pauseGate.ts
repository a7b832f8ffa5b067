/** Holds a training between two steps while it is closed. */
export class PauseGate {
  private opened: Promise<void> | undefined;
  private open: () => void = () => undefined;

  set(isPaused: boolean): void {
    if (!isPaused) {
      this.opened = undefined;
      this.open();
    } else {
      this.opened ??= new Promise((resolve) => (this.open = resolve));
    }
  }

  /** Undefined while nothing holds; else settles when the gate is opened, or the job is cancelled. */
  readonly hold = (signal: AbortSignal): Promise<void> | undefined => {
    if (!this.opened || signal.aborted) return undefined;
    return this.waitOpen(signal);
  };

  private async waitOpen(signal: AbortSignal): Promise<void> {
    let cancel: () => void = () => undefined;
    const cancelled = new Promise<void>((resolve) => (cancel = resolve));
    signal.addEventListener('abort', cancel);
    // Opened and closed again before this process looked: it is held still.
    while (this.opened && !signal.aborted) await Promise.race([this.opened, cancelled]);
    signal.removeEventListener('abort', cancel);
  }
}
