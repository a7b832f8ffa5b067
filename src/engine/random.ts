/**
 * A seeded stream of random numbers: sfc32 (Chris Doty-Humphrey, PractRand), seeded by hashing the names of what it is
 * for. A stream per purpose and epoch makes a resumed run draw the very numbers of an uninterrupted one, without any
 * state to save.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** The same `keys` give the same stream. */
  constructor(...keys: (number | string)[]) {
    // FNV-1a, from three starting points.
    const text = keys.join('/');
    const hash = (start: number) => {
      let value = start;
      for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
      return value | 0;
    };
    this.a = hash(0x811c9dc5);
    this.b = hash(0x050c5d1f);
    this.c = hash(0x2b5a5d43);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor((this.uint32() / 0x100000000) * limit);
  }

  /** From 0 up to, but not, 1. */
  uniform(): number {
    return this.uint32() / 0x100000000;
  }

  /** Mean 0, standard deviation 1 (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = items[i];
      items[i] = items[j]!;
      items[j] = kept;
    }
    return items;
  }

  /**
   * Fills `mask` with 0 at probability `rate`, else 1 / (1 - rate): inverted dropout (Srivastava et al. 2014).
   * Two elements share a random number, so `rate` is rounded to 1/65536.
   */
  fillDropoutMask(mask: Float32Array, rate: number): void {
    const threshold = Math.round(rate * 0x10000);
    const scale = 1 / (1 - threshold / 0x10000);
    for (let i = 0; i < mask.length; i += 2) {
      const bits = this.uint32();
      mask[i] = (bits & 0xffff) < threshold ? 0 : scale;
      if (i + 1 < mask.length) mask[i + 1] = bits >>> 16 < threshold ? 0 : scale;
    }
  }
}
