import assert from 'node:assert/strict';
import { Random } from '../../../src/engine/random';

describe('random numbers', () => {
  it('are the same for the same keys, and others for others', () => {
    const draw = (...keys: (number | string)[]) => {
      const random = new Random(...keys);
      return Array.from({ length: 5 }, () => random.uint32());
    };
    assert.deepEqual(draw(1, 'order', 2), draw(1, 'order', 2));
    const streams = [
      draw(1, 'order', 2),
      draw(1, 'order', 3),
      draw(2, 'order', 2),
      draw(1, 'dropout', 2),
      draw(12, 'order'),
    ];
    assert.equal(new Set(streams.flat()).size, 25);
  });

  it('are uniform and normal as they say', () => {
    const random = new Random(1);
    const count = 100_000;
    const uniform = Array.from({ length: count }, () => random.uniform());
    const normal = Array.from({ length: count }, () => random.normal());
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    // Within five standard errors.
    assert.ok(Math.abs(mean(uniform) - 0.5) < (5 * Math.sqrt(1 / 12)) / Math.sqrt(count));
    assert.ok(Math.abs(mean(normal)) < 5 / Math.sqrt(count));
    assert.ok(Math.abs(mean(normal.map((value) => value ** 2)) - 1) < (5 * Math.SQRT2) / Math.sqrt(count));
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < count; i++) counts[random.below(10)]++;
    for (const one of counts) assert.ok(Math.abs(one - count / 10) < 5 * Math.sqrt(0.09 * count));
  });

  it('shuffle keeps every item', () => {
    const items = new Random(4).shuffle(Uint32Array.from({ length: 1000 }, (_, i) => i));
    assert.notDeepEqual([...items.slice(0, 5)], [0, 1, 2, 3, 4]);
    assert.deepEqual(
      [...items].sort((a, b) => a - b),
      [...new Array(1000).keys()],
    );
  });

  for (const rate of [0, 0.25, 0.5, 0.9]) {
    it(`a dropout mask of rate ${rate} has mean 1`, () => {
      const mask = new Float32Array(100_001);
      new Random(5).fillDropoutMask(mask, rate);
      const zeros = mask.filter((value) => value === 0).length;
      assert.ok(Math.abs(zeros / mask.length - rate) < 0.01);
      assert.ok(mask.every((value) => value === 0 || Math.abs(value - 1 / (1 - rate)) < 1e-3));
    });
  }
});
