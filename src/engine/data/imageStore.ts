import * as l10n from '@vscode/l10n';
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
      const problem = l10n.t('holds more than {0} images, the limit for one file', MAX_IMAGES);
      throw new UserError(problem, l10n.t('split the file'), { file: this.file });
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
    const problem = l10n.t('there is no memory for its {0} images', count);
    throw new UserError(problem, l10n.t('close other programs, or split the data'), { file });
  }
}
