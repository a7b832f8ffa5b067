import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  differBeyondChance,
  differenceInterval,
  histogram,
  meanInterval,
  quantile,
  studentTQuantile,
  summarize,
  type Trials,
  wilsonInterval,
} from '../../../src/shared/statistics';

function near(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('a summary', () => {
  it('matches figures worked by hand', () => {
    // 1 2 3 4 10: mean 4, differences -3 -2 -1 0 6, squares 50, cubes 216 - 36 = 180.
    const summary = summarize([10, 1, 4, 2, 3]);
    assert.equal(summary.mean, 4);
    near(summary.sd, Math.sqrt(10));
    near(summary.skewness, 36 / 10 ** 1.5);
    assert.deepEqual(
      [summary.minimum, summary.lowerQuartile, summary.median, summary.upperQuartile, summary.maximum],
      [1, 2, 3, 4, 10],
    );
  });

  it('leans left where the tail is on the left', () => {
    near(summarize([-10, -1, -4, -2, -3]).skewness, -36 / 10 ** 1.5);
  });

  it('has no skewness where nothing varies, not even by rounding', () => {
    const summary = summarize([0.1, 0.1, 0.1]);
    assert.deepEqual([summary.sd, summary.skewness], [0, 0]);
  });

  it('of nothing is all zero', () => {
    assert.deepEqual([summarize([]).count, summarize([]).mean, summarize([]).median], [0, 0, 0]);
  });

  it('sorts by number, not by text, and leaves its input alone', () => {
    const values = [10, 9, 100];
    assert.equal(summarize(values).median, 10);
    assert.deepEqual(values, [10, 9, 100]);
  });
});

describe('quantiles', () => {
  it('lie between two values in proportion', () => {
    assert.deepEqual(
      [0, 0.25, 0.5, 0.75, 1].map((share) => quantile([1, 2, 3, 4], share)),
      [1, 1.75, 2.5, 3.25, 4],
    );
    assert.equal(quantile([7], 0.9), 7);
  });
});

describe('a histogram', () => {
  it('counts the upper end into the last bin and loses nothing', () => {
    assert.deepEqual(histogram([0, 9.99, 10, 254, 255, 300, -1], 0, 255, 5).counts, [4, 0, 0, 0, 3]);
    assert.deepEqual(histogram([0, 0.5, 1], 0, 1, 2), { from: 0, to: 1, counts: [1, 2] });
  });
});

describe('the Wilson interval', () => {
  it('matches published figures', () => {
    // Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3: 81 of 263, 15 of 148, 1 of 29, 0 of 20.
    const published: [number, number, number, number][] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [1, 29, 0.0061, 0.1718],
      [0, 20, 0, 0.1611],
    ];
    for (const [successes, total, lower, upper] of published) {
      const interval = wilsonInterval(successes, total);
      near(interval[0], lower, 5e-5);
      near(interval[1], upper, 5e-5);
    }
  });

  it('reaches 1 exactly, and is all there is when nothing was seen', () => {
    assert.equal(wilsonInterval(20, 20)[1], 1);
    assert.deepEqual(wilsonInterval(0, 0), [0, 1]);
  });
});

describe('the interval of a difference of shares', () => {
  it('matches published figures', () => {
    // Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 5/56 - 0/29.
    const published: [Trials, Trials, number, number][] = [
      [{ successes: 56, total: 70 }, { successes: 48, total: 80 }, 0.0524, 0.3339],
      [{ successes: 9, total: 10 }, { successes: 3, total: 10 }, 0.1705, 0.809],
      [{ successes: 5, total: 56 }, { successes: 0, total: 29 }, -0.0381, 0.1926],
    ];
    for (const [a, b, lower, upper] of published) {
      const interval = differenceInterval(a, b);
      near(interval[0], lower, 5e-5);
      near(interval[1], upper, 5e-5);
    }
  });

  it('tells what chance explains', () => {
    const most = { successes: 900, total: 1000 };
    assert.equal(differBeyondChance({ successes: 5, total: 5 }, most), false);
    assert.equal(differBeyondChance({ successes: 100, total: 100 }, most), true);
    assert.equal(differBeyondChance(most, { successes: 0, total: 0 }), false);
  });
});

describe("Student's t", () => {
  it('has the quantiles of published tables', () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: critical values of Student's t distribution.
    const published: [share: number, freedom: number, value: number][] = [
      [0.975, 1, 12.706],
      [0.975, 2, 4.303],
      [0.975, 3, 3.182],
      [0.975, 4, 2.776],
      [0.975, 9, 2.262],
      [0.975, 30, 2.042],
      [0.975, 100, 1.984],
      [0.95, 1, 6.314],
      [0.95, 5, 2.015],
      [0.99, 10, 2.764],
      [0.999, 2, 22.327],
    ];
    for (const [share, freedom, value] of published) near(studentTQuantile(share, freedom), value, 5e-4);
    // In closed form: tan(0.475 pi) with one degree of freedom; the normal distribution's with very many.
    near(studentTQuantile(0.975, 1), Math.tan(0.475 * Math.PI), 1e-9);
    near(studentTQuantile(0.975, 1_000_000), 1.959964, 1e-5);
  });

  it('makes the interval of a mean', () => {
    // 1 2 3: mean 2, standard error 1 / sqrt 3, and 4.302653 of them to each side.
    const { mean, interval } = meanInterval([1, 2, 3]);
    assert.equal(mean, 2);
    near(interval![0], 2 - 4.30265273 / Math.sqrt(3), 1e-7);
    near(interval![1], 2 + 4.30265273 / Math.sqrt(3), 1e-7);
    assert.deepEqual(meanInterval([5]), { mean: 5, interval: null });
    assert.deepEqual(meanInterval([0.5, 0.5]), { mean: 0.5, interval: [0.5, 0.5] });
  });
});
