import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../src/engine/random';
import { expectErrors } from '../../../src/shared/expectedErrors';
import {
  estimateFlipRates,
  meanMargins,
  scoreLabelErrors,
  shiftToHeldOut,
  toProbabilities,
} from '../../../src/shared/labelErrors';
import { averagePrecision } from '../../../src/shared/rankingMetrics';

describe('mean margins', () => {
  it('weigh each epoch by its number', () => {
    const means = meanMargins([Float32Array.of(1, 3), Float32Array.of(4, NaN)]);
    assert.deepEqual([...means], [3, 3]);
  });

  it('are no number where an image was never seen', () => {
    assert.ok(Number.isNaN(meanMargins([Float32Array.of(NaN)])[0]));
    assert.equal(meanMargins([]).length, 0);
  });
});

/**
 * Images of four classes, 0 and 1 hard to tell apart, 2 and 3 too. Only labels of 0 and 1 are exchanged, one in five;
 * the margin is the true log-odds of the given label.
 */
function exchanged(count: number) {
  const random = new Random('label errors');
  const truth = new Uint8Array(count);
  const labels = new Uint8Array(count);
  const others = new Uint8Array(count);
  const margins = new Float64Array(count);
  for (let image = 0; image < count; image++) {
    const actual = random.below(4);
    const likely = actual ^ 1;
    // Of odds z of the true class, the normal distribution with mean 2.5 and variance 5 is calibrated.
    const odds = 2.5 + Math.sqrt(5) * random.normal();
    const isFlipped = actual < 2 && random.uniform() < 0.2;
    truth[image] = actual;
    labels[image] = isFlipped ? likely : actual;
    others[image] = isFlipped ? actual : likely;
    margins[image] = isFlipped ? -odds : odds;
  }
  const isWrong = labels.map((label, image) => (label === truth[image] ? 0 : 1));
  return { labels, others, margins, isWrong, truth };
}

describe('label errors', () => {
  it('flip rates are near the truth, and none is 0', () => {
    const { labels, margins, truth } = exchanged(8000);
    const rates = estimateFlipRates(labels, truth, margins.map(Math.abs), 4);
    assert.ok(Math.abs(rates[0][1] - 0.2) < 0.04 && Math.abs(rates[1][0] - 0.2) < 0.04, rates.join(' | '));
    for (const [actual, label] of [
      [2, 3],
      [3, 2],
      [0, 2],
    ])
      assert.ok(rates[actual][label] > 0 && rates[actual][label] < 0.01, `${rates[actual][label]}`);
  });

  it('rates that differ by chance only become alike', () => {
    const random = new Random('alike');
    const classes = Uint8Array.from({ length: 20000 }, () => random.below(10));
    const labels = classes.map((actual) => (random.uniform() < 0.09 ? (actual + 1 + random.below(9)) % 10 : actual));
    const rates = estimateFlipRates(labels, classes, new Float64Array(20000).fill(1), 10);
    const off = rates.flatMap((row, actual) => row.filter((_, label) => label !== actual));
    assert.ok(Math.max(...off) < 0.0125 && Math.min(...off) > 0.0075, `${Math.min(...off)} to ${Math.max(...off)}`);
  });

  it('are found better than by the margin alone, where labels are exchanged between some classes only', () => {
    const { isWrong, ...evidence } = exchanged(8000);
    const odds = scoreLabelErrors({ ...evidence, classCount: 4 });
    const byMargin = averagePrecision(
      evidence.margins.map((margin) => -margin),
      isWrong,
    );
    const byOdds = averagePrecision(odds, isWrong);
    assert.ok(byOdds > byMargin + 0.05, `${byOdds} against ${byMargin}`);
    const wrong = isWrong.reduce((a, b) => a + b);
    const { expected } = expectErrors(toProbabilities(odds));
    assert.ok(Math.abs(expected / wrong - 1) < 0.3, `${expected} of ${wrong}`);
  });

  it('bears what was never seen, a class without images and labels without any error', () => {
    const odds = scoreLabelErrors({
      labels: Uint8Array.of(0, 1, 0),
      margins: Float64Array.of(3, 3, NaN),
      others: Uint8Array.of(1, 0, 1),
      classCount: 3,
    });
    assert.ok(Number.isFinite(odds[0]) && Number.isFinite(odds[1]) && Number.isNaN(odds[2]));
    assert.ok(Number.isNaN(toProbabilities(odds)[2]));
  });
});

describe('log-odds of images that were learnt', () => {
  /** One image in ten is held out, one in ten wrong; those that were learnt seem right. */
  function learnt(count: number, byHeart: number) {
    const random = new Random('by heart');
    const isHeldOut = Uint8Array.from({ length: count }, (_, image) => (image % 10 === 0 ? 1 : 0));
    const odds = Float64Array.from({ length: count }, (_, image) => {
      const isWrong = random.uniform() < 0.1;
      return (isWrong ? 2 : -7) + 1.5 * random.normal() - (isHeldOut[image] ? 0 : byHeart);
    });
    return { odds, isHeldOut };
  }
  const expected = (odds: Float64Array, isHeldOut: Uint8Array, part: number) =>
    toProbabilities(odds.filter((_, image) => isHeldOut[image] === part)).reduce((sum, value) => sum + value, 0);

  it('are shifted until as many errors are expected as among those held out', () => {
    const { odds, isHeldOut } = learnt(20_000, 2);
    const wanted = 9 * expected(odds, isHeldOut, 1);
    assert.ok(expected(odds, isHeldOut, 0) < 0.75 * wanted, 'what was learnt by heart hides errors');
    const shifted = shiftToHeldOut(odds, isHeldOut);
    const ratio = expected(shifted, isHeldOut, 0) / wanted;
    assert.ok(ratio > 0.95 && ratio <= 1, `${ratio}`);
    odds.forEach((value, image) => {
      if (isHeldOut[image]) assert.equal(shifted[image], value);
    });
  });

  it('are hardly shifted where few images are held out, since that is left to chance', () => {
    const { odds, isHeldOut } = learnt(200, 2);
    const before = expected(odds, isHeldOut, 0);
    const after = expected(shiftToHeldOut(odds, isHeldOut), isHeldOut, 0);
    assert.ok(after / before < 1.15, `${before} to ${after}`);
  });

  it('stay where none was held out, and where nothing is known', () => {
    const odds = Float64Array.of(-3, NaN, 2);
    assert.deepEqual(shiftToHeldOut(odds, new Uint8Array(3)), odds);
    const known = shiftToHeldOut(odds, Uint8Array.of(0, 0, 1));
    assert.ok(Number.isNaN(known[1]) && known[2] === 2 && known[0] > -3);
  });
});
