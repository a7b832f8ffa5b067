import assert from 'node:assert/strict';
import type { ChartSpec } from '../../../../src/webviews/shared/chartSpec';
import { chartCsv, tableOf, writeValue } from '../../../../src/webviews/shared/chartTable';

const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
const curves: ChartSpec = {
  title: 'accuracy',
  kind: 'line',
  x: { label: 'epoch' },
  y: { label: 'accuracy', format: percent },
  series: [
    { name: 'within', color: 'blue', faint: true, points: [{ x: 0.5, y: 0.5 }] },
    { name: '=cmd()', color: 'blue', points: [2, 1].map((x) => ({ x, y: 0.8 + x / 100 })) },
    { name: 'val,idation', color: 'orange', points: [{ x: 2, y: 0.75, low: 0.7, high: 0.8 }] },
  ],
};

describe('the table of a chart', () => {
  it('has a row for each x in order, and a column for each series in front', () => {
    assert.deepEqual(tableOf(curves), {
      header: ['epoch', '=cmd()', 'val,idation'],
      rows: [
        ['1', '81.0%', ''],
        ['2', '82.0%', '75.0% (70.0% to 80.0%)'],
      ],
    });
  });

  it('shows what is in the background where there is nothing else', () => {
    assert.deepEqual(tableOf({ ...curves, series: curves.series.slice(0, 1) }).rows, [['0.5', '50.0%']]);
  });

  it('names categories', () => {
    const x = { label: 'class', categories: ['Shirt', 'Coat'] };
    const series = [{ name: 'images', color: 'blue' as const, points: [{ x: 1, y: 6000 }] }];
    assert.deepEqual(tableOf({ ...curves, x, y: { label: 'images' }, series }).rows, [['Coat', '6,000']]);
  });

  it('writes values shortly', () => {
    assert.deepEqual(
      [1234567, 0.123456, -0.00001234, 2.5].map((value) => writeValue(value, { label: '' })),
      ['1,234,567', '0.1235', '-0.00001234', '2.5'],
    );
  });

  it('exports all series with all digits and intervals, and no formula', () => {
    assert.equal(
      chartCsv(curves),
      [
        `epoch,within,'=cmd(),"val,idation","val,idation, low","val,idation, high"`,
        '0.5,0.5,,,,',
        '1,,0.81,,,',
        '2,,0.8200000000000001,0.75,0.7,0.8',
        '',
      ].join('\r\n'),
    );
  });
});
