import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readKept } from '../../../../src/webviews/evaluation/kept';

describe('what the evaluation view keeps', () => {
  it('comes back as it was', () => {
    const kept = {
      ...readKept(null),
      file: '/w/evaluation.json',
      startedAt: '2026-01-01T00:00:00.000Z',
      shown: 'row' as const,
      hideDiagonal: true,
      choice: { kind: 'cell' as const, actual: 6, predicted: 0 },
      comparison: { runFolder: '/w/runs/a', otherIsFirst: true },
      scroll: 120,
      dockShare: 0.55,
      active: 17,
      selected: [3, 9],
      size: 84 as const,
    };
    assert.deepEqual(readKept(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('anything else is as at the beginning, never an error', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const kept = readKept(value);
        return kept.dockShare >= 0.2 && kept.dockShare <= 0.8 && typeof kept.file === 'string';
      }),
    );
  });
});
