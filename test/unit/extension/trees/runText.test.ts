import assert from 'node:assert/strict';
import { describeFully, describeRun, nameRun } from '../../../../src/extension/trees/runText';
import type { RunRow } from '../../../../src/shared/contracts/training';

const run: RunRow = {
  folder: '/w/.fashion-mnist/runs/2026-11-22_10-00-00_standard',
  id: '2026-11-22_10-00-00_standard',
  name: 'the good one',
  tags: ['a', 'b'],
  state: 'finished',
  problem: null,
  startedAt: '2026-11-22T10:00:00',
  recipe: 'standard',
  dataPath: '/w/data',
  dataTitle: 'data',
  dataState: 'changed',
  seed: 7,
  engine: 'wasm',
  epochs: 10,
  validationAccuracy: 0.9281,
  gap: 0.009,
  interval: [0.92, 0.935],
  totalSeconds: 60,
  corrections: null,
  hasModel: true,
  hasAblation: false,
};

describe('the text of a run in the tree', () => {
  it('tells what one tells runs apart by', () => {
    assert.deepEqual(describeRun(run), ['92.8%', 'Nov 22, 2026, 10:00', 'data', '#a', '#b']);
    assert.deepEqual(describeRun({ ...run, state: 'interrupted', validationAccuracy: null, tags: [] }), [
      'interrupted',
      'Nov 22, 2026, 10:00',
      'data',
    ]);
    assert.deepEqual(describeRun({ ...run, state: 'damaged' }), ['damaged']);
  });

  it('names a run as its person did, or by its id without the time', () => {
    assert.equal(nameRun(run), 'the good one');
    assert.equal(nameRun({ ...run, name: run.id }), 'standard');
    assert.equal(nameRun({ ...run, name: '2026-11-22_10-00-00', id: '2026-11-22_10-00-00' }), '2026-11-22_10-00-00');
  });

  it('tells all of it in the tooltip, line by line', () => {
    assert.deepEqual(describeFully(run).split('\n'), [
      'the good one',
      '2026-11-22_10-00-00_standard',
      'State: finished, 10 epochs',
      'Validation accuracy: 92.8% (95%: 92.0% to 93.5%)',
      'Gap to training: 0.9 points',
      'Recipe: standard, seed 7',
      'Data: /w/data (changed since)',
      'Engine: wasm',
      'Tags: a, b',
      'Started: Nov 22, 2026, 10:00',
    ]);
  });

  it('keeps hostile names in their line, as text', () => {
    const told = describeFully({ ...run, name: 'a\nb $(trash) [x](command:y)', tags: ['\u202etag'] });
    assert.equal(told.split('\n')[0], 'a b $\u200b(trash) [x]\u200b(command:y)');
    assert.ok(told.includes('Tags:  tag'));
    assert.equal(
      describeFully({ ...run, problem: 'run.json: is not valid JSON' }),
      'the good one\nrun.json: is not valid JSON',
    );
  });
});
