import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Dataset, formatSource, hashDataset, imageAt, imageId } from '../../../../src/engine/data/dataset';
import { toImage } from '../../../../src/engine/data/greyPicture';
import { type LoadedData, readData } from '../../../../src/engine/data/readData';
import { REAL_SET, wantRealSet } from '../../../fixtures/realSet';

const PROJECT = path.join(__dirname, '../../../..');

/** MD5 of the pixels alone, without the header: train, test. */
const PIXELS_MD5 = ['f209073e486d5113ebe2cc431d4df862', 'b7656a891b218fc13e45205c48a92cae'];
const SAMPLE_HASH = 'a64df1266d6df5d0c198c28e895ed8565030f194aa4506494ee192f57aeb7349';

describe('the real Fashion-MNIST', function () {
  this.timeout(60_000);
  let data: LoadedData;
  let train: Dataset;
  let test: Dataset;

  before(async function () {
    wantRealSet(this);
    data = await readData({ path: REAL_SET });
    [train, test] = data.splits;
  });

  it('has 60,000 and 10,000 images, each class alike', () => {
    assert.deepEqual(
      data.splits.map(({ split, count }) => [split, count]),
      [
        ['train', 60_000],
        ['test', 10_000],
      ],
    );
    for (const { labels, count } of [train, test]) {
      const counts = new Array<number>(10).fill(0);
      for (const label of labels!) counts[label]++;
      assert.deepEqual(new Set(counts), new Set([count / 10]));
    }
  });

  it('is the official data, in the official order', () => {
    assert.deepEqual([...train.labels!.subarray(0, 10)], [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
    assert.deepEqual([md5(train.pixels), md5(test.pixels)], PIXELS_MD5);
  });

  it('has the known mean and standard deviation', () => {
    let sum = 0;
    let squares = 0;
    for (const value of train.pixels) {
      sum += value / 255;
      squares += (value / 255) ** 2;
    }
    const mean = sum / train.pixels.length;
    assert.equal(mean.toFixed(6), '0.286041');
    assert.equal(Math.sqrt(squares / train.pixels.length - mean ** 2).toFixed(6), '0.353024');
  });

  it('holds no image twice', () => {
    const ids = new Set<string>();
    for (const split of data.splits)
      for (let index = 0; index < split.count; index++) ids.add(imageId(imageAt(split, index)));
    assert.equal(ids.size, 70_000);
  });

  it('is never inverted when it comes as pictures', () => {
    for (const split of data.splits) {
      for (let index = 0; index < split.count; index += 7) {
        const grey = imageAt(split, index);
        const rgba = new Uint8Array(4 * 784).fill(255);
        for (let at = 0; at < 784; at++) rgba.fill(grey[at], at * 4, at * 4 + 3);
        const { image, inverted } = toImage({ width: 28, height: 28, rgba, orientation: 1 }, 'auto');
        assert.equal(inverted, false, formatSource(split.source(index)));
        assert.deepEqual(image, Uint8Array.from(grey));
      }
    }
  });
});

describe('the sample', () => {
  it('holds 2,000 and 1,000 images, each class alike', async () => {
    const { splits, damaged } = await readData({ path: path.join(PROJECT, 'media/sample') });
    assert.deepEqual(damaged, []);
    assert.deepEqual(
      splits.map(({ split, count }) => [split, count]),
      [
        ['train', 2000],
        ['test', 1000],
      ],
    );
    for (const { labels, count } of splits) {
      for (let label = 0; label < 10; label++)
        assert.equal(labels!.filter((each) => each === label).length, count / 10);
    }
    assert.equal(hashDataset(splits[0]), SAMPLE_HASH);
  });
});
