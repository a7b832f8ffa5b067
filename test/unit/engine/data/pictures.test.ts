import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { DamagedPictureError, decodePicture } from '../../../../src/engine/data/decodePicture';
import { type Invert, toImage } from '../../../../src/engine/data/greyPicture';
import { fitToImage } from '../../../../src/engine/data/resize';
import { greyPng, pixelsOf, plainPng } from './makeFiles';
import { THREE_BY_TWO } from './smallPictures';

const COLOURS = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255, 128, 128, 128, 255, 0, 0, 0, 255];

const imageOf = async (bytes: Buffer, invert: Invert = 'auto') => toImage(await decodePicture(bytes), invert);

describe('decoding pictures', () => {
  for (const [kind, bytes] of Object.entries(THREE_BY_TWO)) {
    it(`reads ${kind}`, async () => {
      const { width, height, rgba } = await decodePicture(bytes);
      assert.deepEqual([width, height], [3, 2]);
      assert.deepEqual([...rgba], COLOURS);
    });
  }

  it('reads JPEG', async () => {
    const grey = { width: 16, height: 8, data: Buffer.alloc(16 * 8 * 4, 100) };
    const { width, height, rgba } = await decodePicture(Buffer.from(jpeg.encode(grey, 95).data));
    assert.deepEqual([width, height], [16, 8]);
    assert.ok(Math.abs(rgba[0] - 100) <= 1);
  });

  it('passes over what follows the end of a PNG', async () => {
    const { width } = await decodePicture(Buffer.concat([plainPng(5, 4, [1, 2, 3, 255]), Buffer.from('more')]));
    assert.equal(width, 5);
  });

  it('refuses an interlaced PNG that unpacks to far more than its size needs', async () => {
    const bytes = interlacedBomb();
    await assert.rejects(
      decodePicture(bytes),
      (error) => error instanceof DamagedPictureError && /larger than/.test(error.message),
    );
  });

  it('writes nothing to the standard output about a damaged GIF', async () => {
    const { log } = console;
    let said = 0;
    console.log = () => said++;
    try {
      const gif = Buffer.from(THREE_BY_TWO['GIF']);
      gif[gif.length - 6] = 0xff;
      gif[gif.length - 5] = 0xff;
      await decodePicture(gif).catch(() => undefined);
    } finally {
      console.log = log;
    }
    assert.equal(said, 0);
  });

  it('turns a photograph as its camera says', async () => {
    // Left half black, right half white; orientation 6 means: turn it clockwise, so black comes to be above.
    const data = Buffer.alloc(28 * 28 * 4, 255);
    for (let at = 0; at < 28 * 28; at++) if (at % 28 < 14) data.fill(0, at * 4, at * 4 + 3);
    const plain = Buffer.from(jpeg.encode({ width: 28, height: 28, data }, 100).data);
    const exif = Buffer.from('ffe1001e457869660000' + '4d4d002a00000008' + '0001' + '011200030000000100060000', 'hex');
    exif.writeUInt16BE(exif.length - 2, 2);
    const turned = Buffer.concat([plain.subarray(0, 2), exif, plain.subarray(2)]);
    const { image } = await imageOf(turned, 'no');
    assert.ok(image[0] < 10 && image[27] < 10 && image[27 * 28] > 245);
  });

  const damaged: [what: string, bytes: Buffer, why: RegExp][] = [
    ['an empty file', Buffer.alloc(0), /^the file is empty$/],
    ['text', Buffer.from('hello, this is no picture'), /^its content is no PNG, JPEG, WebP, BMP or GIF$/],
    [
      'half a PNG',
      plainPng(28, 28, [1, 2, 3, 255]).subarray(0, 60),
      /^its PNG data is damaged \(the file is cut off\)$/,
    ],
    ['a cut-off header', plainPng(28, 28, [1, 2, 3, 255]).subarray(0, 18), /^its PNG header is damaged$/],
    ['a picture of gigapixels', hugePng(), /^60000 x 60000 is above the limit of 25 megapixels$/],
    ['a picture of 64 megapixels', hugePng(8000), /^8000 x 8000 is above the limit of 25 megapixels$/],
  ];
  for (const [what, bytes, why] of damaged) {
    it(`says what is wrong with ${what}`, async () => {
      await assert.rejects(
        decodePicture(bytes),
        (error) => error instanceof DamagedPictureError && why.test(error.message),
      );
    });
  }
});

