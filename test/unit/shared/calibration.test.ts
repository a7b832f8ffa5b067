import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { atTemperature, fitTemperature } from '../../../src/shared/calibration';
import { NO_LABEL } from '../../../src/shared/metrics';

function near(actual: number, expected: number, tolerance = 1e-4): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

/** Images of two classes, each given 0.9 for class 0, of which this many are. */
function sureOfClassZero(right: number, count: number): { labels: Uint8Array; probabilities: Float32Array } {
  return {
    // Evenly spread, so that each half has its share of them.
    labels: Uint8Array.from({ length: count }, (_, image) =>
      Math.floor(((image >> 1) + 1) * (right / count)) > Math.floor((image >> 1) * (right / count)) ? 0 : 1,
    ),
    probabilities: Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? 0.9 : 0.1)),
  };
}

describe('temperature scaling', () => {
  it('finds the temperature at which 0.9 becomes the share that is right, 0.75: ln 9 / ln 3 = 2', () => {
    const { labels, probabilities } = sureOfClassZero(300, 400);
    assert.equal(labels.filter((label) => label === 0).length, 300);
    const fit = fitTemperature(labels, probabilities, 2)!;
    near(fit.temperature, 2);
    near(fit.before.ece, 0.15);
    near(fit.after.ece, 0);
    // Binary entropy at 3/4.
    near(fit.after.loss, -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)));
    assert.equal(fit.hurts, false);
    near(atTemperature(probabilities, 2, fit.temperature)[0], 0.75);
  });

  it('takes half an error for granted where none was seen: of 10 images 0.9 becomes 0.95, ln 9 / ln 19', () => {
    const { labels, probabilities } = sureOfClassZero(10, 10);
    const { temperature } = fitTemperature(labels, probabilities, 2)!;
    near(temperature, Math.log(9) / Math.log(19));
    near(atTemperature(probabilities, 2, temperature)[0], 0.95);
  });

  it('sharpens a model that is too cautious: 0.9 becomes 81/82 at one half', () => {
    near(atTemperature(Float32Array.of(0.9, 0.1), 2, 0.5)[0], 81 / 82, 1e-6);
  });

  it('changes neither the class nor the sum, not even where a probability is 0', () => {
    for (const temperature of [0.05, 0.7, 1, 3, 20]) {
      const changed = atTemperature(Float32Array.of(0, 0.2, 0.7, 0.1), 4, temperature);
      near(
        changed.reduce((a, b) => a + b),
        1,
        1e-6,
      );
      assert.equal(changed.indexOf(Math.max(...changed)), 2);
    }
  });

  it('says that it would hurt where the halves of the images tell opposite things', () => {
    // The even ones are all right, the odd ones half: each half is worse off with the temperature of the other.
    const labels = Uint8Array.from({ length: 400 }, (_, image) => (image % 2 === 1 && image % 4 === 1 ? 1 : 0));
    const probabilities = Float32Array.from({ length: 800 }, (_, at) => (at % 2 === 0 ? 0.9 : 0.1));
    assert.equal(fitTemperature(labels, probabilities, 2)!.hurts, true);
  });

  it('needs two labelled images', () => {
    const probabilities = Float32Array.of(0.5, 0.5, 0.5, 0.5);
    assert.equal(fitTemperature(Uint8Array.of(0, NO_LABEL), probabilities, 2), null);
    assert.notEqual(fitTemperature(Uint8Array.of(0, 1), probabilities, 2), null);
  });
});
