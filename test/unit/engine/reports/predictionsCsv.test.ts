import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Dataset } from '../../../../src/engine/data/dataset';
import { Random } from '../../../../src/engine/random';
import { formatPredictions, textCell } from '../../../../src/engine/reports/predictionsCsv';
import { predict } from '../../../../src/shared/metrics';

describe('a cell of text', () => {
  it('is left as it is where it can be', () => {
    assert.equal(textCell('Shirt/a b.png'), 'Shirt/a b.png');
    assert.equal(textCell('größe=1.png'), 'größe=1.png');
  });

  it('is quoted where it holds what a CSV is made of', () => {
    assert.equal(textCell('a,b "c"\nd'), '"a,b ""c""\nd"');
  });

  it('is no formula to a spreadsheet', () => {
    assert.equal(textCell('=1+1.png'), "'=1+1.png");
    assert.equal(textCell('@SUM(A1,A2)'), `"'@SUM(A1,A2)"`);
    for (const first of ['+', '-', '\t', '\r', '\uff1d']) assert.match(textCell(`${first}x`), /^"?'/);
  });
});

describe('predictions.csv', () => {
  it('holds every number so that it is read back as it was', () => {
    const random = new Random(1);
    const values = Float32Array.from({ length: 2000 }, () => (random.uint32() / 0x100000000) ** 8);
    values.set([0, 1, 0.1, 0.5, 1e-7, 16777215 / 16777216]);
    const count = values.length / 2;
    const dataset: Dataset = {
      split: 'all',
      count,
      pixels: new Uint8Array(0),
      labels: null,
      classNames: ['a', 'b'],
      source: (row) => ({ file: 'a.csv', row }),
    };
    const rows = [...formatPredictions(dataset, predict(values, 2))].slice(1).map((row) => row.trimEnd().split(','));
    assert.deepEqual(Float32Array.from(rows.flatMap((cells) => cells.slice(-2).map(Number))), values);
    assert.deepEqual(rows[1].slice(-2), ['0.1', '0.5']);
  });
});
