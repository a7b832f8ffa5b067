import type { Progress } from '../../shared/contracts/jobs';
import { CancelledError } from '../../shared/rpc';

type Tell = (progress: Progress) => void;

interface Attempt<T> {
  controller: AbortController;
  promise: Promise<T>;
  waiting: number;
  listeners: Set<Tell>;
}

/**
 * Something that takes a while, is done once, and whose result is kept. Several may wait for it; it is given up when the
 * last of them cancels, and started anew when it is asked for after that, or after it failed.
 */
export class KeptWork<T> {
  private attempt: Attempt<T> | null = null;
  private result: { value: T } | null = null;

  constructor(private readonly start: (signal: AbortSignal, progress: Tell) => Promise<T>) {}

  /** The result, if it is there by now. */
  get value(): T | undefined {
    return this.result?.value;
  }

  /** Waits for the result. @throws what the work threw; the signal's reason when it is cancelled */
  async get(signal: AbortSignal, progress: Tell = () => undefined): Promise<T> {
    signal.throwIfAborted();
    if (this.result) return this.result.value;
    this.attempt ??= this.begin();
    const { attempt } = this;
    attempt.waiting++;
    attempt.listeners.add(progress);
    let cancel = () => {};
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () => reject(signal.reason as Error);
      signal.addEventListener('abort', cancel, { once: true });
    });
    try {
      return await Promise.race([attempt.promise, cancelled]);
    } finally {
      signal.removeEventListener('abort', cancel);
      attempt.listeners.delete(progress);
      if (--attempt.waiting === 0) this.giveUp(attempt, new CancelledError());
    }
  }

  /** Ends what is under way: nobody needs it any more. */
  cancel(): void {
    if (this.attempt) this.giveUp(this.attempt, new CancelledError());
  }

  private begin(): Attempt<T> {
    const controller = new AbortController();
    const listeners = new Set<Tell>();
    const tell: Tell = (progress) => listeners.forEach((listener) => listener(progress));
    // In a microtask, so that what throws at once rejects as well.
    const promise = Promise.resolve().then(() => this.start(controller.signal, tell));
    const attempt: Attempt<T> = { controller, promise, waiting: 0, listeners };
    promise.then(
      (value) => {
        if (this.attempt !== attempt) return;
        this.result = { value };
        this.attempt = null;
      },
      () => {
        if (this.attempt === attempt) this.attempt = null;
      },
    );
    return attempt;
  }

  private giveUp(attempt: Attempt<T>, reason: Error): void {
    if (this.attempt !== attempt) return;
    this.attempt = null;
    attempt.controller.abort(reason);
  }
}
