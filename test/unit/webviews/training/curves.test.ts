import assert from 'node:assert/strict';
import type { EpochMetrics } from '../../../../src/shared/contracts/jobs';
import type { StepPoint } from '../../../../src/shared/contracts/training';
import {
  accuracyChart,
  lossChart,
  MOST_POINTS,
  rateChart,
  withEpoch,
  withPoint,
} from '../../../../src/webviews/training/jobs/curves';

const epoch = (number: number, accuracy = 0.9): EpochMetrics => ({
  epoch: number,
  trainLoss: 0.3,
  trainAccuracy: accuracy,
  validationLoss: 0.35,
  validationAccuracy: accuracy - 0.02,
  learningRate: 0.1,
  seconds: 1,
  imagesPerSecond: 1,
});
const point = (at: number): StepPoint => ({
  epoch: at,
  loss: at,
  accuracy: 0.5,
  learningRate: 0.1,
  imagesPerSecond: 1,
});

describe('the curves of a training', () => {
  it('have axes also where a loss is none: null after NaN came through a message', () => {
    const none = null as unknown as number;
    const apart = [1, 2, 3].map((at) => ({ ...epoch(at), trainLoss: none, validationLoss: NaN }));
    assert.equal(lossChart({ history: apart, points: [], epochs: 3 }).y.max, undefined);
    const unmeasured = [1, 2, 3].map((at) => ({ ...epoch(at), validationAccuracy: none }));
    assert.equal(accuracyChart({ history: unmeasured, points: [], epochs: 3 }).y.min, 0.88);
  });

  it('show the points within the epoch behind, and shade the gap', () => {
    const { series, x } = accuracyChart({ history: [epoch(1)], points: [point(0.5)], epochs: 10 });
    assert.deepEqual(
      series.map(({ name, faint = false, shadeTo }) => [name, faint, shadeTo]),
      [
        ['training, within the epoch', true, undefined],
        ['training', false, 'validation'],
        ['validation', false, undefined],
      ],
    );
    assert.equal(x.max, 10);
  });

  it('of a long training show the part that has begun', () => {
    const maxima = [0, 5, 15, 100, 400].map((done) => {
      const history = Array.from({ length: done }, (_, index) => epoch(index + 1));
      return lossChart({ history, points: [], epochs: 500 }).x.max;
    });
    assert.deepEqual(maxima, [20, 20, 30, 150, 500]);
  });

  it('are drawn so that the gap is seen, not the first steps', () => {
    const history = [epoch(1, 0.5), epoch(2, 0.8), epoch(3, 0.9), epoch(4, 0.91), epoch(5, 0.92), epoch(6, 0.93)];
    const { min } = accuracyChart({ history, points: [point(0.1)], epochs: 10 }).y;
    assert.ok(min! > 0.8 && min! < 0.88, String(min));
  });

  it('have an axis before there is anything', () => {
    for (const chart of [accuracyChart, lossChart, rateChart]) {
      const { y, empty } = chart({ history: [], points: [], epochs: 0 });
      assert.ok(y.min === undefined || y.min === 0);
      assert.equal(y.max, undefined);
      assert.ok(empty);
    }
  });

  it('an axis is made of numbers alone, also where a loss is none', () => {
    const history = [1, 2].map((number) => ({ ...epoch(number), trainLoss: NaN, validationLoss: NaN }));
    assert.equal(lossChart({ history, points: [], epochs: 2 }).y.max, undefined);
  });

  it('hold a bounded number of points, from the first to the last', () => {
    let points: StepPoint[] = [];
    for (let at = 1; at <= 3 * MOST_POINTS; at++) points = withPoint(points, point(at));
    assert.ok(points.length <= MOST_POINTS && points.length > MOST_POINTS / 4, String(points.length));
    assert.ok(points.every(({ epoch }, index) => index === 0 || epoch > points[index - 1].epoch));
    assert.ok(points[0].epoch < 10);
    assert.equal(points.at(-1)!.epoch, 3 * MOST_POINTS);
  });

  it('an epoch that is trained again takes the place of what was there', () => {
    const history = [1, 2, 3].map((number) => epoch(number));
    assert.deepEqual(withEpoch(history, epoch(2, 0.7)), [epoch(1), epoch(2, 0.7)]);
  });
});
