import assert from 'node:assert/strict';
import { readKept } from '../../../../src/webviews/training/kept';

describe('what the training view keeps', () => {
  it('comes back', () => {
    const kept = {
      ...readKept(undefined),
      open: { form: false },
      sort: { column: 'accuracy', descending: false },
      filter: 'x',
      selected: ['/a'],
      compared: ['/a', '/b'],
      deleted: [{ what: 'a', folders: ['/c'] }],
      colors: { '/a': 'blue' as const },
      scroll: 120,
    };
    assert.deepEqual(readKept(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('is as at first where it cannot be understood', () => {
    const first = readKept(undefined);
    for (const other of [
      null,
      7,
      [],
      {
        sort: 'x',
        open: [],
        selected: 'x',
        scroll: 'y',
        ablation: {},
        draft: {},
        colors: 3,
        deleted: [{ what: 'a' }, 1],
      },
    ]) {
      assert.deepEqual(readKept(other), first);
    }
  });

  it('drops what is wrong and keeps the rest', () => {
    const { selected, open, filter } = readKept({ selected: ['/a', 7], open: { a: true, b: 'x' }, filter: 'x' });
    assert.deepEqual([selected, open, filter], [['/a'], { a: true }, 'x']);
  });
});
