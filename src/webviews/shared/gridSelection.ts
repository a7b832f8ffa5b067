/** Which items are selected: one bit for each, so that selecting half a million costs 62 kB. Items are whole numbers from 0. */
export class GridSelection {
  private bits = new Uint32Array(0);
  private selected = 0;

  get count(): number {
    return this.selected;
  }

  has(item: number): boolean {
    return ((this.bits[item >>> 5] ?? 0) & (1 << (item & 31))) !== 0;
  }

  set(item: number, on: boolean): void {
    if (this.has(item) === on) return;
    const word = item >>> 5;
    if (word >= this.bits.length) {
      const larger = new Uint32Array(Math.max(word + 1, this.bits.length * 2));
      larger.set(this.bits);
      this.bits = larger;
    }
    this.bits[word] ^= 1 << (item & 31);
    this.selected += on ? 1 : -1;
  }

  clear(): void {
    this.bits.fill(0);
    this.selected = 0;
  }

  /** Selects the items at positions from `a` to `b`, whichever is first, both included. */
  addRange(items: ArrayLike<number>, a: number, b: number): void {
    const end = Math.min(items.length - 1, Math.max(a, b));
    for (let position = Math.max(0, Math.min(a, b)); position <= end; position++) this.set(items[position], true);
  }

  /** In ascending order. */
  items(): number[] {
    const found: number[] = [];
    for (let word = 0; word < this.bits.length; word++) {
      for (let rest = this.bits[word]; rest !== 0; rest &= rest - 1) {
        found.push(word * 32 + (31 - Math.clz32(rest & -rest)));
      }
    }
    return found;
  }

  /** Stretches of items that follow one another, as [first, length, first, length ...]; null if there are more than `most`. */
  runs(most: number): number[] | null {
    const runs: number[] = [];
    for (const item of this.items()) {
      if (runs.length > 0 && runs[runs.length - 2] + runs[runs.length - 1] === item) runs[runs.length - 1]++;
      else if (runs.length >= 2 * most) return null;
      else runs.push(item, 1);
    }
    return runs;
  }

  /** Takes what `runs` gave; items beyond `end` are left out. */
  restore(runs: readonly number[], end: number): void {
    this.clear();
    for (let at = 0; at + 1 < runs.length; at += 2) {
      for (let item = runs[at]; item < Math.min(end, runs[at] + runs[at + 1]); item++) this.set(item, true);
    }
  }
}

/** What a click or a key does to the selection. */
export type SelectHow = 'only' | 'toggle' | 'extend' | 'extendMore';

/** Selects as lists do. @param anchor where a range begins  @returns the new anchor */
export function select(
  selection: GridSelection,
  items: ArrayLike<number>,
  position: number,
  anchor: number,
  how: SelectHow,
): number {
  if (how === 'toggle') {
    selection.set(items[position], !selection.has(items[position]));
    return position;
  }
  if (how !== 'extendMore') selection.clear();
  selection.addRange(items, how === 'only' ? position : anchor, position);
  return how === 'only' ? position : anchor;
}
