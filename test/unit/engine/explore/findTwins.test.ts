import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NEAR_THRESHOLD } from '../../../../src/engine/explore/alike/findAlike';
import { findTwins } from '../../../../src/engine/explore/alike/findTwins';
import { bestPlacement } from '../../../../src/engine/explore/alike/shiftedDistance';
import { ImageSet } from '../../../../src/engine/explore/imageSet';
import { Random } from '../../../../src/engine/random';
import { atOnce, moved, splitOf, spotsOf } from './makeSet';

const noisy = (image: Uint8Array, seed: number, amount: number) => {
  const random = new Random('noise', seed);
  return image.map((pixel) => Math.max(0, Math.min(255, Math.round(pixel + random.normal() * amount))));
};

async function twinsOf(images: readonly Uint8Array[], ...others: (readonly Uint8Array[])[]): Promise<number[]> {
  const splits = [images, ...others].map((own, at) => splitOf(`split ${at}`, own, null));
  return [...(await findTwins(new ImageSet(splits, splits[0].classNames), images.length, atOnce))];
}

describe('twins among other images', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(spotsOf);

  it('are copies, moved ones and nearly the same ones, in any of the other splits', async () => {
    const images = [a, b, c, spotsOf('d'), spotsOf('e')];
    const others = [
      [spotsOf('f'), moved(a, 2, -1, 90)],
      [noisy(b, 1, 4), c],
    ];
    assert.deepEqual(await twinsOf(images, ...others), [1, 1, 1, 0, 0]);
  });

  it('are not sought among the images themselves', async () => {
    assert.deepEqual(await twinsOf([a, a, b], [c]), [0, 0, 0]);
  });

  it('are only exact ones where there is next to nothing to see', async () => {
    const blank = (level: number) => new Uint8Array(784).fill(level);
    assert.deepEqual(await twinsOf([blank(5), blank(9)], [blank(5), blank(8)]), [1, 0]);
  });

  it('are those of the definition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 5, max: 14 }), async (seed, amount) => {
        const random = new Random('twins', seed);
        const others = Array.from({ length: 30 }, (_, at) => spotsOf(`${seed} ${at}`));
        const images = Array.from({ length: 30 }, (_, at) =>
          at % 3 === 0
            ? spotsOf(`${seed} new ${at}`)
            : noisy(moved(others[at], random.below(5) - 2, random.below(5) - 2), at, amount),
        );
        const expected = images.map((image) =>
          Number(others.some((other) => bestPlacement(other, image, NEAR_THRESHOLD) !== null)),
        );
        assert.deepEqual(await twinsOf(images, others), expected);
      }),
      { numRuns: 10 },
    );
  });

  it('can be cancelled', async () => {
    const reason = new Error('enough');
    const set = new ImageSet([splitOf('a', [a], null), splitOf('b', [b], null)], []);
    await assert.rejects(
      findTwins(set, 1, () => Promise.reject(reason)),
      (error) => error === reason,
    );
  });
});
