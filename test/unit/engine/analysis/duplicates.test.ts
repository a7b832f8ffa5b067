import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findDuplicates } from '../../../../src/engine/analysis/duplicates';
import { measureImages } from '../../../../src/engine/analysis/imageStatistics';
import type { Dataset } from '../../../../src/engine/data/dataset';
import { FASHION_MNIST_CLASSES, IMAGE_BYTES } from '../../../../src/shared/classes';

/** Images of one grey level each. */
function shades(split: string, levels: number[], labels: number[] | null): Dataset {
  return {
    split,
    count: levels.length,
    pixels: Uint8Array.from({ length: levels.length * IMAGE_BYTES }, (_, at) => levels[Math.floor(at / IMAGE_BYTES)]),
    labels: labels && Uint8Array.from(labels),
    classNames: FASHION_MNIST_CLASSES,
    source: (index) => ({ file: `${split}.csv`, row: index + 2 }),
  };
}

async function duplicatesOf(...splits: Dataset[]) {
  return findDuplicates(await Promise.all(splits.map((split) => measureImages(split, () => undefined))));
}

describe('duplicates', () => {
  it('are none where all images differ', async () => {
    assert.deepEqual(await duplicatesOf(shades('train', [1, 2, 3], [0, 0, 0])), {
      groupCount: 0,
      imageCount: 0,
      acrossSplits: 0,
      differingLabels: 0,
      groups: [],
    });
  });

  it('are found within and across splits, the worst first', async () => {
    const found = await duplicatesOf(shades('train', [1, 1, 2, 3, 3], [0, 0, 1, 2, 4]), shades('test', [2, 9], [1, 1]));
    assert.deepEqual([found.groupCount, found.imageCount, found.acrossSplits, found.differingLabels], [3, 6, 1, 1]);
    assert.deepEqual(
      found.groups.map(({ images }) => images.map(({ source, label }) => `${source} ${label}`)),
      [
        ['train.csv:5 2', 'train.csv:6 4'],
        ['train.csv:4 1', 'test.csv:2 1'],
        ['train.csv:2 0', 'train.csv:3 0'],
      ],
    );
  });

  it('of unlabelled images have no labels that could differ', async () => {
    const found = await duplicatesOf(shades('train', [1], [3]), shades('test', [1], null));
    assert.deepEqual([found.acrossSplits, found.differingLabels], [1, 0]);
    assert.equal(found.groups[0].images[1].label, null);
  });

  it('are told apart from images that only share a hash', async () => {
    const measured = await measureImages(shades('train', [1, 2, 2], [0, 0, 0]), () => undefined);
    measured.hashes.fill(7);
    assert.deepEqual([findDuplicates([measured]).groupCount, findDuplicates([measured]).imageCount], [1, 2]);
  });

  it('are counted in full but listed in part', async () => {
    const found = await duplicatesOf(shades('train', new Array<number>(200).fill(5), null));
    assert.deepEqual([found.imageCount, found.groups[0].size, found.groups[0].images.length], [200, 200, 50]);
  });
});
