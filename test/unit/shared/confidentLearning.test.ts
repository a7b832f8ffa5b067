import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../src/engine/random';
import { confidentClasses, scoreOutOfSample } from '../../../src/shared/confidentLearning';
import { averagePrecision } from '../../../src/shared/rankingMetrics';

describe('confident learning', () => {
  it('tells what surely is of a class, worked by hand', () => {
    const labels = Uint8Array.of(0, 0, 0, 1, 1);
    // Thresholds: class 0 (0.9 + 0.7 + 0.1) / 3 = 0.567, class 1 (0.8 + 0.45) / 2 = 0.625. The last image reaches neither.
    const ofOne = [0.1, 0.3, 0.9, 0.8, 0.45];
    const probabilities = Float32Array.from(ofOne.flatMap((one) => [1 - one, one]));
    const { thresholds, classes, strength } = confidentClasses(labels, probabilities, 2);
    assert.ok(Math.abs(thresholds[0] - 1.7 / 3) < 1e-6 && Math.abs(thresholds[1] - 0.625) < 1e-6);
    assert.deepEqual([...classes], [0, 0, 1, 1, 0]);
    assert.deepEqual([...strength.map((value) => (Number.isNaN(value) ? 0 : 1))], [1, 1, 1, 1, 0]);
    assert.ok(Math.abs(strength[1] - Math.log(7 / 3)) < 1e-6);
  });

  it('leaves out classes without images', () => {
    const probabilities = Float32Array.from([0.9, 0.1, 0, 0.5, 0.4, 0.1, 0.2, 0.2, 0.6]);
    const { thresholds, classes } = confidentClasses(Uint8Array.of(0, 0, 1), probabilities, 3);
    assert.equal(thresholds[2], Infinity);
    assert.deepEqual([...classes], [0, 1, 1]);
  });

  it('finds exchanged labels better than the probability of the label alone', () => {
    // Classes 0 and 1 are hard to tell apart and never exchanged; 2 and 3 are easy, and exchanged one time in eight.
    const random = new Random('out of sample');
    const count = 4000;
    const labels = new Uint8Array(count);
    const isWrong = new Uint8Array(count);
    const probabilities = new Float32Array(count * 4);
    for (let image = 0; image < count; image++) {
      const actual = random.below(4);
      const sure = 1 / (1 + Math.exp(-((actual < 2 ? 0.8 : 2) + 1.2 * random.normal())));
      isWrong[image] = actual > 1 && random.uniform() < 1 / 8 ? 1 : 0;
      labels[image] = isWrong[image] ? actual ^ 1 : actual;
      probabilities[image * 4 + actual] = sure;
      probabilities[image * 4 + (actual ^ 1)] = 1 - sure;
    }
    const { odds, wrong } = scoreOutOfSample(labels, probabilities, 4);
    const selfConfidence = Float64Array.from(labels, (label, image) => -probabilities[image * 4 + label]);
    const [ours, plain] = [odds, selfConfidence].map((scores) => averagePrecision(scores, isWrong));
    assert.ok(ours > plain + 0.05, `${ours} against ${plain}`);
    const total = isWrong.reduce((sum, one) => sum + one, 0);
    const expected = wrong.reduce((sum, one) => sum + one, 0);
    assert.ok(expected > total / 2 && expected < 2 * total, `${expected} of ${total}`);
  });
});
