import assert from 'node:assert/strict';
import { type ComparableRun, findRunBefore } from '../../../../src/extension/evaluation/runBefore';

const run = (id: string, changes: Partial<ComparableRun> = {}): { record: ComparableRun } => ({
  record: {
    id,
    startedAt: `2026-01-01T00:00:${id.padStart(2, '0')}.000Z`,
    state: 'finished',
    recipe: { name: 'standard' },
    seed: 1,
    epochsAsked: 8,
    settings: { data: { path: '/d' }, validationShare: 0.1, classWeights: 'none' },
    data: { hash: 'd' },
    results: {} as ComparableRun['results'],
    ...changes,
  },
});
const corrected = (hash: string) => ({ corrections: { hash } as ComparableRun['corrections'] });
const after = run('50', corrected('c')).record;
const found = (...runs: { record: ComparableRun }[]) => findRunBefore(after, runs)?.record.id;

describe('the run before some corrections', () => {
  it('is the newest one on the same data without them', () => {
    assert.equal(found(run('1'), run('3'), run('2'), { record: after }), '3');
    assert.equal(found(run('1', { data: { hash: 'other' } }), run('2', corrected('c'))), undefined);
  });

  it('has learnt something to its end', () => {
    assert.equal(found(run('1', { state: 'interrupted' }), run('2', { results: null })), undefined);
    assert.equal(found(run('1', { state: 'stopped' })), '1');
  });

  it('rather has the same settings than being newer', () => {
    assert.equal(found(run('1'), run('9', { seed: 2 }), run('8', { recipe: { name: 'quick' } })), '1');
    assert.equal(found(run('1', { epochsAsked: 2, seed: 3 }), run('2', { seed: 3 })), '2');
  });

  it('rather has no corrections than others', () => {
    assert.equal(found(run('1'), run('9', corrected('other'))), '1');
    assert.equal(found(run('9', corrected('other'))), '9');
  });
});
