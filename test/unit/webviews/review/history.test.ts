import assert from 'node:assert/strict';
import { localAct, newestOf, undoStack, type LocalAct } from '../../../../src/webviews/review/history';
import { sequenceOf, type Entry, type Standing } from '../../../../src/webviews/review/sequence';
import { makeQueue } from './makeQueue';

const queue = makeQueue([0, 1, 2, 3, 4]);
const entries = sequenceOf(queue, { images: [0, 1, 2, 3, 4], plantable: [] }, null);
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;

/** Decisions by position: second and reviewer. */
function decided(made: Record<number, readonly [second: number, reviewer: string]>) {
  return ({ position }: Entry): Standing | null =>
    position in made
      ? {
          decision: 'keep',
          newLabel: null,
          reviewer: made[position][1],
          reviewedAt: at(made[position][0]),
          note: '',
          isConflict: false,
          verdicts: [],
        }
      : null;
}
const stack = (standing: ReturnType<typeof decided>, local: LocalAct[] = []) =>
  undoStack(entries, standing, local, () => true, 'Ann').map(({ keys, kind }) => `${kind} ${keys.join('+')}`);

describe('what undo takes back', () => {
  it('is what stands decided by this reviewer, in the order of time, wherever it stands in the queue', () => {
    const standing = decided({ 0: [9, 'Ann'], 1: [3, 'Ann'], 2: [5, 'Bob'], 4: [7, 'Ann'] });
    assert.deepEqual(stack(standing), ['decision q1', 'decision q4', 'decision q0']);
  });

  it('what was decided at once is taken back at once', () => {
    const standing = decided({ 0: [3, 'Ann'], 1: [5, 'Ann'], 3: [5, 'Ann'], 4: [5, 'Bob'] });
    assert.deepEqual(stack(standing), ['decision q0', 'decision q1+q3']);
  });

  it('skipped images stand where they were skipped, between decisions', () => {
    const standing = decided({ 0: [3, 'Ann'], 1: [5, 'Ann'] });
    const local: LocalAct[] = [];
    local.push(localAct('q2', 'skip', at(3), local));
    local.push(localAct('q3', 'skip', at(3), local));
    local.push(localAct('q4', 'skip', at(5), local));
    assert.deepEqual(stack(standing, local), ['decision q0', 'skip q2', 'skip q3', 'decision q1', 'skip q4']);
  });

  it('what was skipped before anything was decided comes first', () => {
    const local = [localAct('q4', 'skip', newestOf(entries, decided({}), 'Ann'), [])];
    assert.deepEqual(stack(decided({ 0: [3, 'Ann'] }), local), ['skip q4', 'decision q0']);
  });

  it('an answer of a check that was given together with decisions goes with them', () => {
    const standing = decided({ 0: [3, 'Ann'], 1: [5, 'Ann'] });
    const together: LocalAct = { key: 'p0', kind: 'planted', after: at(3), order: 0 };
    assert.deepEqual(stack(standing, [together]), ['decision q0+p0', 'decision q1']);
  });

  it('what does not hold any more is not taken back', () => {
    const local = [localAct('q2', 'skip', '', [])];
    assert.deepEqual(
      undoStack(entries, decided({}), local, () => false, 'Ann'),
      [],
    );
  });

  it('the newest decision is that of this reviewer', () => {
    assert.equal(newestOf(entries, decided({ 0: [3, 'Ann'], 1: [9, 'Bob'] }), 'Ann'), at(3));
    assert.equal(newestOf(entries, decided({ 1: [9, 'Bob'] }), 'Ann'), '');
  });
});