/** 4 x 4 pixels by its header, ten million bytes by its data. The checksums do not matter: it is refused before. */
function interlacedBomb(): Buffer {
  const data = zlib.deflateSync(Buffer.alloc(10_000_000));
  const header = Buffer.from('89504e470d0a1a0a0000000d494844520000000400000004080000000100000000', 'hex');
  const chunk = Buffer.alloc(8);
  chunk.writeUInt32BE(data.length);
  chunk.write('IDAT', 4);
  const end = Buffer.from('000000000000000049454e4400000000', 'hex');
  return Buffer.concat([header, chunk, data, end]);
}

function hugePng(side = 60_000): Buffer {
  const bytes = plainPng(2, 2, [0, 0, 0, 255]);
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  return bytes;
}

describe('making a picture 28x28 grey', () => {
  it('gives back a 28x28 grey picture bit for bit', async () => {
    const dark = pixelsOf(3).map((value) => value >> 1);
    const { image, inverted } = await imageOf(greyPng(28, 28, dark));
    assert.deepEqual([...image], dark);
    assert.equal(inverted, false);
  });

  it('takes the luminance of colours as Pillow does', async () => {
    for (const [colour, grey] of [
      [[255, 0, 0], 76],
      [[0, 255, 0], 150],
      [[0, 0, 255], 29],
      [[10, 200, 90], 131],
    ] as const) {
      const { image } = await imageOf(plainPng(28, 28, [...colour, 255]), 'no');
      assert.deepEqual(new Set(image), new Set([grey]));
    }
  });

  it('keeps the aspect and centres', () => {
    const wide = fitToImage({ width: 56, height: 28, grey: new Uint8Array(56 * 28).fill(90) });
    const high = fitToImage({ width: 14, height: 28, grey: new Uint8Array(14 * 28).fill(90) });
    for (let y = 0; y < 28; y++) {
      for (let x = 0; x < 28; x++) {
        assert.equal(wide[y * 28 + x], y >= 7 && y < 21 ? 90 : 0);
        assert.equal(high[y * 28 + x], x >= 7 && x < 21 ? 90 : 0);
      }
    }
  });

  it('takes the middle alone where it shall cover', () => {
    // Columns 0 to 13 are 10, the middle 28 are 90, the rest is 200; and the same turned.
    const band = (at: number) => (at < 14 ? 10 : at < 42 ? 90 : 200);
    const wide = Uint8Array.from({ length: 56 * 28 }, (_, index) => band(index % 56));
    const high = Uint8Array.from({ length: 56 * 28 }, (_, index) => band(Math.floor(index / 28)));
    assert.deepEqual(new Set(fitToImage({ width: 56, height: 28, grey: wide }, 'cover')), new Set([90]));
    assert.deepEqual(new Set(fitToImage({ width: 28, height: 56, grey: high }, 'cover')), new Set([90]));
  });

  it('fills the square where it shall stretch', () => {
    const grey = Uint8Array.from({ length: 56 * 28 }, (_, index) => Math.floor((index % 56) / 2) * 9);
    const image = fitToImage({ width: 56, height: 28, grey }, 'stretch');
    assert.deepEqual(
      [...image],
      Array.from({ length: 784 }, (_, at) => (at % 28) * 9),
    );
  });

  it('fits a square picture in one way only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (side, seed) => {
        const grey = Uint8Array.from({ length: side * side }, (_, at) => (at * 31 + seed) % 256);
        const [contain, cover, stretch] = (['contain', 'cover', 'stretch'] as const).map((fit) =>
          fitToImage({ width: side, height: side, grey }, fit),
        );
        assert.deepEqual(cover, contain);
        assert.deepEqual(stretch, contain);
      }),
    );
  });

  it('stays between the darkest and the lightest pixel, and fills the square, for any shape', () => {
    const sides = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(sides, sides, fc.constantFrom('cover', 'stretch'), (width, height, fit) => {
        const grey = Uint8Array.from({ length: width * height }, (_, at) => 50 + ((at * 37) % 101));
        const image = fitToImage({ width, height, grey }, fit);
        assert.equal(image.length, 784);
        assert.ok(image.every((pixel) => pixel >= 50 && pixel <= 150));
      }),
    );
  });

  it('averages the area where it shrinks', () => {
    const grey = Uint8Array.from({ length: 56 * 56 }, (_, index) => ((index % 56) & 1 ? 200 : 100));
    assert.deepEqual(new Set(fitToImage({ width: 56, height: 56, grey })), new Set([150]));
    const ramp = Uint8Array.from({ length: 70 * 70 }, (_, index) => (index % 70) * 2);
    // The first new pixel covers columns 0, 1 and half of 2: (0 + 2 + 4 / 2) / 2.5 = 1.6
    // The second: (half of 4, 6, 8) / 2.5 = 6.4
    assert.deepEqual([...fitToImage({ width: 70, height: 70, grey: ramp }).subarray(0, 2)], [2, 6]);
  });

  it('interpolates where it enlarges', () => {
    const image = fitToImage({ width: 2, height: 2, grey: Uint8Array.of(0, 140, 0, 140) });
    // Pixel centres of the new image in the old: (x + 0.5) / 14 - 0.5, held to 0 and 1.
    const row = Array.from({ length: 28 }, (_, x) => Math.round(140 * Math.min(1, Math.max(0, (x + 0.5) / 14 - 0.5))));
    assert.deepEqual([...image.subarray(0, 28)], row);
    assert.deepEqual([...image.subarray(756)], row);
  });

  it('survives pictures of one pixel and of extreme aspect', () => {
    assert.deepEqual(new Set(fitToImage({ width: 1, height: 1, grey: Uint8Array.of(7) })), new Set([7]));
    assert.equal(
      fitToImage({ width: 1000, height: 1, grey: new Uint8Array(1000).fill(9) }).filter((value) => value === 9).length,
      28,
    );
    assert.equal(
      fitToImage({ width: 3, height: 1000, grey: new Uint8Array(3000).fill(9) }).filter((value) => value === 9).length,
      28,
    );
  });

  it('inverts a picture with a light border, unless told otherwise', async () => {
    const light = greyPng(28, 28, onBorder(250, 40));
    assert.deepEqual([...(await imageOf(light)).image], [...onBorder(5, 215)]);
    assert.deepEqual([...(await imageOf(light, 'no')).image], [...onBorder(250, 40)]);
    const dark = greyPng(28, 28, onBorder(10, 250));
    assert.equal((await imageOf(dark)).inverted, false);
    assert.deepEqual([...(await imageOf(dark, 'yes')).image], [...onBorder(245, 5)]);
  });

  it('pads with background after inverting', async () => {
    const { image } = await imageOf(plainPng(100, 50, [255, 255, 255, 255]));
    assert.deepEqual(new Set(image), new Set([0]));
  });

  const cutOut = (colour: number) => {
    const bytes = Buffer.alloc(28 * 28 * 4);
    for (let y = 8; y < 20; y++)
      for (let x = 8; x < 20; x++) bytes.set([colour, colour, colour, 255], (y * 28 + x) * 4);
    return { width: 28, height: 28, rgba: bytes, orientation: 1 };
  };

  it('lets a cut-out stand out, be it dark or light', () => {
    const dark = toImage(cutOut(20), 'auto');
    assert.deepEqual([dark.image[0], dark.image[14 * 28 + 14], dark.inverted], [0, 235, true]);
    const light = toImage(cutOut(230), 'auto');
    assert.deepEqual([light.image[0], light.image[14 * 28 + 14], light.inverted], [0, 230, false]);
    assert.deepEqual([toImage(cutOut(230), 'yes').image[0], toImage(cutOut(20), 'no').image[0]], [0, 0]);
  });

  it('lays see-through parts of a light picture on white', () => {
    const picture = cutOut(0);
    for (let at = 0; at < 28 * 28; at++) {
      if (picture.rgba[at * 4 + 3] === 0) picture.rgba.set([255, 255, 255, 255], at * 4);
      else picture.rgba.set([255, 255, 255, 0], at * 4);
    }
    assert.deepEqual(new Set(toImage(picture, 'auto').image), new Set([0]));
  });
});

function onBorder(border: number, inside: number): number[] {
  return Array.from({ length: 784 }, (_, index) => {
    const [x, y] = [index % 28, Math.floor(index / 28)];
    return x === 0 || y === 0 || x === 27 || y === 27 ? border : inside;
  });
}
