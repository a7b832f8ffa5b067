import assert from 'node:assert/strict';
import { ImageSet } from '../../../../src/engine/explore/imageSet';
import { nearestImages, NearestImages } from '../../../../src/engine/explore/nearestImages';
import { Random } from '../../../../src/engine/random';
import { never, spotsOf, splitOf } from './makeSet';

/** All compared with all, whole. */
function plainly(set: ImageSet, image: number, wanted: number) {
  const among = set.splits.find(({ split }) => split === 'train') ?? set.splits[0];
  const own = set.pixelsOf(image);
  return Array.from({ length: among.count }, (_, index) => {
    const squares = set.pixelsOf(among.first + index).reduce((sum, pixel, at) => sum + (pixel - own[at]) ** 2, 0);
    return { image: among.first + index, distance: Math.sqrt(squares) };
  })
    .filter((other) => other.image !== image)
    .sort((a, b) => a.distance - b.distance || a.image - b.image)
    .slice(0, wanted);
}

describe('the nearest images', () => {
  const random = new Random('nearest', 1);
  const noise = () => Uint8Array.from({ length: 784 }, () => random.below(256));
  const kinds: Record<string, () => Uint8Array> = {
    'of smooth spots': () => spotsOf(random.below(1e9)),
    'of noise': noise,
    'of black and white, as far apart as can be': () => new Uint8Array(784).fill(random.below(2) * 255),
    'that differ in one pixel': () => new Uint8Array(784).fill(7).fill(random.below(256), 5, 6),
    'that are few and often the same': () => spotsOf(random.below(9)),
  };
  for (const [kind, make] of Object.entries(kinds)) {
    it(`${kind} are those that a plain search finds, in its order`, async () => {
      const test = splitOf('test', Array.from({ length: 30 }, make), null);
      const train = splitOf('train', Array.from({ length: 300 }, make), null);
      const set = new ImageSet([test, train], ['a', 'b']);
      const search = await NearestImages.of(set, never);
      for (const image of [0, 7, 29, 30, 31, 200, 329]) {
        for (const wanted of [1, 5, 9]) {
          assert.deepEqual(search.nearest(image, wanted), plainly(set, image, wanted));
        }
        assert.deepEqual(nearestImages(set, image, 5), plainly(set, image, 5));
      }
      assert.throws(() => search.nearest(330, 5), RangeError);
    });
  }

  it('are as many as there are, without the image itself', async () => {
    for (const count of [1, 2, 4, 6]) {
      const set = new ImageSet(
        [
          splitOf(
            'all',
            Array.from({ length: count }, (_, at) => spotsOf(at)),
            null,
          ),
        ],
        ['a', 'b'],
      );
      const search = await NearestImages.of(set, never);
      assert.deepEqual(search.nearest(0, 5), plainly(set, 0, 5));
      assert.equal(search.nearest(0, 5).length, Math.min(5, count - 1));
    }
    const empty = new ImageSet([splitOf('train', [], null), splitOf('test', [spotsOf(1)], null)], ['a', 'b']);
    assert.deepEqual((await NearestImages.of(empty, never)).nearest(0, 5), []);
  });
});
