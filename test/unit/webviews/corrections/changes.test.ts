import assert from 'node:assert/strict';
import type { CorrectionChange, CorrectionVerdict } from '../../../../src/shared/contracts/decisions';
import {
  changeText,
  groupChanges,
  isRelabelled,
  placeText,
  summaryText,
  verdictLines,
} from '../../../../src/webviews/corrections/changes';

const verdict = (
  decision: CorrectionVerdict['decision'],
  more: Partial<CorrectionVerdict> = {},
): CorrectionVerdict => ({
  decision,
  newLabel: null,
  newName: '',
  reviewer: 'Ada',
  reviewedAt: '2026-11-22T10:00:00.000Z',
  note: '',
  ...more,
});
const coat = verdict('relabel', { newLabel: 4, newName: 'Coat' });
const bag = verdict('relabel', { newLabel: 8, newName: 'Bag' });
const keep = verdict('keep');
const unsure = verdict('unsure');
const change = (
  before: CorrectionVerdict | null,
  after: CorrectionVerdict | null,
  more: Partial<CorrectionChange> = {},
): CorrectionChange => ({
  imageId: '0123456789abcdef',
  dataset: 'data/train',
  split: 'train',
  index: 1700,
  givenLabel: 6,
  givenName: 'Shirt',
  before,
  after,
  ...more,
});
const groups = (...changes: CorrectionChange[]) =>
  groupChanges(changes).map(({ kind, title, places }) => [kind, title, places]);

describe('what two versions say differently', () => {
  it('labels are grouped by class pair, the pair with most images first', () => {
    assert.deepEqual(groups(change(null, bag), change(null, coat), change(keep, coat), change(bag, coat)), [
      ['label', 'Shirt → Coat', [1, 2]],
      ['label', 'Shirt → Bag', [0]],
      ['label', 'Bag → Coat', [3]],
    ]);
  });

  it('a relabel that was taken back changes the label back; what changes no label comes after', () => {
    assert.deepEqual(
      groups(
        change(coat, null),
        change(null, keep),
        change(null, unsure),
        change(keep, null),
        change(keep, verdict('keep', { note: 'sure' })),
        change(coat, { ...coat, reviewer: 'Bob' }),
      ),
      [
        ['label', 'Coat → Shirt', [0]],
        ['keep', 'Given label kept', [1]],
        ['unsure', 'Cannot tell', [2]],
        ['back', 'Decision taken back, label as before', [3]],
        ['words', 'Same label, by somebody else or with another note', [4, 5]],
      ],
    );
  });

  it('a label is the same by its number, or by its name where it has none', () => {
    assert.equal(isRelabelled(change(null, verdict('relabel', { newLabel: 6, newName: 'SHIRT' }))), false);
    assert.equal(isRelabelled(change(null, verdict('relabel', { newName: 'Shirt' }))), false);
    assert.equal(isRelabelled(change(null, verdict('relabel', { newName: 'Coat' }))), true);
    const unlabelled = change(null, coat, { givenLabel: null, givenName: '' });
    assert.deepEqual(groups(unlabelled), [['label', 'unlabelled → Coat', [0]]]);
    assert.deepEqual(groups(change(null, verdict('relabel', { newLabel: 12 }))), [['label', 'Shirt → class 12', [0]]]);
  });

  it('names from data stand as they are, whatever they are called', () => {
    const odd = verdict('relabel', { newLabel: 1, newName: '__proto__', reviewer: '<b>', note: '=1+1' });
    assert.deepEqual(groups(change(null, odd)), [['label', 'Shirt → __proto__', [0]]]);
    assert.match(changeText(change(null, odd)), /^Shirt → __proto__; data\/train, train 1,700; by <b>, .*“=1\+1”$/);
  });

  it('is counted in one line', () => {
    const all = groupChanges([change(null, coat), change(null, bag), change(null, keep), change(unsure, null)]);
    assert.equal(summaryText(all, 120), '2 labels changed, 1 kept, 1 taken back. 120 decisions are the same in both.');
    assert.equal(summaryText(groupChanges([change(null, coat)]), 0), '1 label changed.');
  });

  it('places and verdicts are told as far as they are known', () => {
    assert.equal(placeText(change(null, null, { dataset: '', split: '', index: null })), 'place not known');
    assert.equal(placeText(change(null, null, { split: '', index: 3 })), 'data/train, 3');
    assert.deepEqual(verdictLines(null, change(null, null)), ['Nothing decided']);
    assert.equal(verdictLines(keep, change(null, keep))[0], 'Shirt, kept');
    assert.match(changeText(change(coat, null)), /^Coat → Shirt; .*; was by Ada, /);
  });
});
