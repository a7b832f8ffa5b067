import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { DEFAULT_CLASSES } from '../../../../src/engine/data/classNames';
import { parseIdxName, readIdxImages, readIdxLabels } from '../../../../src/engine/data/idx';
import { freshFolder, idxImages, idxLabels, pixelsOf, userError } from './makeFiles';

describe('reading IDX', () => {
  const folder = freshFolder();

  it('takes images and labels, plain and gzip', async () => {
    for (const pack of [(bytes: Buffer) => bytes, (bytes: Buffer) => zlib.gzipSync(bytes)]) {
      const { count, pixels } = await readIdxImages(folder.write('i', pack(idxImages(3))));
      assert.equal(count, 3);
      assert.deepEqual([...pixels], [0, 1, 2].flatMap(pixelsOf));
      assert.deepEqual(
        [...(await readIdxLabels(folder.write('l', pack(idxLabels([9, 0, 5]))), DEFAULT_CLASSES))],
        [9, 0, 5],
      );
    }
  });

  it('blows up smaller images with their values kept', async () => {
    const values = new Uint8Array(2 * 64).fill(200, 0, 64); // one light, one black
    const { pixels } = await readIdxImages(folder.write('i', idxImages(2, 8, values)));
    assert.deepEqual(new Set(pixels.subarray(0, 784)), new Set([200]));
    assert.deepEqual(new Set(pixels.subarray(784)), new Set([0]));
  });

  it('knows the usual names', () => {
    const names = [
      'train-images-idx3-ubyte',
      't10k-labels.idx1-ubyte.gz',
      'test-images.idx3-ubyte',
      'images-idx3-ubyte.gz',
    ];
    assert.deepEqual(names.map(parseIdxName), [
      { prefix: 'train', kind: 'images', gzipped: false },
      { prefix: 't10k', kind: 'labels', gzipped: true },
      { prefix: 'test', kind: 'images', gzipped: false },
      { prefix: '', kind: 'images', gzipped: true },
    ]);
    assert.equal(parseIdxName('train-images.png'), null);
  });
});

describe('bad input in IDX ends with one line that names the file', () => {
  const folder = freshFolder();
  const floats = idxImages(2);
  floats[2] = 0x0d;
  const claims = (count: number, side = 28) => {
    const bytes = idxImages(2);
    bytes.writeUInt32BE(count, 4);
    bytes.writeUInt32BE(side, 8);
    return bytes;
  };
  const cases: [what: string, content: Uint8Array, message: string][] = [
    ['an empty file', Buffer.alloc(0), 'the file is empty; fetch or write the file again'],
    [
      'a part of a header',
      idxImages(2).subarray(0, 10),
      'truncated: 10 bytes, not even a whole header; fetch or write the file again',
    ],
    ['another type', floats, 'begins with 0x00000d03, not with 0x00000803; give an IDX file of unsigned bytes'],
    [
      'labels for images',
      idxLabels([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      'holds labels where images are expected; give the images file',
    ],
    [
      'a truncated file',
      idxImages(2).subarray(0, 1000),
      'truncated: the header says 2 images of 28 x 28, but the file has 1000 bytes, not 1584; fetch or write the file again',
    ],
    [
      'a header that says less',
      claims(1),
      'the header says 1 images of 28 x 28: 800 bytes, but the file has 1584; fetch or write the file again',
    ],
    [
      'a header that says more',
      claims(3),
      'truncated: the header says 3 images of 28 x 28, but the file has 1584 bytes, not 2368; fetch or write the file again',
    ],
    [
      'a header that says far too much',
      claims(0xffffffff),
      'the header says 4294967295 images, more than the limit of 2000000; fetch or write the file again',
    ],
    ['no images', claims(0), 'the header says 0 images; give a file that holds images'],
    [
      'a side of 0',
      claims(2, 0),
      'the header says pictures of 0 x 28, not 1 to 1024 a side; fetch or write the file again',
    ],
    [
      'a truncated gzip',
      zlib.gzipSync(idxImages(2)).subarray(0, 200),
      'its gzip data ends too early: the file is truncated; fetch or pack the file again',
    ],
    [
      'a gzip of a truncated file',
      zlib.gzipSync(idxImages(2).subarray(0, 1000)),
      'truncated: the data ends before the 2 images of 28 x 28 that its header says; fetch or write the file again',
    ],
    [
      'a gzip that goes on',
      zlib.gzipSync(Buffer.concat([idxImages(2), Buffer.alloc(9)])),
      'holds more than the 2 images of 28 x 28 that its header says; fetch or write the file again',
    ],
    [
      'a gzip whose header says far too much',
      zlib.gzipSync(claims(1_900_000)),
      'truncated: the header says 1900000 images of 28 x 28, but the file is far too small for that; fetch or write the file again',
    ],
  ];
  for (const [what, content, message] of cases) {
    it(what, async () => {
      await assert.rejects(readIdxImages(folder.write('i', content)), userError(`FOLDER/i: ${message}`, folder.path()));
    });
  }

  it('a label outside the classes', async () => {
    const message =
      'FOLDER/l: label 10 of image 2 is outside the 10 classes (0 to 9); list the class names in classes.txt beside the data';
    await assert.rejects(
      readIdxLabels(folder.write('l', idxLabels([1, 2, 10])), DEFAULT_CLASSES),
      userError(message, folder.path()),
    );
  });

  it('images for labels, and a header that disagrees with the size', async () => {
    await assert.rejects(
      readIdxLabels(folder.write('l', idxImages(1)), DEFAULT_CLASSES),
      userError('FOLDER/l: holds images where labels are expected; give the labels file', folder.path()),
    );
    await assert.rejects(
      readIdxLabels(folder.write('l', idxLabels([1, 2, 3]).subarray(0, 10)), DEFAULT_CLASSES),
      userError(
        'FOLDER/l: truncated: the header says 3 labels, but the file has 10 bytes, not 11; fetch or write the file again',
        folder.path(),
      ),
    );
  });

  it('more than the limit', async () => {
    await assert.rejects(
      readIdxImages(folder.write('i', zlib.gzipSync(idxImages(400))), { unpackedLimit: 300_000 }),
      userError(
        'FOLDER/i: the header says 400 images of 28 x 28: 313616 bytes, above the limit of 300000; split the data',
        folder.path(),
      ),
    );
  });
});
