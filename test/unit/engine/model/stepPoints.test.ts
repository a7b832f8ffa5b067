import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { StepPoints } from '../../../../src/engine/model/stepPoints';
import type { StepPoint } from '../../../../src/shared/contracts/training';

describe('points within an epoch', () => {
  it('are means over the steps since the last one, weighted by images, ten a second at most', () => {
    let now = 5;
    const told: StepPoint[] = [];
    const points = new StepPoints(
      () => now,
      (point) => told.push(point),
    );
    const step = (seconds: number, loss: number, accuracy: number, count: number, epoch: number, isLast = false) => {
      now += seconds;
      points.add({ loss, accuracy, count }, epoch, 0.01, isLast);
    };
    step(0.05, 4, 0, 10, 0.25);
    step(0.0625, 1, 1, 30, 0.5);
    step(0.05, 2, 0.5, 10, 0.75);
    step(0.0125, 2, 0.5, 10, 1, true);
    assert.deepEqual(
      told.map(({ epoch, loss, accuracy }) => [epoch, loss, accuracy]),
      [
        [0.5, 1.75, 0.75],
        [1, 2, 0.5],
      ],
    );
    assert.ok(Math.abs(told[0].imagesPerSecond - 40 / 0.1125) < 1e-6);
    assert.ok(Math.abs(told[1].imagesPerSecond - 20 / 0.0625) < 1e-6);
  });
});
