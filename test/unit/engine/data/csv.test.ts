import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { DEFAULT_CLASSES } from '../../../../src/engine/data/classNames';
import { readCsv } from '../../../../src/engine/data/csv';
import { csvOf, freshFolder, HEADER, pixelsOf } from './makeFiles';

describe('reading a CSV', () => {
  const folder = freshFolder();
  const read = (content: string | Uint8Array, name = 'x.csv') => readCsv(folder.write(name, content), DEFAULT_CLASSES);
  const line = (label: number | string, image: number) => [label, ...pixelsOf(image)].join(',');

  it('takes label, pixels and line of each image', async () => {
    const { count, labels, pixels, rows } = await read(csvOf([9, 0, 3]));
    assert.equal(count, 3);
    assert.deepEqual([...labels!], [9, 0, 3]);
    assert.deepEqual([...rows], [2, 3, 4]);
    assert.deepEqual([...pixels], [0, 1, 2].flatMap(pixelsOf));
  });

  it('reads more than one chunk of the file alike', async () => {
    const wanted = Array.from({ length: 1500 }, (_, index) => index % 10);
    const text = csvOf(wanted); // 4 MB: lines lie across the borders of chunks
    for (const content of [text, zlib.gzipSync(text), text.replaceAll('\n', '\r\n')]) {
      const { labels, pixels, rows } = await read(content);
      assert.deepEqual([...labels!], wanted);
      assert.equal(rows.at(-1), 1501);
      for (const image of [0, 467, 468, 1499]) {
        assert.deepEqual([...pixels.subarray(image * 784, (image + 1) * 784)], pixelsOf(image));
      }
    }
  });

  const forms: Record<string, string> = {
    'without a header': `${line(1, 0)}\n${line(2, 1)}\n`,
    'without a line feed at the end': `${HEADER}\n${line(1, 0)}\n${line(2, 1)}`,
    'with CRLF': `${HEADER}\r\n${line(1, 0)}\r\n${line(2, 1)}\r\n`,
    'with a byte order mark and a header': `\uFEFF${HEADER}\n${line(1, 0)}\n${line(2, 1)}\n`,
    'with a byte order mark and no header': `\uFEFF${line(1, 0)}\n${line(2, 1)}\n`,
    'with quotes': `${HEADER}\n${line(1, 0)}\n${line(2, 1)}\n`.replace(/[^,\n]+/g, '"$&"'),
    'with spaces around the numbers': `${HEADER}\n${line(1, 0)}\n${line(2, 1)}\n`.replaceAll(',', ' , '),
    'with leading zeros': `${HEADER}\n${line('01', 0)}\n${line('002', 1)}\n`,
    'with blank lines': `${HEADER}\n\n${line(1, 0)}\n  \n${line(2, 1)}\n\n\n`,
    'with a header that counts the columns': `${Array.from({ length: 785 }, (_, i) => i).join(',')}\n${line(1, 0)}\n${line(2, 1)}\n`,
    'with LABEL in capitals': `${HEADER.replace('label', 'LABEL')}\n${line(1, 0)}\n${line(2, 1)}\n`,
  };
  for (const [form, text] of Object.entries(forms)) {
    it(`reads a file ${form}`, async () => {
      const { labels, pixels } = await read(text);
      assert.deepEqual([...labels!], [1, 2]);
      assert.deepEqual([...pixels], [0, 1].flatMap(pixelsOf));
    });
  }

  for (const place of [784, 300, 1]) {
    it(`finds the label column by its name in column ${place + 1}`, async () => {
      const names = HEADER.split(',').slice(1);
      names.splice(place, 0, 'label');
      const lines = [0, 1, 2].map((image) => {
        const cells = pixelsOf(image);
        cells.splice(place, 0, image + 7);
        return cells.join(',');
      });
      const { labels, pixels } = await read([names.join(','), ...lines].join('\n'));
      assert.deepEqual([...labels!], [7, 8, 9]);
      assert.deepEqual([...pixels], [0, 1, 2].flatMap(pixelsOf));
    });
  }

  it('takes 784 columns as unlabelled, with and without a header', async () => {
    const lines = [0, 1].map((image) => pixelsOf(image).join(','));
    for (const text of [lines.join('\n'), [HEADER.slice('label,'.length), ...lines].join('\n')]) {
      const { labels, pixels, count } = await read(text);
      assert.equal(labels, null);
      assert.equal(count, 2);
      assert.deepEqual([...pixels], [0, 1].flatMap(pixelsOf));
    }
  });

  it('knows gzip by its content, not by its name', async () => {
    assert.deepEqual([...(await read(zlib.gzipSync(csvOf([4])), 'x.csv')).labels!], [4]);
    assert.deepEqual([...(await read(csvOf([5]), 'x.csv.gz')).labels!], [5]);
  });

  it('reads gzip of several members and one whose trailer tells too small a size', async () => {
    const text = csvOf([1, 2, 3]);
    const half = Math.floor(text.length / 2);
    const { labels } = await read(Buffer.concat([zlib.gzipSync(text.slice(0, half)), zlib.gzipSync(text.slice(half))]));
    assert.deepEqual([...labels!], [1, 2, 3]);
  });

  it('ends when it is told to', async () => {
    const file = folder.write('x.csv', csvOf([1, 2]));
    await assert.rejects(readCsv(file, DEFAULT_CLASSES, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
