import assert from 'node:assert/strict';
import type { CorrectionsFound, DataCheck } from '../../../../src/shared/contracts/training';
import { correctionsToUse, describeCorrections } from '../../../../src/webviews/training/form/corrections';

const found: CorrectionsFound = {
  file: '/w/corrections.csv',
  changed: 1,
  kept: 0,
  unsure: 0,
  conflicts: 0,
  problem: null,
};
const check = (corrections: CorrectionsFound | null) => ({ corrections }) as DataCheck;
const draft = { use: true, unsureUse: 'half' } as const;

describe('corrections in the form of a training', () => {
  it('are told in one line, without what there is none of', () => {
    assert.equal(describeCorrections(found), 'corrections.csv: 1 label changed');
    assert.equal(
      describeCorrections({ ...found, changed: 1200, kept: 12, unsure: 4, conflicts: 2 }),
      'corrections.csv: 1,200 labels changed, 12 kept, 4 unsure, reviewers disagree about 2: the newest decision counts',
    );
  });

  it('are asked for where there are any, as the person chose', () => {
    assert.deepEqual(correctionsToUse(check(found), draft), draft);
    assert.deepEqual(correctionsToUse(check(found), { ...draft, use: false }), { ...draft, use: false });
  });

  it('are not asked for where there are none, or where the file is broken', () => {
    assert.equal(correctionsToUse(check(null), draft).use, false);
    assert.equal(correctionsToUse(check({ ...found, problem: 'corrections.csv:2: broken' }), draft).use, false);
  });
});
