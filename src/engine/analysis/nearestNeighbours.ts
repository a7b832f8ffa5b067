import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';

/** Side of the blocks whose sums stand for an image at first: 7 x 7 of them. */
const BLOCK_SIDE = 4;
const BLOCKS_A_ROW = IMAGE_SIDE / BLOCK_SIDE;
const BLOCKS = BLOCKS_A_ROW * BLOCKS_A_ROW;
const BLOCK_PIXELS = BLOCK_SIDE * BLOCK_SIDE;

/**
 * The nearest other image of each image, by the Euclidean distance of their pixels; the first one of several.
 *
 * Exact, yet most pairs are never compared pixel by pixel: by Cauchy and Schwarz, the squared distance of two images is
 * at least that of their 49 block sums divided by the 16 pixels of a block. Only where this bound is below the best
 * distance so far is the true one computed, and no further than to where it exceeds the best. Whole numbers throughout.
 * @param pixels [count, 28, 28], at least two images
 * @returns the index of the neighbour of each image, [count]
 */
export async function findNearest(
  pixels: Uint8Array,
  pause: (share: number) => Promise<void> | undefined,
): Promise<Uint32Array> {
  const count = pixels.length / IMAGE_BYTES;
  const sums = sumBlocks(pixels, count);
  const nearest = new Uint32Array(count);
  const bounds = new Int32Array(count);
  for (let image = 0; image < count; image++) {
    nearest[image] = nearestOf(image, pixels, sums, bounds);
    await pause((image + 1) / count);
  }
  return nearest;
}

function nearestOf(image: number, pixels: Uint8Array, sums: Int32Array, bounds: Int32Array): number {
  let closest = -1;
  for (let other = 0; other < bounds.length; other++) {
    if (other === image) continue;
    bounds[other] = blockDistance(sums, image * BLOCKS, other * BLOCKS);
    if (closest < 0 || bounds[other] < bounds[closest]) closest = other;
  }
  // The closest by its blocks gives a good distance to beat from the start.
  let best = closest;
  let bestDistance = distanceUpTo(Infinity, pixels, image * IMAGE_BYTES, closest * IMAGE_BYTES);
  for (let other = 0; other < bounds.length; other++) {
    if (other === image || other === closest || bounds[other] > bestDistance * BLOCK_PIXELS) continue;
    const distance = distanceUpTo(bestDistance, pixels, image * IMAGE_BYTES, other * IMAGE_BYTES);
    if (distance < bestDistance || (distance === bestDistance && other < best)) {
      best = other;
      bestDistance = distance;
    }
  }
  return best;
}

/** The squared distance of the block sums of two images: at most 49 x 4080^2, which fits 31 bits. */
function blockDistance(sums: Int32Array, a: number, b: number): number {
  let total = 0;
  for (let at = 0; at < BLOCKS; at++) {
    const difference = sums[a + at] - sums[b + at];
    total = (total + Math.imul(difference, difference)) | 0;
  }
  return total;
}

/** The squared distance, or some number above `limit` if it is above it. Looks at four rows of pixels at a time. */
function distanceUpTo(limit: number, pixels: Uint8Array, a: number, b: number): number {
  const step = IMAGE_SIDE * BLOCK_SIDE;
  let total = 0;
  for (let from = 0; from < IMAGE_BYTES && total <= limit; from += step) {
    for (let at = from; at < from + step; at++) {
      const difference = pixels[a + at] - pixels[b + at];
      total = (total + Math.imul(difference, difference)) | 0;
    }
  }
  return total;
}

/** The sums of the 7 x 7 blocks of each image, [count, 49]. */
function sumBlocks(pixels: Uint8Array, count: number): Int32Array {
  const sums = new Int32Array(count * BLOCKS);
  for (let image = 0; image < count; image++) {
    for (let at = 0; at < IMAGE_BYTES; at++) {
      const row = Math.floor(at / IMAGE_SIDE / BLOCK_SIDE);
      const column = Math.floor((at % IMAGE_SIDE) / BLOCK_SIDE);
      sums[image * BLOCKS + row * BLOCKS_A_ROW + column] += pixels[image * IMAGE_BYTES + at];
    }
  }
  return sums;
}
