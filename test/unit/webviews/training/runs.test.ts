import assert from 'node:assert/strict';
import type { RunRow } from '../../../../src/shared/contracts/training';
import { filterRuns, readTags, runColumns } from '../../../../src/webviews/training/runs/columns';

const row = (change: Partial<RunRow>): RunRow => ({
  folder: '/runs/1',
  id: '20261122-120000-standard',
  name: 'first',
  tags: ['paper', 'best of all'],
  state: 'finished',
  problem: null,
  startedAt: '2026-11-22T12:00:00Z',
  recipe: 'standard',
  dataPath: '/data',
  dataTitle: 'fashion-mnist',
  dataState: 'same',
  seed: 1234567,
  engine: 'native',
  epochs: 10,
  validationAccuracy: 0.928,
  gap: 0.009,
  interval: [0.921, 0.934],
  totalSeconds: 125,
  corrections: 1234,
  hasModel: true,
  hasAblation: false,
  ...change,
});
const columns = runColumns(() => new Date('2026-12-01T00:00:00Z'));
const textOf = (id: string, change: Partial<RunRow> = {}) =>
  columns.find((column) => column.id === id)!.text(row(change));

describe('a row of the table of runs', () => {
  it('writes its figures', () => {
    assert.equal(textOf('accuracy'), '92.8% (92.1 to 93.4)');
    assert.equal(textOf('gap'), '+0.9');
    assert.equal(textOf('gap', { gap: -0.012 }), '\u22121.2');
    assert.equal(textOf('time'), '2 min 5 s');
    assert.equal(textOf('seed'), '1234567');
  });

  it('says where its data is no longer the same', () => {
    assert.equal(textOf('data', { dataState: 'changed' }), 'fashion-mnist (changed)');
    assert.equal(textOf('data', { dataState: 'missing' }), 'fashion-mnist (missing)');
    assert.equal(textOf('data', { dataState: null }), 'fashion-mnist');
  });

  it('is written also where the run is damaged', () => {
    const damaged = row({
      state: 'damaged',
      startedAt: '',
      seed: null,
      engine: null,
      epochs: null,
      validationAccuracy: null,
      gap: null,
      interval: null,
      totalSeconds: null,
    });
    for (const { text, value } of columns) {
      assert.equal(typeof text(damaged), 'string');
      assert.ok(!Number.isNaN(value?.(damaged)));
    }
  });
});

describe('filtering runs', () => {
  const rows = [row({}), row({ folder: '/runs/2', name: '<b>Second</b>', tags: [], recipe: 'reference' })];
  const found = (filter: string) => filterRuns(rows, filter, columns).map(({ name }) => name);

  it('finds each of the words, in any column and case', () => {
    assert.deepEqual(found(''), ['first', '<b>Second</b>']);
    assert.deepEqual(found('SECOND'), ['<b>Second</b>']);
    assert.deepEqual(found('paper native'), ['first']);
    assert.deepEqual(found('paper reference'), []);
    assert.deepEqual(found('  20261122 '), ['first', '<b>Second</b>']);
  });
});

describe('tags', () => {
  it('are separated by commas, none empty, none twice', () => {
    assert.deepEqual(readTags(' a, b c ,,a, =cmd() '), ['a', 'b c', '=cmd()']);
    assert.deepEqual(readTags(' , '), []);
  });
});
