import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { DEFAULT_CLASSES } from '../../../../src/engine/data/classNames';
import { readCsv } from '../../../../src/engine/data/csv';
import { csvOf, freshFolder, HEADER, pixelsOf, userError } from './makeFiles';

describe('bad input in a CSV ends with one line that names the place', () => {
  const folder = freshFolder();
  const good = ['3', ...pixelsOf(0)].join(',');
  const withCell = (column: number, cell: string) => {
    const cells: (number | string)[] = [3, ...pixelsOf(0)];
    cells[column - 1] = cell;
    return cells.join(',');
  };
  const cases: [what: string, content: string | Uint8Array, message: string][] = [
    ['an empty file', '', 'FOLDER/x.csv: the file is empty; give a file with one image a line'],
    [
      'a header with no rows',
      `${HEADER}\n`,
      'FOLDER/x.csv: there is a header but no rows; give a file with one image a line',
    ],
    ['an empty gzip', zlib.gzipSync(''), 'FOLDER/x.csv: the file is empty; give a file with one image a line'],
    [
      'a column too few',
      `${HEADER}\n${good}\n${good.slice(0, good.lastIndexOf(','))}\n${good}\n`,
      'FOLDER/x.csv:3: 784 columns, not 785 as in the first line; give each image all its columns; the file may be cut off here',
    ],
    [
      'a column too many',
      `${good}\n${good},1\n`,
      'FOLDER/x.csv:2: 786 columns, not 785 as in the first line; give each image all its columns; the file may be cut off here',
    ],
    [
      'too few columns from the first line on',
      '1,2,3\n',
      'FOLDER/x.csv:1: 3 columns, not 785 (label, 784 pixels) or 784 (pixels); give one image a line',
    ],
    [
      'semicolons',
      `${good.replaceAll(',', ';')}\n`,
      'FOLDER/x.csv:1: 1 columns, not 785 (label, 784 pixels) or 784 (pixels); separate the columns by commas',
    ],
    [
      'a column of row numbers',
      `0,${good}\n`,
      'FOLDER/x.csv:1: 786 columns, not 785 (label, 784 pixels) or 784 (pixels); leave out what is neither label nor pixel, such as a column of row numbers',
    ],
    [
      'a value above 255',
      `${HEADER}\n${withCell(7, '256')}\n`,
      'FOLDER/x.csv:2:7: the pixel value 256 is outside 0-255; give whole numbers from 0 to 255',
    ],
    [
      'a value below 0',
      `${HEADER}\n${good}\n${withCell(785, '-1')}\n`,
      'FOLDER/x.csv:3:785: the pixel value -1 is outside 0-255; give whole numbers from 0 to 255',
    ],
    [
      'a fraction',
      `${HEADER}\n${withCell(2, '12.5')}\n`,
      'FOLDER/x.csv:2:2: the pixel value 12.5 is not a whole number; give whole numbers from 0 to 255',
    ],
    [
      'no number',
      `${HEADER}\n${withCell(2, 'grey')}\n`,
      'FOLDER/x.csv:2:2: the pixel value "grey" is not a number; give whole numbers from 0 to 255',
    ],
    [
      'no number in a file without a header',
      `${withCell(2, 'grey')}\n`,
      'FOLDER/x.csv:1:2: the pixel value "grey" is not a number; give whole numbers from 0 to 255',
    ],
    [
      'a whole number in another notation',
      `${HEADER}\n${withCell(2, '1e2')}\n`,
      'FOLDER/x.csv:2:2: the pixel value 1e2 holds more than digits; write it as digits only: 100',
    ],
    [
      'a whole number with a decimal point',
      `${HEADER}\n${withCell(1, '"-0.0"')}\n`,
      'FOLDER/x.csv:2:1: the label "-0.0" holds more than digits; write it as digits only: 0',
    ],
    [
      'blank lines and no header',
      ' \n\r\n\n',
      'FOLDER/x.csv: all its lines are blank; give a file with one image a line',
    ],
    [
      'a second label column',
      `${HEADER.replace('pixel5,', 'Label,')}\n${good}\n`,
      'FOLDER/x.csv:1:6: a second column named label, after column 1; name one column label',
    ],
    [
      'a second label column, in place of the last pixel',
      `label,${HEADER.slice(0, HEADER.lastIndexOf(',pixel783'))}\n${good.slice(2)}\n`,
      'FOLDER/x.csv:1:2: a second column named label, after column 1; name one column label',
    ],
    [
      'quotes around nothing',
      `${HEADER}\n${withCell(12, '" "')}\n`,
      'FOLDER/x.csv:2:12: the pixel value is missing; give whole numbers from 0 to 255',
    ],
    [
      'an empty cell',
      `${HEADER}\n${withCell(12, '')}\n`,
      'FOLDER/x.csv:2:12: the pixel value is missing; give whole numbers from 0 to 255',
    ],
    [
      'an empty label',
      `${HEADER}\n${withCell(1, '')}\n`,
      'FOLDER/x.csv:2:1: the label is missing; give the number of the class, from 0',
    ],
    [
      'a label in words',
      `${HEADER}\n${withCell(1, 'Bag')}\n`,
      'FOLDER/x.csv:2:1: the label "Bag" is not a number; give the number of the class, from 0',
    ],
    [
      'a label outside the classes',
      `${HEADER}\n${good}\n${withCell(1, '10')}\n`,
      'FOLDER/x.csv:3:1: label 10 is outside the 10 classes (0 to 9); list the class names in classes.txt beside the data',
    ],
    [
      'a label below 0',
      `${HEADER}\n${withCell(1, '-1')}\n`,
      'FOLDER/x.csv:2:1: label -1 is outside the 10 classes (0 to 9); give the number of the class, from 0',
    ],
    [
      'a label that no list of classes can name',
      `${HEADER}\n${withCell(1, '300')}\n`,
      'FOLDER/x.csv:2:1: label 300 is outside the 10 classes (0 to 9); give the number of the class, from 0',
    ],
    [
      'a header without a label',
      `${HEADER.replace('label', 'pixel0')}\n${good}\n`,
      'FOLDER/x.csv:1: 785 columns, of which none is named label; name the label column `label`',
    ],
    [
      'line breaks in a cell',
      `${HEADER}\n${withCell(5, '1\u2028\u0007')}\n`,
      'FOLDER/x.csv:2:5: the pixel value "1 \\u0007" is not a number; give whole numbers from 0 to 255',
    ],
    [
      'bytes that are no text',
      Buffer.alloc(2000),
      'FOLDER/x.csv: is no text; give a CSV, an IDX file or a folder of pictures',
    ],
    [
      'bytes without a line end',
      Buffer.alloc(200_000),
      'FOLDER/x.csv:1: is no text; give a CSV, an IDX file or a folder of pictures',
    ],
    [
      'a line without an end',
      `${HEADER}\n${'1,'.repeat(40_000)}`,
      'FOLDER/x.csv:2: the line is longer than 64 KiB; give one image a line: 784 pixels, and before them its label',
    ],
    [
      'a truncated gzip',
      zlib.gzipSync(csvOf([1, 2, 3])).subarray(0, 800),
      'FOLDER/x.csv: its gzip data ends too early: the file is truncated; fetch or pack the file again',
    ],
    ['a damaged gzip', damagedGzip(), 'FOLDER/x.csv: its gzip data is damaged; fetch or pack the file again'],
  ];

  for (const [what, content, message] of cases) {
    it(what, async () => {
      const file = folder.write('x.csv', content);
      await assert.rejects(readCsv(file, DEFAULT_CLASSES), userError(message, folder.path()));
    });
  }

  it('a label outside the classes of a list names the list', async () => {
    const file = folder.write('x.csv', csvOf([0, 1, 2]));
    const classes = { names: ['a', 'b'], file: 'classes.txt' };
    const message =
      'FOLDER/x.csv:4:1: label 2 is outside the 2 classes (0 to 1); correct it, or add its name to classes.txt';
    await assert.rejects(readCsv(file, classes), userError(message, folder.path()));
  });

  it('a gzip bomb', async () => {
    const file = folder.write('x.csv.gz', zlib.gzipSync(csvOf(new Array<number>(400).fill(1))));
    const message =
      'FOLDER/x.csv.gz: unpacks to more than 100000 bytes, the limit for one file; split the data, or unpack it if you trust it';
    await assert.rejects(readCsv(file, DEFAULT_CLASSES, { unpackedLimit: 100_000 }), userError(message, folder.path()));
  });

  it('a missing file, and a folder', async () => {
    await assert.rejects(
      readCsv(folder.path('none.csv'), DEFAULT_CLASSES),
      userError('FOLDER/none.csv: there is no such file or folder; check the path', folder.path()),
    );
    await assert.rejects(
      readCsv(folder.path(), DEFAULT_CLASSES),
      userError('FOLDER: is a folder, not a file; check the path', folder.path().replace(/[/\\]$/, '')),
    );
  });
});

function damagedGzip(): Buffer {
  const packed = zlib.gzipSync(csvOf([1, 2, 3]));
  packed.fill(0xff, 400, 440);
  return packed;
}
