import { createHash } from 'node:crypto';
import { IMAGE_BYTES } from '../../shared/classes';

/** Where one image came from: a file and, where the file holds many, the line (CSV, from 1) or the index (IDX, from 0). */
export interface ImageSource {
  /** Path relative to the location that was opened, with forward slashes. */
  file: string;
  row?: number;
  index?: number;
}

/** One split of a data set, all of it in memory. */
export interface Dataset {
  /** `train`, `test`, `validation`, or `all` where the location has no splits. */
  split: string;
  count: number;
  /** Grey values 0-255 (0 = background), [count, 28, 28] row-major. Often a view: its buffer may hold more. */
  pixels: Uint8Array;
  /** The class number of each image, [count], each below `classNames.length`; null when the data is unlabelled. */
  labels: Uint8Array | null;
  /** 2 to 255 names; the label is the index. */
  classNames: readonly string[];
  /** Where image `index` (0 to count - 1) came from. */
  source: (index: number) => ImageSource;
}

/** The grey bytes of one image, [28, 28] row-major: a view, not a copy. */
export function imageAt(dataset: Pick<Dataset, 'pixels'>, index: number): Uint8Array {
  return dataset.pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES);
}

/** An image's identity, independent of order, file and format: the first 16 hex digits of the SHA-256 of its 784 bytes. */
export function imageId(image: Uint8Array): string {
  return createHash('sha256').update(image).digest('hex').slice(0, 16);
}

/** `train.csv:12`, `t10k-images-idx3-ubyte.gz#37` or `Shirt/a.png`. */
export function formatSource({ file, row, index }: ImageSource): string {
  return file + (row !== undefined ? `:${row}` : index !== undefined ? `#${index}` : '');
}

/** SHA-256 over the pixels, then the labels, of a data set: hex, 64 digits. */
export function hashDataset({ pixels, labels }: Pick<Dataset, 'pixels' | 'labels'>): string {
  const hash = createHash('sha256').update(pixels);
  if (labels) hash.update(labels);
  return hash.digest('hex');
}

/** SHA-256 over the hashes of the splits, hex, one after the other: hex, 64 digits. */
export function hashSplits(splits: readonly Pick<Dataset, 'pixels' | 'labels'>[]): string {
  const hash = createHash('sha256');
  for (const split of splits) hash.update(hashDataset(split));
  return hash.digest('hex');
}
