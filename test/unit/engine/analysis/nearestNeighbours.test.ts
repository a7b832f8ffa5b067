import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findNearest } from '../../../../src/engine/analysis/nearestNeighbours';
import { Random } from '../../../../src/engine/random';
import { IMAGE_BYTES } from '../../../../src/shared/classes';

const never = () => undefined;

/** Every pair compared in full. */
function nearestByForce(pixels: Uint8Array): number[] {
  const count = pixels.length / IMAGE_BYTES;
  return Array.from({ length: count }, (_, image) => {
    let best = -1;
    let bestDistance = Infinity;
    for (let other = 0; other < count; other++) {
      let distance = 0;
      for (let at = 0; at < IMAGE_BYTES; at++) {
        distance += (pixels[image * IMAGE_BYTES + at] - pixels[other * IMAGE_BYTES + at]) ** 2;
      }
      if (other !== image && distance < bestDistance) [best, bestDistance] = [other, distance];
    }
    return best;
  });
}

describe('nearest neighbours', () => {
  it('are those of a search that compares all pairs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 2, max: 24 }),
        fc.integer({ min: 1, max: 255 }),
        async (seed, count, top) => {
          // Images of two or three grey levels have many neighbours at one distance.
          const random = new Random(seed);
          const shade = Uint8Array.from({ length: count }, () => random.below(3));
          const pixels = Uint8Array.from({ length: count * IMAGE_BYTES }, (_, at) =>
            Math.min(255, shade[Math.floor(at / IMAGE_BYTES)] * 60 + random.below(top)),
          );
          assert.deepEqual([...(await findNearest(pixels, never))], nearestByForce(pixels));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('hold at the largest distances', async () => {
    const pixels = new Uint8Array(3 * IMAGE_BYTES);
    pixels.fill(255, IMAGE_BYTES, 2 * IMAGE_BYTES);
    pixels.fill(254, 2 * IMAGE_BYTES);
    assert.deepEqual([...(await findNearest(pixels, never))], [2, 2, 1]);
  });

  it('are the first ones where images are equal', async () => {
    assert.deepEqual([...(await findNearest(new Uint8Array(4 * IMAGE_BYTES), never))], [1, 0, 0, 0]);
  });
});
