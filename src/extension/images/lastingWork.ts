import { CancelledError } from '../../shared/rpc';

/** Work that goes on while the view that asked for it is hidden: a view that asks again, by the same name, joins it. */
export class LastingWork {
  private readonly under = new Map<string, { done: Promise<unknown>; cancel: AbortController }>();

  /**
   * Begins the work, or joins what is under way by the same name.
   * @param signal of the call: only a person who cancels ends the work, a view that goes does not
   */
  async run<T>(name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const entry = this.under.get(name) ?? this.begin(name, work);
    const cancel = () => {
      if (signal.reason instanceof CancelledError) entry.cancel.abort(signal.reason);
    };
    signal.addEventListener('abort', cancel);
    try {
      return (await entry.done) as T;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends the work of this name, if it is under way. */
  cancel(name: string): void {
    this.under.get(name)?.cancel.abort(new CancelledError());
  }

  /** Ends all that is under way: nobody will look at it any more. */
  dispose(): void {
    for (const { cancel } of this.under.values()) cancel.abort(new CancelledError());
  }

  private begin(name: string, work: (signal: AbortSignal) => Promise<unknown>) {
    const cancel = new AbortController();
    const done = work(cancel.signal).finally(() => this.under.delete(name));
    const entry = { done, cancel };
    this.under.set(name, entry);
    return entry;
  }
}
