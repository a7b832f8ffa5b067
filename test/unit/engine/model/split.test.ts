import assert from 'node:assert/strict';
import { stratifiedSplit } from '../../../../src/engine/model/split';

describe('the split for validation', () => {
  const labels = Uint8Array.from({ length: 205 }, (_, i) =>
    i < 100 ? 0 : i < 200 ? 1 : i < 203 ? 2 : i < 204 ? 3 : 4,
  );

  it('holds out a share of each class, and loses nothing', () => {
    const { train, validation } = stratifiedSplit(labels, 6, 0.1, 1);
    assert.deepEqual(
      [...train, ...validation].sort((a, b) => a - b),
      [...labels.keys()],
    );
    const counts = new Array<number>(6).fill(0);
    for (const index of validation) counts[labels[index]]++;
    // Three images give one; a single one is kept for training.
    assert.deepEqual(counts, [10, 10, 1, 0, 0, 0]);
  });

  it('is drawn by seed', () => {
    const held = (seed: number) => [...stratifiedSplit(labels, 6, 0.1, seed).validation];
    assert.deepEqual(held(1), held(1));
    assert.notDeepEqual(held(1), held(2));
  });

  it('holds out nothing where nothing is asked for', () => {
    assert.equal(stratifiedSplit(labels, 6, 0, 1).validation.length, 0);
  });
});
