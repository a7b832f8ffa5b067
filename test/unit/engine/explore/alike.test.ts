import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CropFeatures, FEATURES } from '../../../../src/engine/explore/alike/cropFeatures';
import { findAlike, NEAR_THRESHOLD } from '../../../../src/engine/explore/alike/findAlike';
import { findNearPairs } from '../../../../src/engine/explore/alike/nearPairs';
import { PointTree } from '../../../../src/engine/explore/alike/pointTree';
import { bestPlacement } from '../../../../src/engine/explore/alike/shiftedDistance';
import { ImageSet } from '../../../../src/engine/explore/imageSet';
import { markBit } from '../../../../src/engine/explore/marks';
import { measureSet } from '../../../../src/engine/explore/measures';
import { Random } from '../../../../src/engine/random';
import type { ImageMark } from '../../../../src/shared/contracts/explorer';
import { NO_LABEL } from '../../../../src/shared/metrics';
import { atOnce, moved, never, splitOf, spotsOf } from './makeSet';

/** Root mean square difference over the pixels that both have when b is moved, as the definition says. */
function definedDistance(a: Uint8Array, b: Uint8Array, dx: number, dy: number): number {
  let [squares, shared] = [0, 0];
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const [fromX, fromY] = [x - dx, y - dy];
      if (fromX < 0 || fromX > 27 || fromY < 0 || fromY > 27) continue;
      squares += (a[y * 28 + x] - b[fromY * 28 + fromX]) ** 2;
      shared++;
    }
  }
  return Math.sqrt(squares / shared);
}

function definedBest(a: Uint8Array, b: Uint8Array): number {
  let best = Infinity;
  for (let dy = -2; dy <= 2; dy++)
    for (let dx = -2; dx <= 2; dx++) best = Math.min(best, definedDistance(a, b, dx, dy));
  return best;
}

const noisy = (image: Uint8Array, seed: number, amount: number) => {
  const random = new Random('noise', seed);
  return image.map((pixel) => Math.max(0, Math.min(255, Math.round(pixel + random.normal() * amount))));
};

const shift = fc.integer({ min: -2, max: 2 });

describe('the distance of two images', () => {
  it('is 0 for an image and itself moved, whatever came in at the edge', () => {
    fc.assert(
      fc.property(shift, shift, fc.nat(), (dx, dy, seed) => {
        const image = spotsOf(seed);
        const placed = bestPlacement(image, moved(image, -dx, -dy, 255), 0);
        assert.ok(placed);
        assert.equal(placed.distance, 0);
        assert.equal(definedDistance(image, moved(image, -dx, -dy, 255), placed.dx, placed.dy), 0);
      }),
    );
  });

  it('is that of the best of all placements, up to the limit', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 120 }), (one, other, limit) => {
        const [a, b] = [spotsOf(one), spotsOf(other)];
        const best = definedBest(a, b);
        const placed = bestPlacement(a, b, limit);
        assert.equal(placed !== null, best <= limit);
        if (placed) assert.ok(Math.abs(placed.distance - best) < 1e-9);
      }),
    );
  });
});

describe('the features of a crop', () => {
  it('are never farther apart than the pixels', () => {
    const offset = fc.integer({ min: 0, max: 4 });
    const images = fc.oneof(
      fc.nat().map(spotsOf),
      fc.uint8Array({ minLength: 784, maxLength: 784 }),
      fc.constantFrom(new Uint8Array(784), new Uint8Array(784).fill(255)),
    );
    fc.assert(
      fc.property(images, images, offset, offset, (a, b, left, top) => {
        const [ofA, ofB] = [new Float32Array(FEATURES), new Float32Array(FEATURES)];
        new CropFeatures().take(a).write(2, 2, ofA, 0);
        new CropFeatures().take(b).write(left, top, ofB, 0);
        let pixels = 0;
        for (let y = 0; y < 24; y++) {
          for (let x = 0; x < 24; x++) pixels += (a[(y + 2) * 28 + x + 2] - b[(y + top) * 28 + x + left]) ** 2;
        }
        const features = ofA.reduce((total, value, at) => total + (value - ofB[at]) ** 2, 0);
        assert.ok(features <= pixels * 1.0001 + 1, `${features} of ${pixels}`);
      }),
    );
  });
});

describe('the tree of points', () => {
  it('finds all points within a distance, and no other', async () => {
    const settings = fc.record({ count: fc.integer({ min: 0, max: 300 }), seed: fc.nat(), limit: fc.nat({ max: 40 }) });
    await fc.assert(
      fc.asyncProperty(settings, async ({ count, seed, limit }) => {
        const random = new Random('points', seed);
        // Small whole numbers: many are equal.
        const points = Float32Array.from({ length: count * 4 }, () => random.below(8));
        const query = Float32Array.from({ length: 4 }, () => random.below(8));
        const found: number[] = [];
        (await PointTree.build(points, 4, atOnce)).within(query, limit, (point) => found.push(point) > 0);
        const near = Array.from({ length: count }, (_, point) => point).filter(
          (point) => query.reduce((sum, value, at) => sum + (value - points[point * 4 + at]) ** 2, 0) <= limit,
        );
        assert.deepEqual(
          found.sort((a, b) => a - b),
          near,
        );
      }),
    );
  });
});

