import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import type { DataLocation } from '../../shared/contracts/jobs';

/** A grey picture of any size: [height, width] row-major, 0-255. */
export interface GreyPicture {
  width: number;
  height: number;
  grey: Uint8Array;
}

/** How a picture of another shape comes into the square: all of it with a margin, its middle alone, or distorted. */
export type Fit = NonNullable<DataLocation['fit']>;

/**
 * Makes a picture 28x28. `contain`: the longer side becomes 28, the aspect is kept, the rest is background (0), half of
 * it on either side. `cover`: the middle square of the picture becomes the image. `stretch`: both sides become 28.
 * Shrinking averages the area under each new pixel, enlarging interpolates bilinearly between pixel centres. A 28x28
 * picture comes back as it is.
 */
export function fitToImage({ width, height, grey }: GreyPicture, fit: Fit = 'contain'): Uint8Array {
  if (width === IMAGE_SIDE && height === IMAGE_SIDE) return grey.slice(0, IMAGE_BYTES);
  const image = new Uint8Array(IMAGE_BYTES);
  const across = fitSide(width, height, fit);
  const down = fitSide(height, width, fit);
  const columns = tapsOf(across, width);
  const rows = tapsOf(down, height);
  // Down the columns first: one row of sums at a time, read in the order in which the picture lies in memory.
  const sums = new Float64Array(width);
  for (let y = 0; y < down.newSize; y++) {
    sums.fill(0);
    const { first, weights } = rows[y];
    weights.forEach((weight, index) => {
      const start = (first + index) * width;
      for (let x = 0; x < width; x++) sums[x] += weight * grey[start + x];
    });
    for (let x = 0; x < across.newSize; x++) {
      const taps = columns[x];
      let sum = 0;
      for (let index = 0; index < taps.weights.length; index++) sum += taps.weights[index] * sums[taps.first + index];
      image[(down.margin + y) * IMAGE_SIDE + across.margin + x] = Math.round(sum);
    }
  }
  return image;
}

/** What becomes of one side of a picture: its pixels from `start`, `length` of them, make `newSize` after `margin`. */
interface FittedSide {
  start: number;
  length: number;
  newSize: number;
  margin: number;
}

function fitSide(size: number, other: number, fit: Fit): FittedSide {
  if (fit === 'cover') {
    const length = Math.min(size, other);
    return { start: (size - length) / 2, length, newSize: IMAGE_SIDE, margin: 0 };
  }
  const newSize = fit === 'stretch' ? IMAGE_SIDE : Math.max(1, Math.round((size * IMAGE_SIDE) / Math.max(size, other)));
  return { start: 0, length: size, newSize, margin: Math.floor((IMAGE_SIDE - newSize) / 2) };
}

/** The old pixels that make a new one along one axis: `weights[i]` belongs to the pixel `first + i`; their sum is 1. */
interface Taps {
  first: number;
  weights: number[];
}

function tapsOf({ start, length, newSize }: FittedSide, size: number): Taps[] {
  const scale = length / newSize;
  return Array.from({ length: newSize }, (_, index) =>
    scale > 1
      ? areaTaps(start + index * scale, start + (index + 1) * scale, size)
      : linearTaps(start + (index + 0.5) * scale - 0.5, size),
  );
}

function areaTaps(start: number, end: number, size: number): Taps {
  const first = Math.min(size - 1, Math.floor(start));
  const last = Math.min(size, Math.ceil(end));
  const weights: number[] = [];
  for (let pixel = first; pixel < last; pixel++) {
    weights.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start));
  }
  return { first, weights };
}

function linearTaps(centre: number, size: number): Taps {
  const clamped = Math.min(size - 1, Math.max(0, centre));
  const first = Math.min(Math.floor(clamped), Math.max(0, size - 2));
  const share = clamped - first;
  return { first, weights: share > 0 ? [1 - share, share] : [1] };
}
