/** Measures for how long places on the screen stayed without their picture. Times are milliseconds of one clock. */
export class BlankWatch {
  /** Since when each item that is seen is blank. */
  private since = new Map<number, number>();
  private longestEnded = 0;

  /** What is blank on the screen at `now`, of all that is seen. */
  see(blank: readonly number[], now: number): void {
    const next = new Map<number, number>();
    for (const item of blank) next.set(item, this.since.get(item) ?? now);
    for (const [item, began] of this.since) {
      if (!next.has(item)) this.longestEnded = Math.max(this.longestEnded, now - began);
    }
    this.since = next;
  }

  /** The longest time, what is still blank counted up to `now`. */
  longest(now: number): number {
    let longest = this.longestEnded;
    for (const began of this.since.values()) longest = Math.max(longest, now - began);
    return longest;
  }

  reset(): void {
    this.since.clear();
    this.longestEnded = 0;
  }
}
