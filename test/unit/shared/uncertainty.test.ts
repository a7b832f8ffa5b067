import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { measureUncertainty, UNCERTAINTIES } from '../../../src/shared/uncertainty';

describe('uncertainty', () => {
  it('is as worked by hand', () => {
    const probabilities = Float32Array.of(0.5, 0.25, 0.25, 1, 0, 0);
    const measure = (how: (typeof UNCERTAINTIES)[number]) => [...measureUncertainty(probabilities, 3, how)];
    assert.deepEqual(measure('margin'), [0.75, 0]);
    assert.deepEqual(measure('least-confidence'), [0.5, 0]);
    const [entropy, none] = measure('entropy');
    // 1/2 ln 2 + 2 * 1/4 ln 4 = 3/2 ln 2.
    assert.ok(Math.abs(entropy - 1.5 * Math.LN2) < 1e-12);
    assert.equal(none, 0);
  });

  it('still tells apart what a model is so sure of that the largest probability rounds to 1', () => {
    const sure = (other: number) => [1, other, 0];
    const probabilities = Float32Array.from([1e-9, 1e-20, 1e-12, 0].flatMap(sure));
    for (const how of UNCERTAINTIES) {
      const [most, little, some, none] = measureUncertainty(probabilities, 3, how);
      assert.ok(most > some && some > little && little > none, `${how}: ${most} ${some} ${little} ${none}`);
      assert.equal(none, 0);
    }
  });

  it('is greatest where all classes are equally probable, and least where one is certain', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(weights, (values) => {
        const classes = values.length;
        const sum = values.reduce((a, b) => a + b);
        const even = new Float32Array(classes).fill(1 / classes);
        const certain = Float32Array.from(values, (_, label) => (label === 0 ? 1 : 0));
        const all = Float32Array.from([...values.map((value) => value / sum), ...even, ...certain]);
        for (const how of UNCERTAINTIES) {
          const [some, most, least] = measureUncertainty(all, classes, how);
          assert.ok(some <= most + 1e-6 && some >= least - 1e-6, `${how}: ${least} ${some} ${most}`);
          assert.ok(Math.abs(least) < 1e-9);
        }
      }),
    );
  });
});
