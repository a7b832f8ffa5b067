import assert from 'node:assert/strict';
import { choiceOf, conflictText, decisionText, stands } from '../../../../src/webviews/review/choices';
import type { Standing } from '../../../../src/webviews/review/sequence';

const nameOf = (label: number | null) => ['Shirt', '<b>Coat', 'Bag'][label ?? -1] ?? 'unlabelled';
const standing = (more: Partial<Standing> = {}): Standing => ({
  decision: 'relabel',
  newLabel: 1,
  reviewer: 'Ann',
  reviewedAt: '2026-01-01T00:00:00.000Z',
  note: '',
  isConflict: false,
  verdicts: [],
  ...more,
});

describe('choices about an image', () => {
  it('the label that it has is kept, whichever key says it', () => {
    const kept = { decision: 'keep', newLabel: null };
    assert.deepEqual(choiceOf({ kind: 'keep' }, 0, 1), kept);
    assert.deepEqual(choiceOf({ kind: 'relabel', label: 0 }, 0, 1), kept);
    assert.deepEqual(choiceOf({ kind: 'acceptModel' }, 0, 0), kept);
  });

  it('another label is a relabel', () => {
    assert.deepEqual(choiceOf({ kind: 'relabel', label: 2 }, 0, 1), { decision: 'relabel', newLabel: 2 });
    assert.deepEqual(choiceOf({ kind: 'acceptModel' }, 0, 1), { decision: 'relabel', newLabel: 1 });
    assert.deepEqual(choiceOf({ kind: 'relabel', label: 0 }, null, 1), { decision: 'relabel', newLabel: 0 });
  });

  it('nothing can be kept where nothing is given, or accepted where nothing is predicted', () => {
    assert.equal(choiceOf({ kind: 'keep' }, null, 1), null);
    assert.equal(choiceOf({ kind: 'acceptModel' }, 0, null), null);
    assert.deepEqual(choiceOf({ kind: 'unsure' }, null, null), { decision: 'unsure', newLabel: null });
  });

  it('in words', () => {
    assert.equal(decisionText({ decision: 'relabel', newLabel: 1 }, 0, nameOf), 'Shirt → <b>Coat');
    assert.equal(decisionText({ decision: 'relabel', newLabel: 1 }, null, nameOf), '<b>Coat');
    assert.equal(decisionText({ decision: 'keep', newLabel: null }, 0, nameOf), 'kept Shirt');
    const verdicts: Standing['verdicts'] = [
      { reviewer: 'Ann', decision: 'relabel', newLabel: 1 },
      { reviewer: 'Bob', decision: 'keep', newLabel: null },
      { reviewer: '', decision: 'unsure', newLabel: null },
    ];
    assert.equal(conflictText({ verdicts }, 0, nameOf), 'Ann: <b>Coat, Bob: Shirt, somebody: unsure');
  });

  it('a decision whose answer was lost stands where the same is there that was not there before', () => {
    const act = { decision: 'relabel', newLabel: 1 } as const;
    assert.equal(stands(act, null, standing(), 'Ann'), true);
    assert.equal(stands(act, standing(), standing(), 'Ann'), false, 'the same as before');
    assert.equal(stands(act, null, standing({ reviewer: 'Bob' }), 'Ann'), false, 'of somebody else');
    assert.equal(stands(act, null, standing({ newLabel: 2 }), 'Ann'), false, 'another label');
    assert.equal(stands(act, standing(), null, 'Ann'), false, 'taken back');
  });
});
