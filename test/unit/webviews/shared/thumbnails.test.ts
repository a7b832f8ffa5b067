import assert from 'node:assert/strict';
import type { Thumbnails } from '../../../../src/shared/contracts/explorer';
import { BlankWatch } from '../../../../src/webviews/shared/blankWatch';
import { ThumbnailCache } from '../../../../src/webviews/shared/thumbnailCache';
import { ThumbnailLoader } from '../../../../src/webviews/shared/thumbnailLoader';

/** Thumbnails whose pixels all have the item's number. */
function thumbnailsOf(items: ArrayLike<number>): Thumbnails {
  const numbers = Uint8Array.from(items);
  return {
    pixels: Uint8Array.from({ length: numbers.length * 784 }, (_, at) => numbers[Math.floor(at / 784)]),
    labels: numbers.map((item) => item % 10),
    marks: numbers.map(() => 0),
    predicted: numbers.map(() => 255),
    corrected: numbers.map(() => 255),
  };
}

const put = (cache: ThumbnailCache, ...items: number[]) => cache.put(items, thumbnailsOf(items));
const range = (first: number, end: number) => Array.from({ length: end - first }, (_, at) => first + at);

describe('cache of thumbnails', () => {
  it('keeps those used last, within its bound', () => {
    const cache = new ThumbnailCache(3);
    put(cache, 1, 2, 3);
    cache.use(1);
    put(cache, 4);
    assert.equal(cache.find(2), -1, 'the one not used for the longest time goes');
    for (const item of [1, 3, 4]) {
      const slot = cache.find(item);
      assert.deepEqual(
        [cache.pixels[slot * 784], cache.pixels[slot * 784 + 783], cache.labels[slot]],
        [item, item, item],
      );
    }
    assert.deepEqual([cache.size, cache.pixels.length], [3, 3 * 784]);
  });

  it('what was put again is not there twice', () => {
    const cache = new ThumbnailCache(2);
    put(cache, 1, 2);
    put(cache, 1);
    put(cache, 3);
    assert.deepEqual([cache.find(2), cache.find(1) >= 0, cache.find(3) >= 0], [-1, true, true]);
  });

  it('what is out of date is shown, and asked for anew', () => {
    const cache = new ThumbnailCache(2);
    put(cache, 1, 2);
    cache.outdate();
    assert.ok(cache.find(1) >= 0 && cache.isMissing(1));
    put(cache, 1);
    assert.deepEqual([cache.isMissing(1), cache.isMissing(2)], [false, true]);
  });
});

describe('loading of thumbnails', () => {
  /** A loader whose answers the test gives. */
  function controlled(limits = { piece: 4, atOnce: 2 }) {
    const cache = new ThumbnailCache(100);
    const asked: {
      items: number[];
      signal: AbortSignal;
      answer: () => Promise<void>;
      fail: (error: Error) => Promise<void>;
    }[] = [];
    const told = { loaded: 0, failed: [] as string[] };
    const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
    const loader = new ThumbnailLoader(
      cache,
      (items, signal) =>
        new Promise((resolve, reject) => {
          asked.push({
            items: [...items],
            signal,
            answer: () => (resolve(thumbnailsOf(items)), settled()),
            fail: (error) => (reject(error), settled()),
          });
        }),
      { loaded: () => told.loaded++, failed: (error) => told.failed.push(error.message) },
      limits,
    );
    return { cache, loader, asked, told };
  }

  it('asks in pieces, the urgent ones first, a few at once, nothing twice', async () => {
    const { loader, asked, cache, told } = controlled();
    loader.want([range(10, 16), range(16, 30)]);
    loader.want([range(10, 16), range(16, 30)]);
    assert.deepEqual(
      asked.map(({ items }) => items),
      [range(10, 14), range(14, 18)],
    );
    await asked[0].answer();
    assert.deepEqual(asked[2].items, range(18, 22));
    assert.ok(!cache.isMissing(13) && told.loaded === 1);
  });

  it('what was scrolled by is never asked for, and cancelled where it is under way', async () => {
    const { loader, asked, cache } = controlled();
    loader.want([range(0, 50)]);
    loader.want([range(60, 64), range(64, 70)]);
    assert.ok(asked[0].signal.aborted && asked[1].signal.aborted);
    assert.deepEqual(asked[2].items, range(60, 64));
    await asked[0].answer();
    assert.ok(cache.isMissing(0), 'a late answer is dropped');
    assert.equal(asked.length, 4);
  });

  it('goes on with a piece of which something is still wanted', () => {
    const { loader, asked } = controlled();
    loader.want([range(0, 4)]);
    loader.want([range(3, 7)]);
    assert.ok(!asked[0].signal.aborted);
    assert.deepEqual(asked[1].items, [4, 5, 6]);
  });

  it('tells of a failure once and stops, until it is to try again', async () => {
    const { loader, asked, told } = controlled({ piece: 4, atOnce: 1 });
    loader.want([range(0, 8)]);
    await asked[0].fail(new Error('gone'));
    loader.want([range(0, 8)]);
    assert.deepEqual([told.failed, asked.length], [['gone'], 1]);
    loader.retry();
    assert.deepEqual(asked[1].items, range(0, 4));
  });

  it('an answer about other data is dropped', async () => {
    const { loader, asked, cache, told } = controlled();
    loader.want([range(0, 4)]);
    loader.reset();
    await asked[0].answer();
    assert.ok(asked[0].signal.aborted && cache.isMissing(0) && told.loaded === 0);
  });
});

describe('how long cells were blank', () => {
  it('is the longest time that one cell waited in view', () => {
    const watch = new BlankWatch();
    watch.see([1, 2], 100);
    watch.see([2, 3], 130);
    assert.equal(watch.longest(130), 30);
    watch.see([], 180);
    assert.equal(watch.longest(500), 80, 'cell 2, from 100 to 180');
    watch.see([9], 600);
    assert.equal(watch.longest(700), 100, 'one that is blank still counts');
    watch.reset();
    assert.equal(watch.longest(700), 0);
  });
});
