import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { DEFAULT_CLASSES } from '../../../../src/engine/data/classNames';
import { readCsv } from '../../../../src/engine/data/csv';
import { DamagedPictureError, decodePicture } from '../../../../src/engine/data/decodePicture';
import { toImage } from '../../../../src/engine/data/greyPicture';
import { readIdxImages, readIdxLabels } from '../../../../src/engine/data/idx';
import { readData } from '../../../../src/engine/data/readData';
import { UserError } from '../../../../src/shared/userError';
import { csvOf, freshFolder, greyPng, idxImages, idxLabels, pixelsOf, withRightChecksums } from './makeFiles';
import { THREE_BY_TWO } from './smallPictures';

const RUNS = { numRuns: 150, seed: 20261122 };

/** Bytes of which a few are changed, doubled, taken out or cut off; mostly changed, so that much still reads. */
const damaged = (bytes: Uint8Array) =>
  fc
    .array(
      fc.record({
        how: fc.noBias(fc.constantFrom('set', 'set', 'set', 'set', 'set', 'set', 'cut', 'insert', 'remove')),
        at: fc.noBias(fc.nat(bytes.length - 1)),
        value: fc.nat(255),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) => {
      let changed = Buffer.from(bytes);
      for (const { how, at, value } of changes) {
        if (how === 'set' && at < changed.length) changed[at] = value;
        const [before, after] = [changed.subarray(0, at), changed.subarray(at)];
        if (how === 'cut') changed = Buffer.from(before);
        if (how === 'insert') changed = Buffer.concat([before, Buffer.of(value, value), after]);
        if (how === 'remove') changed = Buffer.concat([before, after.subarray(3)]);
      }
      return changed;
    });

/** Whatever the bytes: a result, or the one kind of error that a person can act on. */
async function settles(
  read: () => Promise<unknown>,
  allowed: new (...args: never[]) => Error = UserError,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof allowed)) throw error;
    assert.doesNotMatch(error.message, /[\r\n]/);
  }
}

describe('no bytes crash or hang a reader', function () {
  this.timeout(60_000);
  const folder = freshFolder();
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.string({ unit: 'binary', maxLength: 500 }).map((text) => Buffer.from(text)),
  );

  const csv = Buffer.from(csvOf([1, 2, 3]));
  const readers: [name: string, good: Uint8Array[], read: (file: string) => Promise<unknown>][] = [
    ['CSV', [csv, zlib.gzipSync(csv)], (file) => readCsv(file, DEFAULT_CLASSES)],
    ['IDX images', [idxImages(2), idxImages(3, 8), zlib.gzipSync(idxImages(2))], (file) => readIdxImages(file)],
    [
      'IDX labels',
      [idxLabels([1, 2, 3]), zlib.gzipSync(idxLabels([1, 2, 3]))],
      (file) => readIdxLabels(file, DEFAULT_CLASSES),
    ],
    ['any file', [csv, idxImages(1), greyPng(28, 28, pixelsOf(0))], (file) => readData({ path: file })],
  ];
  for (const [name, good, read] of readers) {
    it(name, async () => {
      const input = fc.oneof(bytes, ...good.map(damaged));
      await fc.assert(
        fc.asyncProperty(input, (content) => settles(() => read(folder.write('file', content)))),
        RUNS,
      );
    });
  }

  it('CSV text made of what CSV is made of', async () => {
    const cell = fc.oneof(
      fc.nat(300).map(String),
      fc.constantFrom('', '"', '""', '"7"', ' 1 ', '-1', '1e2', 'x', '\r', '\n', '0x10', '٣'),
    );
    const line = fc
      .tuple(fc.constantFrom(783, 784, 785, 786), fc.array(fc.tuple(fc.nat(785), cell), { maxLength: 3 }))
      .map(([columns, odd]) => {
        const cells = new Array<string>(columns).fill('1');
        for (const [at, text] of odd) cells[Math.min(at, columns - 1)] = text;
        return cells.join(',');
      });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 4 }), (lines) =>
        settles(() => readCsv(folder.write('x.csv', lines.join('\n')), DEFAULT_CLASSES)),
      ),
      RUNS,
    );
  });

  const grey = { width: 16, height: 8, data: Buffer.alloc(16 * 8 * 4, 100) };
  const pictures: Record<string, Buffer> = {
    ...THREE_BY_TWO,
    'PNG, grey': greyPng(28, 28, pixelsOf(0)),
    JPEG: Buffer.from(jpeg.encode(grey, 80).data),
  };
  for (const [kind, picture] of Object.entries(pictures)) {
    it(`picture: ${kind}`, async () => {
      let decoded = 0;
      await fc.assert(
        fc.asyncProperty(
          kind.startsWith('PNG')
            ? fc.oneof(damaged(picture), damaged(picture).map(withRightChecksums))
            : damaged(picture),
          (content) =>
            settles(async () => {
              const { image } = toImage(await decodePicture(content), 'auto');
              decoded++;
              assert.equal(image.length, 784);
            }, DamagedPictureError),
        ),
        RUNS,
      );
      assert.ok(decoded > 0, 'some of them get through to the end');
    });
  }

  it('names of files and folders', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter(
        (text) => !/[/\\:*?"<>|\u0000-\u001f]/.test(text) && !/^\.|[. ]$/.test(text) && Buffer.byteLength(text) < 200,
      );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1, maxLength: 4, selector: (text) => text.normalize().toLowerCase() }),
        async (names) => {
          const root = `root${Math.random()}`;
          for (const text of names) folder.write(`${root}/${text}/a.png`, pictures['PNG, grey']);
          await settles(() => readData({ path: folder.path(root) }));
        },
      ),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('a CSV reads as it was written', async () => {
    const image = fc.tuple(fc.nat(9), fc.uint8Array({ minLength: 784, maxLength: 784 }));
    const written = fc.record({
      images: fc.array(image, { minLength: 1, maxLength: 3 }),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      quote: fc.constantFrom('', '"'),
      at: fc.nat(784),
      last: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(written, async ({ images, lineEnd, quote, at, last }) => {
        const row = (label: string | number, cells: (string | number)[]) =>
          [...cells.slice(0, at), label, ...cells.slice(at)].map((cell) => `${quote}${cell}${quote}`).join(',');
        const lines = [
          row(
            'label',
            Array.from({ length: 784 }, (_, index) => `p${index}`),
          ),
          ...images.map(([label, pixels]) => row(label, [...pixels])),
        ];
        const read = await readCsv(folder.write('x.csv', lines.join(lineEnd) + (last ? lineEnd : '')), DEFAULT_CLASSES);
        assert.deepEqual(
          [...read.labels!],
          images.map(([label]) => label),
        );
        assert.deepEqual(
          [...read.pixels],
          images.flatMap(([, pixels]) => [...pixels]),
        );
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});
