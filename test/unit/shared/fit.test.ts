import assert from 'node:assert/strict';
import type { EpochMetrics } from '../../../src/shared/contracts/jobs';
import { judgeFit } from '../../../src/shared/fit';

/** One epoch each: [training loss, validation loss, training accuracy, validation accuracy]. */
function curves(...epochs: [number, number, number, number][]): EpochMetrics[] {
  return epochs.map(([trainLoss, validationLoss, trainAccuracy, validationAccuracy], index) => ({
    epoch: index + 1,
    trainLoss,
    validationLoss,
    trainAccuracy,
    validationAccuracy,
    learningRate: 0.1,
    seconds: 1,
    imagesPerSecond: 1000,
  }));
}
const many = { train: 54_000, validation: 6000 };

describe('the fit of a network', () => {
  it('is not judged by accuracies that are none: NaN, or null after it was kept as JSON', () => {
    const good = [0.3, 0.3, 0.9, 0.9] as const;
    for (const none of [NaN, null as unknown as number]) {
      for (const at of [2, 3]) {
        const broken = good.map((value, index) => (index === at ? none : value)) as [number, number, number, number];
        const { verdict, gap } = judgeFit(curves([...good], [...good], broken), many);
        assert.deepEqual([verdict, gap], ['too early to say', null]);
      }
    }
  });

  it('is not judged before three epochs', () => {
    for (const count of [0, 1, 2]) {
      const history = curves([1, 1, 0.5, 0.5], [0.1, 2, 0.99, 0.5]).slice(0, count);
      const { verdict, reason, gap } = judgeFit(history, many);
      assert.equal(verdict, 'too early to say');
      assert.match(reason, new RegExp(`${count} of at least 3 epochs`));
      assert.equal(gap, null);
    }
  });

  it('is good where the curves have come to rest close together', () => {
    const history = curves(
      [0.4, 0.35, 0.85, 0.87],
      [0.25, 0.25, 0.91, 0.912],
      [0.235, 0.24, 0.92, 0.915],
      [0.23, 0.24, 0.925, 0.916],
    );
    const { verdict, reason, gap, gapMargin } = judgeFit(history, many);
    assert.equal(verdict, 'good fit');
    assert.ok(Math.abs(gap! - 0.004) < 0.001, String(gap));
    assert.ok(gapMargin! > 0.006 && gapMargin! < 0.008, String(gapMargin));
    assert.match(reason, /0\.4 ± 0\.7 points/);
  });

  it('is good where validation is better than training: that is measured while units are dropped out', () => {
    const history = curves(
      [0.4, 0.3, 0.85, 0.88],
      [0.32, 0.27, 0.88, 0.9],
      [0.315, 0.268, 0.882, 0.901],
      [0.31, 0.267, 0.884, 0.902],
    );
    const { verdict, reason } = judgeFit(history, many);
    assert.equal(verdict, 'good fit');
    assert.match(reason, /−1\.9/);
  });

  it('is over-fitting where the validation loss has risen since its lowest', () => {
    const history = curves(
      [0.5, 0.4, 0.82, 0.86],
      [0.3, 0.3, 0.89, 0.9],
      [0.28, 0.32, 0.905, 0.899],
      [0.26, 0.34, 0.91, 0.9],
    );
    const { verdict, reason } = judgeFit(history, many);
    assert.equal(verdict, 'over-fitting');
    assert.match(reason, /lowest in epoch 2 \(0\.300\) and lies 10% above/);
  });

  it('says so in times where it has risen far', () => {
    const history = curves([0.5, 0.4, 0.82, 0.86], [0.3, 0.3, 0.89, 0.9], [0.2, 0.9, 0.95, 0.9], [0.1, 0.9, 0.99, 0.9]);
    assert.match(judgeFit(history, many).reason, /is 3\.0 times that now/);
  });

  it('is not over-fitting after a single worse epoch', () => {
    const history = curves(
      [0.4, 0.31, 0.88, 0.89],
      [0.3, 0.3, 0.895, 0.9],
      [0.29, 0.299, 0.9, 0.9],
      [0.285, 0.34, 0.902, 0.89],
    );
    assert.equal(judgeFit(history, many).verdict, 'good fit');
  });

  it('is not over-fitting where both losses have risen: that is a training that went astray', () => {
    const history = curves([0.4, 0.3, 0.88, 0.9], [0.5, 0.5, 0.85, 0.84], [0.5, 0.5, 0.85, 0.84]);
    assert.notEqual(judgeFit(history, many).verdict, 'over-fitting');
  });

  it('is over-fitting where the gap is beyond chance, and not where few images were held out', () => {
    const history = curves([0.2, 0.3, 0.94, 0.9], [0.19, 0.3, 0.95, 0.905], [0.185, 0.3, 0.955, 0.905]);
    assert.equal(judgeFit(history, many).verdict, 'over-fitting');
    assert.equal(judgeFit(history, { train: 540, validation: 60 }).verdict, 'good fit');
  });

  it('takes the gap at its value where the number of images is not known', () => {
    const history = curves([0.2, 0.3, 0.94, 0.91], [0.19, 0.3, 0.95, 0.92], [0.185, 0.3, 0.95, 0.92]);
    const { verdict, gapMargin } = judgeFit(history, { train: null, validation: null });
    assert.equal(verdict, 'over-fitting');
    assert.equal(gapMargin, null);
  });

  it('is under-fitting while both losses still fall', () => {
    const history = curves([1, 0.9, 0.6, 0.65], [0.7, 0.65, 0.75, 0.76], [0.5, 0.5, 0.82, 0.82]);
    const { verdict, reason } = judgeFit(history, many);
    assert.equal(verdict, 'under-fitting');
    assert.match(reason, /training loss falls by 29\.3% an epoch/);
  });

  it('is under-fitting where it has stopped learning far from the goal', () => {
    const history = curves([1.2, 1.2, 0.55, 0.55], [1.19, 1.19, 0.56, 0.56], [1.18, 1.19, 0.56, 0.56]);
    const { verdict, reason } = judgeFit(history, many);
    assert.equal(verdict, 'under-fitting');
    assert.match(reason, /all but stopped learning/);
  });

  it('states the rule that decided', () => {
    const history = curves([1, 0.9, 0.6, 0.65], [0.7, 0.65, 0.75, 0.76], [0.5, 0.5, 0.82, 0.82]);
    assert.match(judgeFit(history, many).rule, /^Under-fitting: .*4% an epoch/);
  });

  it('says something for losses that are no numbers', () => {
    const history = curves([NaN, NaN, 0.1, 0.1], [NaN, NaN, 0.1, 0.1], [NaN, NaN, 0.1, 0.1]);
    assert.equal(judgeFit(history, many).verdict, 'under-fitting');
  });
});
