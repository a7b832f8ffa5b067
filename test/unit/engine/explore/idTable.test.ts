import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { imageId } from '../../../../src/engine/data/dataset';
import { IdTable } from '../../../../src/engine/explore/idTable';
import { ImageIds } from '../../../../src/engine/explore/imageIds';
import { ImageSet } from '../../../../src/engine/explore/imageSet';
import { never, spotsOf, splitOf } from './makeSet';

describe('image ids both ways', () => {
  it('are those of the pixels, in whatever split, and find all copies in order', async () => {
    const images = Array.from({ length: 40 }, (_, index) => spotsOf(index % 15));
    const set = new ImageSet(
      [splitOf('a', images.slice(0, 25), null), splitOf('b', images.slice(25), null)],
      ['x', 'y'],
    );
    const table = await new ImageIds(set).table(never);
    images.forEach((image, index) => {
      assert.equal(table.idOf(index), imageId(image));
      const copies = images.flatMap((other, at) => (imageId(other) === imageId(image) ? [at] : []));
      assert.deepEqual([...table.imagesOf(imageId(image))], copies);
      assert.equal(table.firstOf(imageId(image)), copies[0]);
    });
    for (const none of [
      '0000000000000000',
      '',
      'ABCDEF0123456789',
      'abc',
      'zzzzzzzzzzzzzzzz',
      `${imageId(images[0])}0`,
    ]) {
      assert.equal(table.firstOf(none), -1, none);
      assert.deepEqual([...table.imagesOf(none)], []);
    }
  });

  it('are told apart where their first halves are the same, and where all fall on one slot', () => {
    const digests = Array.from({ length: 200 }, (_, at) => {
      const digest = new Uint8Array(32);
      new DataView(digest.buffer).setUint32(4, at >> 1); // two copies each
      return digest;
    });
    const table = new IdTable(200);
    for (let image = 199; image >= 0; image--) table.add(image, digests[image]);
    for (let image = 0; image < 200; image++) {
      assert.deepEqual([...table.imagesOf(table.idOf(image))], [image & ~1, image | 1]);
    }
  });

  it('takes many copies without slowing down', () => {
    const blank = createHash('sha256').update('blank').digest();
    const table = new IdTable(300_000);
    const others = new Map<number, string>();
    for (let image = 299_999; image >= 0; image--) {
      const digest = image % 3 ? blank : createHash('sha256').update(String(image)).digest();
      if (image % 3 === 0) others.set(image, digest.toString('hex', 0, 8));
      table.add(image, digest);
    }
    assert.equal(table.firstOf(blank.toString('hex', 0, 8)), 1);
    assert.equal([...table.imagesOf(blank.toString('hex', 0, 8))].length, 200_000);
    for (const [image, id] of others) if (table.firstOf(id) !== image) assert.fail(`image ${image}`);
  });

  it('of no images finds none', () => {
    assert.equal(new IdTable(0).firstOf('0123456789abcdef'), -1);
  });
});
