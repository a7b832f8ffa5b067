import { IMAGE_BYTES } from '../../shared/classes';
import { UserError } from '../../shared/userError';

/** The most images that one file may hold: 1.6 GB of pixels. */
export const MAX_IMAGES = 2_000_000;

/**
 * Room for images whose number is not known beforehand. The room is made for the most that the file can hold: memory
 * that is never written to is never handed out by the system, so that costs nothing and spares all copying.
 */
export class ImageStore {
  pixels: Uint8Array;
  labels: Uint8Array;
  rows: Uint32Array;
  private capacity: number;

  constructor(
    private readonly file: string,
    expected: number,
  ) {
    this.capacity = Math.max(1, Math.min(expected, MAX_IMAGES));
    this.pixels = allocateImages(this.capacity, file);
    this.labels = new Uint8Array(this.capacity);
    this.rows = new Uint32Array(this.capacity);
  }

  /** Makes room for the image of number `index`. Only a gzip whose trailer tells too small a size needs more. */
  reserve(index: number): this {
    if (index >= this.capacity) this.grow();
    return this;
  }

  private grow(): void {
    if (this.capacity >= MAX_IMAGES) {
      throw new UserError(`holds more than ${MAX_IMAGES} images, the limit for one file`, 'split the file', {
        file: this.file,
      });
    }
    const { pixels, labels, rows } = this;
    this.capacity = Math.min(MAX_IMAGES, Math.max(1024, this.capacity * 2));
    this.pixels = allocateImages(this.capacity, this.file);
    this.labels = new Uint8Array(this.capacity);
    this.rows = new Uint32Array(this.capacity);
    this.pixels.set(pixels);
    this.labels.set(labels);
    this.rows.set(rows);
  }

  /** The first `count` images: views of the larger room. */
  take(count: number): { pixels: Uint8Array; labels: Uint8Array; rows: Uint32Array } {
    return {
      pixels: this.pixels.subarray(0, count * IMAGE_BYTES),
      labels: this.labels.slice(0, count),
      rows: this.rows.slice(0, count),
    };
  }
}

/** Zeroed pixels of `count` images. @throws UserError if the machine has no room for them. */
export function allocateImages(count: number, file: string): Uint8Array {
  try {
    return new Uint8Array(count * IMAGE_BYTES);
  } catch {
    throw new UserError(`there is no memory for its ${count} images`, 'close other programs, or split the data', {
      file,
    });
  }
}
