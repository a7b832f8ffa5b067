import assert from 'node:assert/strict';
import { forReview, restoreKept } from '../../../../src/webviews/review/kept';

describe('what the review view keeps', () => {
  it('comes back as it was', () => {
    const kept = {
      ...restoreKept(null),
      reviewFolder: '/w/r',
      at: 'q7',
      revisits: true,
      mode: 'grid' as const,
      filtersOpen: true,
      open: { check: true },
      local: [{ key: 'q1', kind: 'skip' as const, after: '', order: 1 }],
      redo: [
        [{ key: 'q2', decision: 'relabel' as const, newLabel: 3, note: 'é "' }],
        [{ key: 'q3', decision: 'skip' as const }],
        [{ key: 'q4', decision: 'unsure' as const, newLabel: null, note: '' }],
      ],
      unsaved: {
        kind: 'decide' as const,
        acts: [{ key: 'q5', decision: 'relabel' as const, newLabel: 2, note: '=1' }],
        before: [null],
      },
      note: { key: 'q7', text: '</b>' },
      gridSize: 56 as const,
      gridPlace: 3.5,
    };
    assert.deepEqual(restoreKept(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('what does not fit is as at the beginning', () => {
    const beginning = restoreKept(null);
    const damaged = {
      reviewFolder: 3,
      at: null,
      mode: 'x',
      open: { check: 'yes' },
      local: [{ key: 'q1' }, null, 4],
      redo: [[{ key: 'q1', decision: 'relabel', newLabel: null, note: '' }], 'q', [{ decision: 'skip' }]],
      unsaved: { kind: 'decide', acts: [{ key: 'q1', decision: 'skip' }], before: [null] },
      note: { key: 'q1' },
      gridSize: 13,
      gridPlace: -1,
    };
    assert.deepEqual(restoreKept(damaged), beginning);
    assert.deepEqual(restoreKept('text'), beginning);
  });

  it('of another review only how the view looks stays', () => {
    const kept = { ...restoreKept(null), reviewFolder: '/a', at: 'q3', mode: 'grid' as const, gridSize: 56 as const };
    assert.equal(forReview(kept, '/a'), kept);
    const other = forReview(kept, '/b');
    assert.deepEqual([other.reviewFolder, other.at, other.mode, other.gridSize], ['/b', '', 'grid', 56]);
  });
});
