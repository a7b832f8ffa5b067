import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { PNG } from 'pngjs';
import { MAX_PIXELS } from '../../../../src/engine/data/decodePicture';
import { decodeGreyPng } from '../../../../src/engine/data/greyPng';
import { Random } from '../../../../src/engine/random';

const random = new Random('grey png');

/** @param filterType -1: pngjs chooses for each line */
function grey(width: number, height: number, filterType: number): { bytes: Buffer; values: Uint8Array } {
  const values = Uint8Array.from({ length: width * height }, (_, i) => (i * 7 + random.below(40)) % 256);
  const png = new PNG({ width, height });
  png.data = Buffer.from(values);
  return { bytes: PNG.sync.write(png, { colorType: 0, inputColorType: 0, filterType }), values };
}

describe('grey PNG', function () {
  before(function () {
    if (typeof (zlib as { crc32?: unknown }).crc32 !== 'function') this.skip(); // Node before 20.15.
  });

  for (const filter of [0, 1, 2, 3, 4, -1]) {
    for (const [width, height] of [
      [28, 28],
      [1, 5],
      [301, 3],
    ]) {
      it(`of ${width} x ${height}, filter ${filter}, is what was written`, () => {
        const { bytes, values } = grey(width, height, filter);
        const decoded = decodeGreyPng(bytes, MAX_PIXELS)!;
        assert.deepEqual([decoded.width, decoded.height], [width, height]);
        assert.deepEqual(decoded.grey, values);
      });
    }
  }

  it('with any byte changed is left to the decoder of all kinds, or is the same picture', () => {
    const { bytes, values } = grey(28, 28, -1);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 1 << random.below(8);
      const decoded = decodeGreyPng(damaged, MAX_PIXELS);
      if (decoded) assert.deepEqual(decoded.grey, values, `byte ${at}`);
    }
  });

  it('cut off anywhere is left to the decoder of all kinds', () => {
    const { bytes } = grey(28, 28, -1);
    for (let length = 0; length < bytes.length; length++) {
      assert.equal(decodeGreyPng(bytes.subarray(0, length), MAX_PIXELS), null, `${length} bytes`);
    }
  });

  it('with a chunk that must be understood and is not, is left to the decoder of all kinds', () => {
    const { bytes } = grey(4, 4, 0);
    const chunk = Buffer.concat([Buffer.from([0, 0, 0, 0]), Buffer.from('ABCD'), Buffer.alloc(4)]);
    chunk.writeUInt32BE(zlib.crc32(Buffer.from('ABCD')), 8);
    assert.equal(decodeGreyPng(Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]), MAX_PIXELS), null);
  });

  it('in colour, or too large, is left to the decoder of all kinds', () => {
    const colour = PNG.sync.write(new PNG({ width: 4, height: 4 }));
    assert.equal(decodeGreyPng(colour, MAX_PIXELS), null);
    assert.equal(decodeGreyPng(grey(10, 10, 0).bytes, 99), null);
  });
});