describe('finding near pairs', () => {
  it('finds those that comparing all with all finds', async () => {
    const random = new Random('planted', 1);
    const images: Uint8Array[] = [];
    for (let at = 0; at < 120; at++) {
      const image = spotsOf(at);
      images.push(image);
      const [dx, dy] = [random.below(5) - 2, random.below(5) - 2];
      if (at % 3 === 0) images.push(noisy(moved(image, dx, dy), at, at / 10));
    }
    const set = new ImageSet([splitOf('all', images, null)], []);
    const all = Uint32Array.from(images.keys());
    const { pairs, isCut } = await findNearPairs(set, all, NEAR_THRESHOLD, atOnce);
    assert.equal(isCut, false);
    const expected: string[] = [];
    images.forEach((b, at) => {
      for (let other = 0; other < at; other++) {
        if (definedBest(images[other], b) <= NEAR_THRESHOLD) expected.push(`${other} ${at}`);
      }
    });
    assert.ok(expected.length > 20, `${expected.length}`);
    assert.deepEqual(pairs.map(({ a, b }) => `${a} ${b}`).sort(), expected.sort());
    for (const { a, b, dx, dy, distance } of pairs) {
      assert.ok(Math.abs(distance - definedDistance(images[a], images[b], dx, dy)) < 1e-9);
    }
  });

  it('bears a set of which all images are alike', async () => {
    const images = Array.from({ length: 400 }, (_, at) => noisy(spotsOf(1), at, 1));
    const set = new ImageSet([splitOf('all', images, null)], []);
    const { pairs, isCut } = await findNearPairs(set, Uint32Array.from(images.keys()), NEAR_THRESHOLD, atOnce);
    assert.ok(isCut);
    assert.ok(pairs.length >= 400 && pairs.length <= 400 * 16);
  });
});

describe('findAlike', () => {
  const [one, two, three, four] = [1, 2, 3, 4].map((seed) => spotsOf(seed));
  const train = splitOf('train', [one, two, one, three, new Uint8Array(784).fill(3)], Uint8Array.of(0, 1, 2, 3, 0));
  const test = splitOf(
    'test',
    [moved(two, 1, -2), three, four, new Uint8Array(784).fill(4)],
    Uint8Array.of(1, NO_LABEL, 5, 0),
  );
  const set = new ImageSet([train, test], train.classNames);
  const find = async (signal = never) => findAlike(set, (await measureSet(set, atOnce)).marks, signal, () => undefined);

  it('tells pairs, those with differing labels first, then those across splits', async () => {
    const { alike } = await find();
    assert.deepEqual(alike.pairs, [
      { a: 0, b: 2, dx: 0, dy: 0, distance: 0, acrossSplits: false, differingLabels: true },
      { a: 1, b: 5, dx: -1, dy: 2, distance: 0, acrossSplits: true, differingLabels: false },
      { a: 3, b: 6, dx: 0, dy: 0, distance: 0, acrossSplits: true, differingLabels: false },
    ]);
    const { pairCount, differingLabels, acrossSplits, twins, threshold } = alike;
    assert.deepEqual([pairCount, differingLabels, acrossSplits, twins, threshold], [3, 1, 2, 4, NEAR_THRESHOLD]);
    assert.equal(alike.isCut, false);
  });

  it('tells that there are more pairs than it looked for', async () => {
    const images = Array.from({ length: 40 }, (_, at) => noisy(spotsOf(1), at, 1));
    const same = new ImageSet([splitOf('all', images, null)], []);
    const { alike } = await findAlike(same, new Uint8Array(images.length), never, () => undefined);
    assert.equal(alike.isCut, true);
  });

  it('marks images, and leaves alone those with nothing to see', async () => {
    const { marks } = await find();
    const marked = (mark: ImageMark) => [...marks.keys()].filter((image) => marks[image] & markBit(mark));
    assert.deepEqual(marked('duplicate'), [0, 2, 3, 6]);
    assert.deepEqual(marked('nearDuplicate'), [1, 5]);
    assert.deepEqual(marked('twin'), [1, 3, 5, 6]);
    assert.deepEqual(marked('differingLabels'), [0, 2]);
  });

  it('finds the copies among any images', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 }), async (kinds) => {
        const split = splitOf(
          'all',
          kinds.map((kind) => spotsOf(kind)),
          null,
        );
        const copies = new ImageSet([split], split.classNames);
        const { marks, alike } = await findAlike(copies, new Uint8Array(kinds.length), never, () => undefined);
        const count = (kind: number) => kinds.filter((other) => other === kind).length;
        kinds.forEach((kind, at) => assert.equal((marks[at] & markBit('duplicate')) !== 0, count(kind) > 1));
        assert.equal(alike.pairCount, kinds.length - new Set(kinds).size);
      }),
      { numRuns: 30 },
    );
  });

  it('is cancelled with the reason of the signal', async () => {
    const reason = new Error('enough');
    const abort = new AbortController();
    const images = Array.from({ length: 3000 }, (_, at) => noisy(spotsOf(at % 50), at, 20));
    const large = new ImageSet([splitOf('all', images, null)], []);
    const tell = ({ fraction }: { fraction: number }) => fraction > 0.05 && abort.abort(reason);
    await assert.rejects(findAlike(large, new Uint8Array(3000), abort.signal, tell), reason);
  });
});
