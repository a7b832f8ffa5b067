import { IMAGE_SIDE } from '../../../shared/classes';
import { MAX_SHIFT } from './shiftedDistance';

/** Side of the part of an image that stays inside the frame however the image is shifted. */
const CROP_SIDE = IMAGE_SIDE - 2 * MAX_SHIFT;
/** The crop is looked at in 4 x 4 blocks of 6 x 6 pixels. */
const SIDE = 4;
const BLOCKS = SIDE * SIDE;
const BLOCK_SIDE = CROP_SIDE / SIDE;
const BLOCK_PIXELS = BLOCK_SIDE * BLOCK_SIDE;
/** Numbers that stand for a crop. */
export const FEATURES = 2 * BLOCKS;

/** Side of a table of sums: a row and a column more than the image has. */
const SUM_SIDE = IMAGE_SIDE + 1;

/**
 * Numbers that stand for a part of an image, such that their Euclidean distance is never above that of the pixels. Of
 * each block of pixels, seen as a vector, two: its part along the vector of ones (the sum, divided by the root of the
 * number of pixels) and the length of what is left (the texture). The squared distance of two blocks is that of the
 * first plus that of the rests, and two vectors are at least as far apart as their lengths. Both sets of 16 numbers are
 * turned by a cosine transform, which keeps distances, so that few numbers tell most.
 */
export class CropFeatures {
  /** Sums of all pixels, and of their squares, above and left of each corner, [29, 29]. */
  private readonly sums = new Int32Array(SUM_SIDE * SUM_SIDE);
  private readonly squares = new Int32Array(SUM_SIDE * SUM_SIDE);
  private readonly levels = new Float64Array(BLOCKS);
  private readonly textures = new Float64Array(BLOCKS);

  /** Takes up an image, [28, 28]. */
  take(pixels: Uint8Array): this {
    const { sums, squares } = this;
    for (let y = 0; y < IMAGE_SIDE; y++) {
      let sum = 0;
      let square = 0;
      for (let x = 0; x < IMAGE_SIDE; x++) {
        const pixel = pixels[y * IMAGE_SIDE + x];
        sum += pixel;
        square += pixel * pixel;
        const at = (y + 1) * SUM_SIDE + x + 1;
        sums[at] = sums[at - SUM_SIDE] + sum;
        squares[at] = squares[at - SUM_SIDE] + square;
      }
    }
    return this;
  }

  /** Writes the features of the crop whose upper left corner is at (left, top), each 0 to 4, into `out` from `start`. */
  write(left: number, top: number, out: Float32Array, start: number): void {
    const { sums, squares, levels, textures } = this;
    for (let block = 0; block < BLOCKS; block++) {
      const from = (top + (block >> 2) * BLOCK_SIDE) * SUM_SIDE + left + (block & 3) * BLOCK_SIDE;
      const below = from + BLOCK_SIDE * SUM_SIDE;
      const sum = sums[below + BLOCK_SIDE] - sums[below] - sums[from + BLOCK_SIDE] + sums[from];
      const square = squares[below + BLOCK_SIDE] - squares[below] - squares[from + BLOCK_SIDE] + squares[from];
      levels[block] = sum / BLOCK_SIDE;
      textures[block] = Math.sqrt(square - (sum * sum) / BLOCK_PIXELS);
    }
    turnByCosines(levels);
    turnByCosines(textures);
    for (let at = 0; at < BLOCKS; at++) {
      out[start + 2 * at] = levels[COARSE_FIRST[at]];
      out[start + 2 * at + 1] = textures[COARSE_FIRST[at]];
    }
  }
}

/** Low frequencies first: what tells most ends a comparison soonest. */
const COARSE_FIRST = Array.from({ length: BLOCKS }, (_, at) => at).sort(
  (a, b) => (a >> 2) + (a & 3) - (b >> 2) - (b & 3),
);

/** The cosine transform (DCT-II, orthonormal) of 4 values as a matrix. */
const COSINES = Float64Array.from({ length: SIDE * SIDE }, (_, at) => {
  const frequency = Math.floor(at / SIDE);
  const scale = Math.sqrt((frequency === 0 ? 1 : 2) / SIDE);
  return scale * Math.cos((Math.PI / SIDE) * ((at % SIDE) + 0.5) * frequency);
});

/** Transforms 4 x 4 values in place: the columns, then the rows. */
function turnByCosines(values: Float64Array): void {
  for (let column = 0; column < SIDE; column++) turnFour(values, column, SIDE);
  for (let row = 0; row < SIDE; row++) turnFour(values, row * SIDE, 1);
}

function turnFour(values: Float64Array, start: number, step: number): void {
  const a = values[start];
  const b = values[start + step];
  const c = values[start + 2 * step];
  const d = values[start + 3 * step];
  for (let row = 0; row < SIDE; row++) {
    const at = row * SIDE;
    values[start + row * step] = COSINES[at] * a + COSINES[at + 1] * b + COSINES[at + 2] * c + COSINES[at + 3] * d;
  }
}
