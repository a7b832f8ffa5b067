import { IMAGE_BYTES } from '../../../shared/classes';
import type { ImageSet } from '../imageSet';

/**
 * Groups images that are the same in every pixel.
 * @returns the first image of each image's group, [count]: its own number where it is alone or the first
 */
export async function groupCopies(set: ImageSet, pause: () => Promise<void> | undefined): Promise<Uint32Array> {
  const firstOf = new Uint32Array(set.count);
  /** By hash the first image of the last group with that hash; by first image that of the group before it, plus one. */
  const lastGroup = new Map<number, number>();
  const groupBefore = new Uint32Array(set.count);
  for (const { first, count, pixels } of set.splits) {
    for (let index = 0; index < count; index++) {
      const image = first + index;
      const own = pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES);
      const hash = hashOf(own);
      const latest = lastGroup.get(hash);
      // Different images with one hash are rare, but 70,000 images make a pair of them likely.
      let next = latest === undefined ? 0 : latest + 1;
      while (next > 0 && Buffer.compare(own, set.pixelsOf(next - 1)) !== 0) next = groupBefore[next - 1];
      firstOf[image] = next > 0 ? next - 1 : image;
      if (next === 0) {
        groupBefore[image] = latest === undefined ? 0 : latest + 1;
        lastGroup.set(hash, image);
      }
      await pause();
    }
  }
  return firstOf;
}

/** FNV-1a, 30 bits: small numbers take no memory of their own. */
function hashOf(pixels: Uint8Array): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < pixels.length; at++) hash = Math.imul(hash ^ pixels[at], 0x01000193);
  return hash & 0x3fffffff;
}
