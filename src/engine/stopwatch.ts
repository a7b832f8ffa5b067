/** Seconds of work: waiting that is handed to `pause` does not count. */
export class Stopwatch {
  private left = 0;
  private readonly begun: number;

  /** @param clock seconds, of a clock that only goes forward */
  constructor(private readonly clock: () => number = () => performance.now() / 1000) {
    this.begun = clock();
  }

  /** Seconds since it was made, without the waiting. */
  readonly now = (): number => this.clock() - this.begun - this.left;

  /** Awaits something, during which the watch stands still. */
  async pause<T>(waiting: Promise<T>): Promise<T> {
    const from = this.clock();
    try {
      return await waiting;
    } finally {
      this.left += this.clock() - from;
    }
  }
}
