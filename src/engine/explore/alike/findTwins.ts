import type { ImageSet } from '../imageSet';
import { LOW_INFORMATION } from '../measures';
import { CropFeatures, FEATURES } from './cropFeatures';
import { groupCopies } from './exactCopies';
import { NEAR_THRESHOLD } from './findAlike';
import { PointTree } from './pointTree';
import { MAX_SHIFT, sharedPixels, squaresUpTo } from './shiftedDistance';

/** The features are kept in 32 bits: rounding must not lose what is just near enough. */
const ROUNDING = 1.0001;
/** Share of the whole at which the tree stands. */
const BUILT = 0.2;

/** Small shifts first: most twins are not shifted at all. */
const SHIFTS = Array.from({ length: (2 * MAX_SHIFT + 1) ** 2 }, (_, at) => {
  const side = 2 * MAX_SHIFT + 1;
  return { dx: (at % side) - MAX_SHIFT, dy: Math.floor(at / side) - MAX_SHIFT };
}).sort((a, b) => Math.abs(a.dx) + Math.abs(a.dy) - Math.abs(b.dx) - Math.abs(b.dy));

/**
 * Which of the first images of a set are the same or nearly the same as one of the others, by the measure of `findAlike`:
 * in every pixel, or with a root mean square difference up to `NEAR_THRESHOLD` once shifted by up to two pixels each way.
 * Images with next to nothing to see have a twin only where it is the same. Only pairs of the two parts are looked at:
 * some six seconds for 10,000 images and 60,000 others.
 * @param count the images to look for: those from 0
 * @returns [count], 1 for those with a twin
 * @throws what `pause` throws; it is awaited often, with the share that is done
 */
export async function findTwins(
  set: ImageSet,
  count: number,
  pause: (share: number) => Promise<void> | undefined,
): Promise<Uint8Array> {
  const found = await findCopies(set, count, () => pause(0));
  const features = new CropFeatures();
  const others = Uint32Array.from({ length: set.count - count }, (_, at) => count + at).filter(
    (image) => !isBlank(set.pixelsOf(image)),
  );
  const middles = new Float32Array(others.length * FEATURES);
  for (const [at, image] of others.entries()) {
    features.take(set.pixelsOf(image)).write(MAX_SHIFT, MAX_SHIFT, middles, at * FEATURES);
    await pause((BUILT * at) / others.length);
  }
  const tree = await PointTree.build(middles, FEATURES, () => pause(BUILT));
  const query = new Float32Array(FEATURES);
  for (let image = 0; image < count; image++) {
    await pause(BUILT + ((1 - BUILT) * image) / count);
    const pixels = set.pixelsOf(image);
    if (found[image] || isBlank(pixels)) continue;
    features.take(pixels);
    const hasTwin = SHIFTS.some(({ dx, dy }) => {
      features.write(MAX_SHIFT - dx, MAX_SHIFT - dy, query, 0);
      const limit = NEAR_THRESHOLD * NEAR_THRESHOLD * sharedPixels(dx, dy);
      let isTwin = false;
      tree.within(query, limit * ROUNDING, (point) => {
        isTwin = squaresUpTo(limit, set.pixelsOf(others[point]), pixels, dx, dy) <= limit;
        return !isTwin;
      });
      return isTwin;
    });
    if (hasTwin) found[image] = 1;
  }
  return found;
}

function isBlank(pixels: Uint8Array): boolean {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < pixels.length; at++) {
    sum += pixels[at];
    squares += pixels[at] * pixels[at];
  }
  return squares * pixels.length - sum * sum < (LOW_INFORMATION * pixels.length) ** 2;
}

/** Those of the first images that are the same in every pixel as one of the others, [count]. */
async function findCopies(set: ImageSet, count: number, pause: () => Promise<void> | undefined): Promise<Uint8Array> {
  const groupOf = await groupCopies(set, pause);
  const groups = new Set(groupOf.subarray(count));
  return Uint8Array.from({ length: count }, (_, image) => Number(groups.has(groupOf[image])));
}
