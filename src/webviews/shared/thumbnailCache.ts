import { IMAGE_BYTES } from '../../shared/classes';
import type { Thumbnails } from '../../shared/contracts/explorer';

/** Thumbnails by item, those used last; bounded in bytes. */
export class ThumbnailCache {
  /** Grey levels, [capacity, 28, 28]. */
  readonly pixels: Uint8Array;
  /** As in `Thumbnails`, by slot. */
  readonly labels: Uint8Array;
  readonly marks: Uint8Array;
  readonly predicted: Uint8Array;
  readonly corrected: Uint8Array;
  /** In the order of their last use. */
  private readonly slots = new Map<number, number>();
  private readonly editions: Uint32Array;
  private edition = 1;

  /** @param capacity thumbnails; each takes about 800 bytes */
  constructor(readonly capacity: number) {
    this.pixels = new Uint8Array(capacity * IMAGE_BYTES);
    this.labels = new Uint8Array(capacity);
    this.marks = new Uint8Array(capacity);
    this.predicted = new Uint8Array(capacity);
    this.corrected = new Uint8Array(capacity);
    this.editions = new Uint32Array(capacity);
  }

  get size(): number {
    return this.slots.size;
  }

  get bytes(): number {
    return this.pixels.length + 8 * this.capacity;
  }

  /** Where the thumbnail of an item stands, or -1; it counts as used. */
  use(item: number): number {
    const slot = this.slots.get(item);
    if (slot === undefined) return -1;
    this.slots.delete(item);
    this.slots.set(item, slot);
    return slot;
  }

  /** Where it stands, or -1, without counting as use. */
  find(item: number): number {
    return this.slots.get(item) ?? -1;
  }

  /** Whether it must be asked for: it is not there, or `outdate` was called since. */
  isMissing(item: number): boolean {
    const slot = this.slots.get(item);
    return slot === undefined || this.editions[slot] !== this.edition;
  }

  /** What is known of labels, marks and predictions is no longer true; it is shown until it is asked for anew. */
  outdate(): void {
    this.edition++;
  }

  clear(): void {
    this.slots.clear();
  }

  put(items: ArrayLike<number>, { pixels, labels, marks, predicted, corrected }: Thumbnails): void {
    for (let index = 0; index < items.length; index++) {
      const slot = this.slotFor(items[index]);
      this.pixels.set(pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), slot * IMAGE_BYTES);
      this.labels[slot] = labels[index];
      this.marks[slot] = marks[index];
      this.predicted[slot] = predicted[index];
      this.corrected[slot] = corrected[index];
      this.editions[slot] = this.edition;
    }
  }

  /** What a reviewer has decided just now, until it is asked for anew. @param label 255 = none */
  correct(item: number, label: number): void {
    const slot = this.slots.get(item);
    if (slot !== undefined) this.corrected[slot] = label;
  }

  private slotFor(item: number): number {
    let slot = this.slots.get(item);
    if (slot !== undefined) this.slots.delete(item);
    else if (this.slots.size < this.capacity) slot = this.slots.size;
    else {
      const [oldest, freed] = this.slots.entries().next().value!;
      this.slots.delete(oldest);
      slot = freed;
    }
    this.slots.set(item, slot);
    return slot;
  }
}
