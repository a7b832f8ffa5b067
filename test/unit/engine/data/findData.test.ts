import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { findData } from '../../../../src/engine/data/findData';

describe('findData', () => {
  let folder: string;
  const row = `3,${new Array(784).fill(0).join(',')}\n`;
  const header = `label,${Array.from({ length: 784 }, (_, i) => `pixel${i + 1}`).join(',')}\n`;

  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'find-data-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function write(file: string, content: string | Buffer = ''): void {
    const at = path.join(folder, file);
    fs.mkdirSync(path.dirname(at), { recursive: true });
    fs.writeFileSync(at, content);
  }

  const find = async (limit = 50) =>
    (await findData({ folder, limit })).map(
      ({ path: at, kind }) => `${path.relative(folder, at).split(path.sep).join('/') || '.'}: ${kind}`,
    );

  it('finds CSV files of 784 pixels, and no others', async () => {
    write('a.csv', header + row);
    write('b.csv', row);
    write('c.csv.gz', zlib.gzipSync(header + row.repeat(500)));
    write('unlabelled.csv', row.slice(2));
    write('other.csv', 'name,price\nshirt,7\n');
    write('damaged.csv.gz', 'no gzip');
    assert.deepEqual(await find(), [
      '.: 4 CSV files',
      'a.csv: CSV',
      'b.csv: CSV',
      'c.csv.gz: CSV',
      'unlabelled.csv: CSV',
    ]);
  });

  it('finds folders with IDX files', async () => {
    write('one/t10k-images-idx3-ubyte.gz');
    write('two/train-images-idx3-ubyte');
    write('two/test-images.idx3-ubyte');
    assert.deepEqual(await find(), ['one: IDX', 'two: IDX, several splits']);
  });

  it('finds class folders with pictures, and splits of them as one', async () => {
    for (const name of ['bags/a.png', 'shoes/b.JPG', 'hats/c.webp']) {
      write(`mine/${name}`);
      write(`both/train/${name}`);
      write(`both/test/${name}`);
    }
    assert.deepEqual(await find(), ['both: pictures, 2 splits', 'mine: pictures in 3 folders']);
  });

  it('knows every name that the readers know', async () => {
    write('idx/images_idx3_ubyte.gz');
    write('packed/train-images-idx3-ubyte.gz');
    write('packed/train-images-idx3-ubyte');
    for (const split of ['trainset', 'valid_images', 'fashion-mnist_test']) {
      write(`splits/${split}/bags/a.jfif`);
      write(`splits/${split}/shoes/b.DIB`);
    }
    assert.deepEqual(await find(), ['idx: IDX', 'packed: IDX', 'splits: pictures, 3 splits']);
  });

  it('does not look into hidden folders, node_modules and runs, nor deeper than four', async () => {
    for (const at of ['.fashion-mnist/runs/x', 'node_modules/y', '1/2/3/4/5']) write(`${at}/a.csv`, row);
    write('1/2/3/4/a.csv', row);
    assert.deepEqual(await find(), ['1/2/3/4/a.csv: CSV']);
  });

  it('keeps to the limit', async () => {
    for (let i = 0; i < 9; i++) write(`${i}.csv`, row);
    assert.equal((await find(4)).length, 4);
  });

  it('follows no links, and passes over what is not there', async () => {
    fs.symlinkSync(folder, path.join(folder, 'loop'));
    assert.deepEqual(await find(), []);
    assert.deepEqual(await findData({ folder: path.join(folder, 'missing'), limit: 9 }), []);
  });
});
