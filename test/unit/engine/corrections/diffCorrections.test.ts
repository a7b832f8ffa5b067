import assert from 'node:assert/strict';
import { diffCorrections } from '../../../../src/engine/corrections/diffCorrections';
import type { Correction } from '../../../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { at, correction } from '../../shared/sampleCorrection';
import { userError } from '../data/makeFiles';

const idOf = (image: number) => image.toString(16).padStart(16, '0');

/** A relabel of an image from one class to another. */
const relabel = (image: number, givenLabel: number, newLabel: number, changes: Partial<Correction> = {}) =>
  correction({
    ...{ imageId: idOf(image), index: image, givenLabel, givenName: `class ${givenLabel}` },
    ...{ newLabel, newName: `class ${newLabel}`, ...changes },
  });
const fileOf = (...corrections: Correction[]) => HEADER_LINE + corrections.map((one) => formatCorrection(one)).join('');
const diff = (before: string, after: string) => diffCorrections({ before, after, file: 'corrections.csv' });
const images = ({ changes }: ReturnType<typeof diff>) => changes.map(({ index }) => index);

describe('what changed between two versions of a corrections file', () => {
  it('is nothing between the same, sorted, by a spreadsheet or not, and none', () => {
    const lines = [relabel(1, 2, 3), relabel(2, 4, 5, { reviewedAt: at(5) })];
    assert.deepEqual(diff('', ''), { changes: [], same: 0 });
    assert.deepEqual(diff('', HEADER_LINE), { changes: [], same: 0 });
    assert.deepEqual(diff(fileOf(...lines), fileOf(...lines.reverse())), { changes: [], same: 2 });
    const semicolons = fileOf(...lines)
      .replaceAll(',', ';')
      .replaceAll('.000Z', '')
      .replaceAll('-4.2', '-4,2');
    assert.deepEqual(diff(fileOf(...lines), `\ufeff${semicolons.replaceAll('\n', '\r\n')}`), { changes: [], same: 2 });
  });

  it('is told by pairs of classes, the one with most images first, then what changed without the label', () => {
    const before = fileOf(
      relabel(9, 6, 0, { decision: 'keep', newLabel: null, newName: '' }),
      relabel(8, 6, 6), // what it is labelled already
      relabel(7, 1, 2),
      relabel(6, 6, 0),
    );
    const after = fileOf(
      relabel(9, 6, 0, { decision: 'unsure', newLabel: null, newName: '' }),
      relabel(8, 6, 6, { note: 'surely' }),
      relabel(7, 1, 2),
      relabel(6, 6, 0, { decision: 'undo', newLabel: null, newName: '', reviewedAt: at(9) }),
      relabel(5, 3, 4),
      relabel(4, 0, 6, { index: 40 }),
      relabel(3, 0, 6, { split: 'test' }),
      relabel(2, 0, 6),
      relabel(1, 0, 6, { decision: 'keep', newLabel: null, newName: '' }),
    );
    const found = diff(before, after);
    // 0 to 6, in the order of the data, one of them by taking back; 3 to 4; then those whose label stays.
    assert.deepEqual(images(found), [3, 2, 6, 40, 5, 1, 8, 9]);
    assert.equal(found.same, 1);
    const [first] = found.changes;
    const { decision, newLabel, newName, reviewer, reviewedAt, note } = relabel(3, 0, 6);
    assert.deepEqual(first, {
      ...{ imageId: idOf(3), dataset: 'fashion-mnist', split: 'test', index: 3, givenLabel: 0, givenName: 'class 0' },
      ...{ before: null, after: { decision, newLabel, newName, reviewer, reviewedAt, note } },
    });
    const taken = found.changes.find(({ imageId }) => imageId === idOf(6))!;
    assert.deepEqual([taken.before!.newLabel, taken.after], [0, null]);
  });

  it('goes by the newest decision that stands', () => {
    const older = relabel(1, 2, 3, { reviewedAt: at(1) });
    const newer = relabel(1, 2, 4, { reviewedAt: at(2), reviewer: 'Bob' });
    const undo = relabel(1, 2, 0, { decision: 'undo', newLabel: null, newName: '', reviewedAt: at(3) });
    // A line that was pasted in, but is older, changes nothing; one that is taken back leaves what was before.
    assert.deepEqual(diff(fileOf(newer), fileOf(newer, older)), { changes: [], same: 1 });
    assert.deepEqual(diff(fileOf(older), fileOf(older, newer, undo)), { changes: [], same: 1 });
    assert.deepEqual(diff(fileOf(), fileOf(older, undo)), { changes: [], same: 0 });
    const [change] = diff(fileOf(older, newer, undo), fileOf(older, newer)).changes;
    assert.deepEqual([change.before!.newLabel, change.after!.newLabel, change.after!.reviewer], [3, 4, 'Bob']);
  });

  it('tells a label by its number, else by its name', () => {
    const named = relabel(1, 2, 3, { newLabel: null });
    assert.deepEqual(
      diff(fileOf(relabel(1, 2, 3)), fileOf(named)).changes.map(({ before, after }) => [
        before!.newLabel,
        after!.newLabel,
      ]),
      [[3, null]],
    );
    // It is no other label: behind those that are.
    assert.deepEqual(images(diff(fileOf(relabel(1, 2, 3)), fileOf(named, relabel(9, 5, 6)))), [9, 1]);
  });

  it('refuses a broken version and says which, with its row', () => {
    const broken = fileOf(relabel(1, 2, 3), relabel(2, 2, 3)).replace(
      'relabel,3,class 3,margin',
      'rename,3,class 3,margin',
    );
    const message = '"rename" is no decision; give one of relabel, keep, unsure, undo';
    assert.throws(() => diff('', broken), userError(`corrections.csv:2:7: ${message}`));
    assert.throws(() => diff(broken, ''), userError(`corrections.csv:2:7: in the version before, ${message}`));
    // What broke off does not count, as anywhere.
    assert.deepEqual(diff('', `${fileOf(relabel(1, 2, 3))}001122`).changes.length, 1);
  });
});
