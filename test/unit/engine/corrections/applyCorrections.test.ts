import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { applyCorrections } from '../../../../src/engine/corrections/applyCorrections';
import { imageAt, imageId } from '../../../../src/engine/data/dataset';
import { readData } from '../../../../src/engine/data/readData';
import type { DataLocation } from '../../../../src/shared/contracts/jobs';
import { csvOf, freshFolder, greyPng, HEADER, idxImages, idxLabels, pixelsOf, userError } from '../data/makeFiles';
import { correctionsOf } from './makeCorrected';

describe('a corrected data set', () => {
  const folder = freshFolder();
  const png = (image: number) => greyPng(28, 28, pixelsOf(image));

  const apply = (data: string, out: string, more: Partial<DataLocation> = {}, signal = new AbortController().signal) =>
    applyCorrections(
      {
        data: { path: folder.path(data), invert: 'no', ...more },
        correctionsFile: folder.path('c.csv'),
        out: folder.path(out),
      },
      { signal, progress: () => undefined, note: () => undefined },
    );

  /** Every file below a folder with its bytes, by its path with forward slashes. */
  const filesIn = (name: string) =>
    Object.fromEntries(
      (fs.readdirSync(folder.path(name), { recursive: true }) as string[])
        .filter((file) => fs.statSync(path.join(folder.path(name), file)).isFile())
        .map((file) => [file.split(path.sep).join('/'), fs.readFileSync(path.join(folder.path(name), file))] as const),
    );

  /** The class name of each image by its id. */
  async function labelled(data: string, more: Partial<DataLocation> = {}): Promise<Record<string, string>> {
    const { splits, classNames } = await readData({ path: folder.path(data), invert: 'no', ...more });
    return Object.fromEntries(
      splits.flatMap((split) =>
        Array.from({ length: split.count }, (_, index) => [
          `${split.split} ${imageId(imageAt(split, index))}`,
          split.labels ? classNames[split.labels[index]] : '-',
        ]),
      ),
    );
  }

  async function assertOnlyChanged(data: string, out: string, changed: number): Promise<void> {
    const [before, after] = [await labelled(data), await labelled(out)];
    assert.deepEqual(Object.keys(after).sort(), Object.keys(before).sort());
    assert.equal(Object.keys(before).filter((id) => before[id] !== after[id]).length, changed);
  }

  it('a CSV: the label and nothing else, byte for byte', async () => {
    const text = `\ufeff${csvOf([1, 2, 3]).replaceAll('\n', '\r\n')}`.replace('\r\n2,', '\r\n" 2 ",');
    folder.write('a.csv', text);
    folder.write('c.csv', correctionsOf({ image: 1, newLabel: 8 }));
    const { changed, splits } = await apply('a.csv', 'b.csv');
    assert.deepEqual([changed, splits], [1, [{ split: 'all', count: 3, changed: 1 }]]);
    assert.equal(fs.readFileSync(folder.path('b.csv'), 'utf8'), text.replace('" 2 "', '" 8 "'));
    assert.equal(fs.readFileSync(folder.path('a.csv'), 'utf8'), text);
  });

  it('a CSV whose label column is the last, without header and last line end', async () => {
    const rows = [0, 1].map((image) => [...pixelsOf(image), image].join(','));
    const head = [...HEADER.split(',').slice(1), 'label'].join(',');
    folder.write('a.csv', [head, ...rows].join('\n'));
    folder.write('c.csv', correctionsOf({ image: 1, newLabel: 8 }));
    await apply('a.csv', 'b.csv');
    assert.equal(fs.readFileSync(folder.path('b.csv'), 'utf8'), [head, rows[0], `${rows[1].slice(0, -1)}8`].join('\n'));
  });

  it('a packed CSV stays packed; a file becomes a folder where the name is no CSV', async () => {
    folder.write('a.csv.gz', zlib.gzipSync(csvOf([1, 2, 3])));
    folder.write('c.csv', correctionsOf({ image: 0, newLabel: 8 }));
    await apply('a.csv.gz', 'b.csv.gz');
    await apply('a.csv.gz', 'folder');
    const packed = fs.readFileSync(folder.path('b.csv.gz'));
    assert.equal(zlib.gunzipSync(packed).toString(), csvOf([8, 2, 3]));
    assert.deepEqual(filesIn('folder'), { 'a.csv.gz': packed });
  });

  it('a folder of CSV files, with the names of the classes', async () => {
    folder.write('data/train.csv', csvOf([1, 2]));
    folder.write('data/test.csv', csvOf([0]));
    folder.write('data/classes.txt', 'hat\nshoe\nsock\n');
    folder.write('data/notes.md', 'mine');
    folder.write('c.csv', correctionsOf({ image: 1, newLabel: 0, newName: 'hat' }));
    await apply('data', 'deep/er/data2');
    const files = filesIn('deep/er/data2');
    assert.deepEqual(Object.keys(files).sort(), ['classes.txt', 'test.csv', 'train.csv']);
    assert.equal(files['train.csv'].toString(), csvOf([1, 0]));
    assert.deepEqual(files['test.csv'], fs.readFileSync(folder.path('data/test.csv')));
  });

  it('IDX pairs, plain and packed', async () => {
    folder.write('data/raw/train-images-idx3-ubyte', idxImages(3));
    folder.write('data/raw/train-labels-idx1-ubyte', idxLabels([1, 2, 3]));
    folder.write('data/raw/t10k-images-idx3-ubyte.gz', zlib.gzipSync(idxImages(1)));
    folder.write('data/raw/t10k-labels-idx1-ubyte.gz', zlib.gzipSync(idxLabels([4])));
    folder.write('c.csv', correctionsOf({ image: 0, newLabel: 9 }, { image: 2, newLabel: 7 }));
    const { changed } = await apply('data', 'data2');
    assert.equal(changed, 3);
    const before = filesIn('data');
    const after = filesIn('data2');
    assert.deepEqual(Object.keys(after).sort(), Object.keys(before).sort());
    assert.deepEqual(after['raw/train-images-idx3-ubyte'], before['raw/train-images-idx3-ubyte']);
    assert.deepEqual(after['raw/train-labels-idx1-ubyte'], idxLabels([9, 2, 7]));
    assert.deepEqual(zlib.gunzipSync(after['raw/t10k-labels-idx1-ubyte.gz']), idxLabels([9]));
    await assert.rejects(apply('data/raw/train-images-idx3-ubyte', 'x.csv'), /name of one file/);
    await apply('data/raw/train-labels-idx1-ubyte', 'pair');
    assert.deepEqual(Object.keys(filesIn('pair')).sort(), ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte']);
  });

  it('class folders: a picture goes to the folder of its class, under a name of its own', async () => {
    folder.write('data/train/Shirt/1.png', png(1));
    folder.write('data/train/Shirt/2.png', png(2));
    folder.write('data/train/Shirt/broken.png', 'no picture');
    folder.write('data/train/Coat/1.png', png(3));
    folder.write('data/test/Coat/1.png', png(4));
    folder.write(
      'c.csv',
      correctionsOf(
        { image: 1, newLabel: 4, newName: 'Coat' },
        { image: 2, newLabel: 0, newName: 'T-shirt/top' },
        { image: 4, newLabel: 6 },
      ),
    );
    await apply('data', 'data2');
    const before = filesIn('data');
    const after = filesIn('data2');
    assert.deepEqual(Object.keys(after).sort(), [
      'test/Shirt/1.png',
      'train/Coat/1 from Shirt.png',
      'train/Coat/1.png',
      'train/Shirt/broken.png',
      'train/T_shirt_top/2.png',
    ]);
    assert.deepEqual(after['train/Coat/1 from Shirt.png'], before['train/Shirt/1.png']);
    assert.deepEqual(after['train/Coat/1.png'], before['train/Coat/1.png']);
    await assertOnlyChanged('data', 'data2', 3);
  });

  it('classes that have their names of folders keep them, also when the last picture of one is gone', async () => {
    for (const [image, name] of ['apple', 'pear', 'plum'].entries()) folder.write(`data/${name}/a.png`, png(image));
    folder.write('c.csv', correctionsOf({ image: 0, newLabel: 2, newName: 'plum' }));
    await apply('data', 'data2');
    assert.deepEqual(Object.keys(filesIn('data2')).sort(), [
      'classes.txt',
      'pear/a.png',
      'plum/a from apple.png',
      'plum/a.png',
    ]);
    assert.equal(filesIn('data2')['classes.txt'].toString(), 'apple\npear\nplum\n');
    await assertOnlyChanged('data', 'data2', 1);
  });

  it('names of classes are never paths', async () => {
    const names = ['../..', '<img src=x onerror=alert(1)>', '=cmd()', 'CON', 'train', '\u{1f457}', 'a/b', 'A.B'];
    folder.write('names.txt', names.join('\n') + '\n');
    names.forEach((_, label) => folder.write(`data/${label}/a.png`, png(label)));
    // Every class loses its folder: image 0 becomes class 1 and so on, and that of class 0 is made anew.
    for (const name of Object.keys(filesIn('data')))
      if (!name.startsWith('7')) fs.rmSync(folder.path(`data/${name.split('/')[0]}`), { recursive: true });
    names.forEach((_, image) => folder.write(`data/7/${image}.png`, png(image)));
    folder.write('c.csv', correctionsOf(...names.map((newName, image) => ({ image, newLabel: image, newName }))));
    const result = await apply('data', 'data2', { classesFile: folder.path('names.txt') });
    assert.equal(result.changed, names.length - 1);
    const after = await labelled('data2');
    assert.deepEqual(
      names.map((_, image) => after[`all ${imageId(Uint8Array.from(pixelsOf(image)))}`]),
      names,
    );
    assert.deepEqual(
      fs.readdirSync(folder.path('data2')).filter((name) => /[^\w\u{1f457}.]/u.test(name)),
      [],
    );
    assert.deepEqual(fs.readdirSync(folder.path()).sort(), ['c.csv', 'data', 'data2', 'names.txt']);
  });

  it('any corrections: the images stay, and each has the label that was decided', async () => {
    const decisions = fc.array(fc.record({ image: fc.nat(7), newLabel: fc.nat(3) }), { maxLength: 6 });
    const form = fc.constantFrom('csv', 'idx', 'folders');
    let round = 0;
    await fc.assert(
      fc.asyncProperty(decisions, form, async (list, kind) => {
        const [data, out] = [`in${++round}`, `out${round}`];
        const labels = [0, 1, 2, 3, 0, 1];
        folder.write(`${data}/classes.txt`, 'a\nb\nc\nd\n');
        if (kind === 'csv') folder.write(`${data}/train.csv`, csvOf(labels));
        if (kind === 'idx') {
          folder.write(`${data}/train-images-idx3-ubyte`, idxImages(6));
          folder.write(`${data}/train-labels-idx1-ubyte`, idxLabels(labels));
        }
        if (kind === 'folders')
          labels.forEach((label, image) =>
            folder.write(`${data}/train/${'abcd'[label]}/${image % 2}${'x'.repeat(image >> 2)}.png`, png(image)),
          );
        folder.write('c.csv', correctionsOf(...list));
        await apply(data, out);
        const after = await labelled(out);
        const last = new Map(list.map(({ image, newLabel }) => [image, newLabel]));
        assert.deepEqual(
          labels.map((_, image) => after[`train ${imageId(Uint8Array.from(pixelsOf(image)))}`]),
          labels.map((label, image) => 'abcd'[last.get(image) ?? label]),
        );
        assert.equal(Object.keys(after).length, labels.length);
      }),
      { numRuns: 40, seed: 20261122 },
    );
  });

  describe('nothing is written', () => {
    beforeEach(() => {
      folder.write('data/train.csv', csvOf([1, 2, 3]));
      folder.write('c.csv', correctionsOf({ image: 1, newLabel: 8 }));
    });

    async function assertNothing(work: () => Promise<unknown>, message: string | RegExp): Promise<void> {
      const before = fs.readdirSync(folder.path(), { recursive: true }).sort();
      await assert.rejects(work(), typeof message === 'string' ? userError(message, folder.path()) : message);
      assert.deepEqual(fs.readdirSync(folder.path(), { recursive: true }).sort(), before);
    }

    it('over what is there, be it an empty folder or a link that leads nowhere', async () => {
      fs.mkdirSync(folder.path('empty'));
      await assertNothing(
        () => apply('data', 'empty'),
        'FOLDER/empty: is there already; name a place where nothing is; nothing was written',
      );
      await assertNothing(() => apply('data', 'data'), /is there already/);
      await assertNothing(() => apply('data/train.csv', 'data/train.csv'), /is there already/);
      if (process.platform === 'win32') return;
      fs.symlinkSync(folder.path('nowhere'), folder.path('link'));
      await assertNothing(() => apply('data', 'link'), /is there already/);
    });

    it('into the data itself', () =>
      assertNothing(
        () => apply('data', 'data/new'),
        'FOLDER/data/new: lies within the data; name a place outside of it; nothing was written',
      ));

    it('from a broken or torn corrections file', async () => {
      fs.appendFileSync(
        folder.path('c.csv'),
        correctionsOf({ image: 2 }).split('\n')[1].replace('relabel', 'relable') + '\n',
      );
      await assertNothing(() => apply('data', 'deep/out'), /c\.csv:3:7: "relable" is no decision; /);
      folder.write('c.csv', correctionsOf({ image: 2 }).slice(0, -30));
      await assertNothing(() => apply('data', 'out'), /c\.csv:2: the line breaks off after 13 cells of 15; /);
      folder.write('c.csv', correctionsOf({ image: 2, newLabel: 77 }));
      await assertNothing(() => apply('data', 'out'), /c\.csv:2: the new label 77 is none of/);
    });

    it('from data that is broken, missing or unlabelled', async () => {
      await assertNothing(() => apply('none', 'out'), /none: there is no such file or folder/);
      folder.write('data/train.csv', csvOf([1]) + '1,2\n');
      await assertNothing(() => apply('data', 'out'), /train\.csv:3: 2 columns/);
      folder.write('data/train.csv', pixelsOf(1).join(','));
      await assertNothing(() => apply('data', 'out'), /data: is unlabelled/);
    });

    it('when it is cancelled on the way', async () => {
      for (let image = 0; image < 60; image++) folder.write(`data/train/Shirt/${image}.png`, png(image));
      fs.rmSync(folder.path('data/train.csv'));
      const stop = new AbortController();
      await assertNothing(
        () =>
          applyCorrections(
            {
              data: { path: folder.path('data'), invert: 'no' },
              correctionsFile: folder.path('c.csv'),
              out: folder.path('new/out'),
            },
            {
              signal: stop.signal,
              note: () => undefined,
              progress: ({ message }) => message.startsWith('copying') && stop.abort(),
            },
          ),
        /abort/i,
      );
    });
  });
});
