/** Bytes of an id: 16 hex digits. */
export const ID_BYTES = 8;

/** Ends a chain of copies, and is the number of an empty slot. */
const NONE = 0xffffffff;

/**
 * Image ids both ways: of an image, and the images of an id, copies among them. A hash table with open slots, of plain
 * numbers: 14 to 24 bytes an image, some 8 MB for half a million.
 */
export class IdTable {
  /** [count, 8]. */
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  /** The first image of each id at the slot that its first bytes name, or the next free one; a power of two of them. */
  private readonly slots: Uint32Array;
  /** The next copy of each image. */
  private readonly copies: Uint32Array;

  constructor(count: number) {
    this.bytes = new Uint8Array(count * ID_BYTES);
    this.view = new DataView(this.bytes.buffer);
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(count * 1.5 + 1))).fill(NONE);
    this.copies = new Uint32Array(count).fill(NONE);
  }

  /** Takes up an image by its digest. From the last image to the first: the newest one comes before its copies. */
  add(image: number, digest: Uint8Array): void {
    this.bytes.set(digest.subarray(0, ID_BYTES), image * ID_BYTES);
    const at = image * ID_BYTES;
    const slot = this.slotOf(this.view.getUint32(at), this.view.getUint32(at + 4));
    this.copies[image] = this.slots[slot];
    this.slots[slot] = image;
  }

  /** 16 hex digits, as `imageId` gives them. */
  idOf(image: number): string {
    return Buffer.from(this.bytes.buffer, image * ID_BYTES, ID_BYTES).toString('hex');
  }

  /** The first image with an id; -1 where there is none, and for what is no id. */
  firstOf(id: string): number {
    if (!/^[0-9a-f]{16}$/.test(id)) return -1;
    const image = this.slots[this.slotOf(parseInt(id.slice(0, 8), 16), parseInt(id.slice(8), 16))];
    return image === NONE ? -1 : image;
  }

  /** All images with an id, ascending. */
  *imagesOf(id: string): Generator<number> {
    const first = this.firstOf(id);
    for (let image = first < 0 ? NONE : first; image !== NONE; image = this.copies[image]) yield image;
  }

  /** The slot of an id, or the empty one where it would be. */
  private slotOf(high: number, low: number): number {
    const mask = this.slots.length - 1;
    let slot = high & mask;
    while (this.slots[slot] !== NONE && !this.isId(this.slots[slot], high, low)) slot = (slot + 1) & mask;
    return slot;
  }

  private isId(image: number, high: number, low: number): boolean {
    const at = image * ID_BYTES;
    return this.view.getUint32(at) === high && this.view.getUint32(at + 4) === low;
  }
}
