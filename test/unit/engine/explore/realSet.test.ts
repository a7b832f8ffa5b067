import assert from 'node:assert/strict';
import { imageId } from '../../../../src/engine/data/dataset';
import { NEAR_THRESHOLD } from '../../../../src/engine/explore/alike/findAlike';
import { findNearPairs } from '../../../../src/engine/explore/alike/nearPairs';
import { bestPlacement } from '../../../../src/engine/explore/alike/shiftedDistance';
import { nearestImages } from '../../../../src/engine/explore/nearestImages';
import { type OpenData, readOpenData } from '../../../../src/engine/explore/openData';
import { queryImages } from '../../../../src/engine/explore/query';
import { atOnce, BARE, never } from './makeSet';
import { REAL_SET, wantRealSet } from '../../../fixtures/realSet';

describe('the real Fashion-MNIST in the explorer', function () {
  this.timeout(120_000);
  let data: OpenData;

  before(async function () {
    wantRealSet(this);
    data = await readOpenData({ path: REAL_SET }, never, atOnce);
  });

  it('has 7,000 images of each class, found by filter', async () => {
    for (let label = 0; label < 10; label++) {
      const filter = { classes: [label] };
      const found = await queryImages(data, BARE, filter, { by: 'classDistance', descending: true }, never);
      assert.equal(found.order.length, 7000);
      assert.deepEqual(
        found.classCounts.map((counts) => counts[label]),
        [6000, 1000],
      );
      const distances = [...found.order].map((image) => data.measures.classDistances[image]);
      assert.ok(distances.every((distance, at) => at === 0 || distance <= distances[at - 1]));
    }
  });

  it('finds every image by the beginning of its id', async () => {
    for (const image of [0, 12_345, 60_000, 69_999]) {
      const text = imageId(data.set.pixelsOf(image));
      const { order } = await queryImages(data, BARE, { text }, { by: 'index', descending: false }, never);
      assert.deepEqual([...order], [image]);
    }
  });

  it('gives the neighbours that a plain search gives', () => {
    for (const image of [7, 65_000]) {
      const own = data.set.pixelsOf(image);
      const plain = Array.from({ length: 60_000 }, (_, other) => {
        const pixels = data.set.pixelsOf(other);
        return {
          image: other,
          distance: Math.sqrt(own.reduce((sum, pixel, at) => sum + (pixel - pixels[at]) ** 2, 0)),
        };
      })
        .filter((other) => other.image !== image)
        .sort((a, b) => a.distance - b.distance || a.image - b.image);
      assert.deepEqual(nearestImages(data.set, image, 5), plain.slice(0, 5));
    }
  });

  it('has alike pairs that comparing all with all finds too', async () => {
    // A known twin across the splits and 600 other images: some 180,000 pairs at 25 placements.
    const some = [13_360, 64_998, 11_412, 24_633, 51_970];
    const images = Uint32Array.from([
      ...new Set([...some, ...Array.from({ length: 600 }, (_, at) => at * 113)]),
    ]).sort();
    const { pairs } = await findNearPairs(data.set, images, NEAR_THRESHOLD, atOnce);
    const plain: string[] = [];
    images.forEach((b, at) => {
      for (const a of images.subarray(0, at)) {
        if (bestPlacement(data.set.pixelsOf(a), data.set.pixelsOf(b), NEAR_THRESHOLD)) plain.push(`${a} ${b}`);
      }
    });
    assert.ok(plain.includes('13360 64998') && plain.includes('11412 24633'));
    assert.deepEqual(pairs.map(({ a, b }) => `${a} ${b}`).sort(), plain.sort());
  });
});
