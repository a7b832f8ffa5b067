import assert from 'node:assert/strict';
import { readOptions } from '../../../../src/extension/review/reviewOptions';

describe('options of the review command', () => {
  it('takes what is of the right type', () => {
    const options = {
      images: [3, 1],
      dataset: 2,
      runFolder: '/runs/a',
      score: 'entropy',
      taken: { invert: 'yes', fit: 'cover' },
    };
    assert.deepEqual(readOptions(options), { ...options, images: Uint32Array.of(3, 1) });
    assert.deepEqual(readOptions({ images: Uint32Array.of(5) }), { images: Uint32Array.of(5) });
  });

  it('leaves the rest out: menus hand over things of their own', () => {
    for (const nothing of [undefined, null, 7, 'x', [], [{ fsPath: '/x' }], { groupId: 0 }]) {
      assert.deepEqual(readOptions(nothing), {});
    }
    const wrong = { images: [1.5], dataset: '2', runFolder: '', score: 'selection', taken: { invert: 1, fit: '../x' } };
    assert.deepEqual(readOptions(wrong), { taken: {} });
    assert.deepEqual(readOptions({ images: [-1] }), {});
  });
});
