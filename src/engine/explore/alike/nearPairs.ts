import type { ImageSet } from '../imageSet';
import { CropFeatures, FEATURES } from './cropFeatures';
import { PointTree } from './pointTree';
import { bestPlacement, MAX_SHIFT, type Placement, sharedPixels, squaresUpTo } from './shiftedDistance';

/** Two images that are nearly the same, the one with the smaller number first. */
export interface NearPair extends Placement {
  a: number;
  b: number;
}

/** Of an image that has more alike ones, as many are found; and about so many pairs in all. */
const MAX_EACH = 16;
const MAX_PAIRS = 100_000;

/** The features are kept in 32 bits: rounding must not lose what is just near enough. */
const ROUNDING = 1.0001;

/** Half of all shifts: the other half are the same pairs with their images exchanged. */
const HALF_SHIFTS: [dx: number, dy: number][] = [];
for (let dy = 0; dy <= MAX_SHIFT; dy++)
  for (let dx = -MAX_SHIFT; dx <= MAX_SHIFT; dx++) if (dy > 0 || dx >= 0) HALF_SHIFTS.push([dx, dy]);

/**
 * Finds the pairs of images that differ by at most `threshold` (root mean square over the pixels that both have) once
 * one of them is shifted by up to two pixels each way. Exact: the middle 24 x 24 pixels of one image meet pixels of the
 * other however it is shifted, and `CropFeatures` are never farther apart than the pixels they stand for. So a tree of the
 * middles' features gives, for each image and shift, all that can be near enough, and only these are compared pixel by
 * pixel.
 * @param images those to compare, ascending
 * @returns the pairs, and whether there were so many that some were left out
 */
export async function findNearPairs(
  set: ImageSet,
  images: Uint32Array,
  threshold: number,
  pause: (share: number) => Promise<void> | undefined,
): Promise<{ pairs: NearPair[]; isCut: boolean }> {
  const features = new CropFeatures();
  const middles = new Float32Array(images.length * FEATURES);
  for (const [at, image] of images.entries()) {
    features.take(set.pixelsOf(image)).write(MAX_SHIFT, MAX_SHIFT, middles, at * FEATURES);
    await pause(0);
  }
  const tree = await PointTree.build(middles, FEATURES, () => pause(0));

  const query = new Float32Array(FEATURES);
  const pairs: NearPair[] = [];
  const known = new Set<number>();
  let isCut = false;
  for (let at = 0; at < images.length && pairs.length < MAX_PAIRS; at++) {
    const moved = images[at];
    const pixels = set.pixelsOf(moved);
    features.take(pixels);
    let found = 0;
    for (const [dx, dy] of HALF_SHIFTS) {
      features.write(MAX_SHIFT - dx, MAX_SHIFT - dy, query, 0);
      const limit = threshold * threshold * sharedPixels(dx, dy);
      tree.within(query, limit * ROUNDING, (point) => {
        const other = images[point];
        if (other === moved || (dx === 0 && dy === 0 && other > moved)) return true;
        const [a, b] = other < moved ? [other, moved] : [moved, other];
        const key = a * set.count + b;
        const otherPixels = set.pixelsOf(other);
        if (known.has(key) || squaresUpTo(limit, otherPixels, pixels, dx, dy) > limit) return true;
        known.add(key);
        // This shift is near enough; another one may be better.
        const placed = bestPlacement(set.pixelsOf(a), set.pixelsOf(b), threshold)!;
        pairs.push({ a, b, ...placed });
        found++;
        return found < MAX_EACH;
      });
      if (found >= MAX_EACH) {
        isCut = true;
        break;
      }
    }
    await pause((at + 1) / images.length);
  }
  return { pairs, isCut: isCut || pairs.length >= MAX_PAIRS };
}
