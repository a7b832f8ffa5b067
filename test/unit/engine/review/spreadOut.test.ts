import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../../src/engine/random';
import { relativeDistance, spreadOut } from '../../../../src/engine/review/spreadOut';

/** Images with one bright half each, a little changed. */
const image = (kind: number, change: number) =>
  Uint8Array.from({ length: 784 }, (_, at) => (at % 2 === kind % 2 ? 200 : 0) + (at === kind ? change : 0));

describe('spreading out', () => {
  it('measures 0 for the same and the square root of two for nothing in common', () => {
    assert.equal(relativeDistance(image(0, 0), image(0, 0)), 0);
    assert.ok(Math.abs(relativeDistance(image(0, 0), image(1, 0)) - Math.SQRT2) < 1e-12);
    assert.equal(relativeDistance(new Uint8Array(784), new Uint8Array(784)), 0);
  });

  it('puts off what looks like one before it, and takes it up again where nothing else is left', async () => {
    const images = [image(0, 0), image(0, 50), image(1, 0), image(1, 50)];
    const spread = async (wanted: number) => [
      ...(await spreadOut(
        [1, 0, 3, 2],
        wanted,
        (at) => images[at],
        () => undefined,
      )),
    ];
    assert.deepEqual(await spread(2), [1, 3]);
    assert.deepEqual(await spread(3), [1, 3, 0]);
    assert.deepEqual(await spread(9), [1, 3, 0, 2]);
    assert.deepEqual(await spread(0), []);
  });

  it('takes for alike what the whole distance says, dark and bright images too', async () => {
    const random = new Random('spread');
    const images = Array.from({ length: 120 }, (_, at) => {
      const scale = 0.7 + random.uniform() * 0.6;
      const from = 56 * (at % 12);
      return image(0, 0).map((value, pixel) =>
        pixel >= from && pixel < from + 168 ? value * scale : random.uniform() * 40,
      );
    });
    images.push(new Uint8Array(784), new Uint8Array(784));
    const expected: number[] = [];
    images.forEach((one, at) => {
      if (!expected.some((other) => relativeDistance(one, images[other]) <= 0.2)) expected.push(at);
    });
    assert.ok(expected.length > 10 && expected.length < 110, `${expected.length}`);
    const order = [...images.keys()];
    const all = await spreadOut(
      order,
      images.length,
      (at) => images[at],
      () => undefined,
    );
    assert.deepEqual([...all.slice(0, expected.length)], expected);
  });

  it('can be ended between two images', async () => {
    const ended = new Error('ended');
    const shares: number[] = [];
    const pause = (share: number) => {
      shares.push(share);
      return shares.length === 3 ? Promise.reject(ended) : undefined;
    };
    await assert.rejects(
      spreadOut([0, 1, 2, 3], 4, (at) => image(at, 0), pause),
      ended,
    );
    assert.deepEqual(shares, [0, 0.25, 0.5]);
  });
});
