import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  accuracyWithout,
  confidenceHistogram,
  scaleTemperature,
} from '../../../../src/engine/evaluation/furtherScores';
import { NO_LABEL, predict } from '../../../../src/shared/metrics';
import { wilsonInterval } from '../../../../src/shared/statistics';

const labels = Uint8Array.of(0, 1, 0, NO_LABEL);
// Right at 0.9, wrong at 0.52, wrong at 1; the last one has no label.
const probabilities = Float32Array.of(0.9, 0.1, 0.52, 0.48, 0, 1, 0.7, 0.3);
const predictions = predict(probabilities, 2);

describe('the confidence histogram', () => {
  it('counts right and wrong images in 20 bins; 1 is in the last', () => {
    const { right, wrong } = confidenceHistogram(labels, predictions);
    assert.deepEqual([right.length, wrong.length], [20, 20]);
    const filled = (counts: number[]) => counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []));
    assert.deepEqual(filled(right), [[17, 1]]);
    assert.deepEqual(filled(wrong), [
      [10, 1],
      [19, 1],
    ]);
  });
});

describe('temperature scaling of what is evaluated', () => {
  it('is worked by hand: 0.9 becomes 3/4 at temperature 2', () => {
    const count = 4;
    const scaled = scaleTemperature(
      Uint8Array.of(0, 0, 0, 1),
      { probabilities: Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? 0.9 : 0.1)) },
      2,
      { temperature: 2, count: 600, hurts: true },
    );
    assert.deepEqual([scaled.temperature, scaled.fittedOn, scaled.hurts], [2, 600, true]);
    assert.ok(Math.abs(scaled.ece) < 1e-6);
    assert.ok(Math.abs(scaled.loss - -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25))) < 1e-6);
    assert.equal(scaled.calibration.length, 15);
    // (11/15, 12/15] holds 3/4.
    assert.deepEqual([scaled.calibration[11].count, scaled.calibration[11].accuracy], [4, 0.75]);
  });
});

describe('accuracy without some images', () => {
  it('counts labelled ones alone', () => {
    assert.deepEqual(accuracyWithout(labels, predictions, Uint8Array.of(0, 1, 0, 1)), {
      leftOut: 1,
      count: 2,
      accuracy: 1 / 2,
      accuracyInterval: wilsonInterval(1, 2),
    });
    assert.equal(accuracyWithout(labels, predictions, new Uint8Array(4))?.leftOut, 0);
  });

  it('is none where nothing is left', () => {
    assert.equal(accuracyWithout(labels, predictions, Uint8Array.of(1, 1, 1, 0)), null);
  });
});
