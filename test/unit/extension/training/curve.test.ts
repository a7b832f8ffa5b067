import assert from 'node:assert/strict';
import { Curve } from '../../../../src/extension/training/curve';
import type { EpochMetrics } from '../../../../src/shared/contracts/jobs';
import type { StepPoint } from '../../../../src/shared/contracts/training';

const point = (epoch: number, loss = 1): StepPoint => ({
  epoch,
  loss,
  accuracy: 0.5,
  learningRate: 0.1,
  imagesPerSecond: 10,
});
const metrics = (epoch: number, trainLoss = 1): EpochMetrics => ({
  epoch,
  trainLoss,
  trainAccuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5,
  learningRate: 0.1,
  seconds: 1,
  imagesPerSecond: 10,
});

describe('Curve', () => {
  it('keeps at most 600 points, from the first to the last, with the means between', () => {
    const curve = new Curve();
    for (let step = 1; step <= 10_000; step++) {
      curve.addPoint(point(step / 100, step));
      assert.ok(curve.points.length <= 600, `${curve.points.length} after ${step}`);
    }
    assert.ok(curve.points.length >= 300);
    assert.equal(curve.points.at(-1)!.epoch, 100);
    assert.ok(curve.points[0].epoch < 0.5);
    const epochs = curve.points.map(({ epoch }) => epoch);
    assert.deepEqual(
      epochs,
      [...epochs].sort((a, b) => a - b),
    );
    // The loss of a point is the mean over the steps that it stands for: 1 to n gives (n + 1) / 2.
    assert.equal(curve.points[0].loss, (1 + curve.points[0].epoch * 100) / 2);
  });

  it('goes back to the epochs of a checkpoint, and lets what comes again take the place of what was', () => {
    const curve = new Curve();
    for (const step of [0.5, 1, 1.5, 2, 2.5]) curve.addPoint(point(step));
    for (const epoch of [1, 2]) curve.addEpoch(metrics(epoch));
    curve.goBackTo([metrics(1)]);
    assert.deepEqual(
      curve.points.map(({ epoch }) => epoch),
      [0.5, 1],
    );
    curve.addEpoch(metrics(2, 7));
    curve.addEpoch(metrics(2, 8));
    assert.deepEqual(
      curve.history.map(({ epoch, trainLoss }) => [epoch, trainLoss]),
      [
        [1, 1],
        [2, 8],
      ],
    );
  });
});
