import assert from 'node:assert/strict';
import {
  intervalsOf,
  nearestStop,
  nextStop,
  stopsOf,
  styleOf,
  withFigures,
} from '../../../../src/webviews/shared/chartSeries';
import type { ChartColor, SeriesSpec } from '../../../../src/webviews/shared/chartSpec';

const series = (xs: number[], more: Partial<SeriesSpec> = {}): SeriesSpec => ({
  name: 'a',
  color: 'blue',
  points: xs.map((x) => ({ x, y: 0 })),
  ...more,
});

describe('the series of a chart', () => {
  it('differ in shape where they differ in colour', () => {
    const colors: ChartColor[] = ['blue', 'red', 'green', 'orange', 'purple', 'yellow', 'foreground'];
    const shapes = colors.map((color) => styleOf(series([1], { color })).shape);
    assert.equal(new Set(shapes).size, colors.length);
  });

  it('of one colour differ by their dash', () => {
    assert.notDeepEqual(styleOf(series([1])).dash, styleOf(series([1], { dashed: true })).dash);
  });

  it('show no points where they would hide the line', () => {
    assert.equal(styleOf(series(Array.from({ length: 100 }, (_, x) => x))).pointRadius, 0);
  });
});

describe('points without a figure', () => {
  const spec = (points: SeriesSpec['points']) => ({
    title: '',
    kind: 'line' as const,
    x: { label: '' },
    y: { label: '' },
    series: [series([], { points })],
  });

  it('are left out: a loss of NaN, and null, which it is after JSON', () => {
    const points = [
      { x: 1, y: 0.5 },
      { x: 2, y: NaN },
      { x: 3, y: null as unknown as number },
      { x: 4, y: Infinity },
    ];
    assert.deepEqual(withFigures(spec(points)).series[0].points, [{ x: 1, y: 0.5 }]);
  });

  it('do not make a chart anew that has none', () => {
    const whole = spec([{ x: 1, y: 0 }]);
    assert.equal(withFigures(whole), whole);
  });
});

describe('the intervals of a chart', () => {
  const spec = (points: SeriesSpec['points']) => ({
    title: '',
    kind: 'line' as const,
    x: { label: '' },
    y: { label: '' },
    series: [series([1]), series([], { points })],
  });

  it('reach from the lowest to the highest', () => {
    const points = [
      { x: 1, y: 0, low: -1, high: 1 },
      { x: 2, y: 5, low: 3, high: 9 },
    ];
    assert.deepEqual(intervalsOf(spec(points)), { low: -1, high: 9 });
  });

  it('say nothing where there are none', () => {
    assert.deepEqual(intervalsOf(spec([{ x: 1, y: 0 }])), {});
  });
});

describe('stepping through a chart', () => {
  it('goes by what is in front', () => {
    assert.deepEqual(stopsOf([series([3, 1]), series([2, 3]), series([1.5], { faint: true })]), [1, 2, 3]);
    assert.deepEqual(stopsOf([series([]), series([1.5], { faint: true })]), [1.5]);
  });

  it('finds the nearest', () => {
    assert.equal(nearestStop([1, 2, 4], 3.2), 4);
    assert.equal(nearestStop([], 3), null);
  });

  it('begins at an end and stays within', () => {
    assert.equal(nextStop([1, 2], null, 1), 1);
    assert.equal(nextStop([1, 2], null, -1), 2);
    assert.equal(nextStop([1, 2], 2, 1), 2);
    assert.equal(nextStop([1, 2], 2, -1), 1);
    assert.equal(nextStop([], null, 1), null);
  });
});
