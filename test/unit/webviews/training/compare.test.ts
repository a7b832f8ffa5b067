import assert from 'node:assert/strict';
import type { RunRecord } from '../../../../src/shared/contracts/jobs';
import type { LoadedRun } from '../../../../src/shared/contracts/training';
import { assignColors, MOST_COMPARED } from '../../../../src/webviews/training/compare/colors';
import { comparedCharts, distinctNames, resultsOf } from '../../../../src/webviews/training/compare/comparedCurves';
import { differencesOf } from '../../../../src/webviews/training/compare/differences';

function run(folder: string, change: (record: RunRecord) => void = () => undefined): LoadedRun {
  const record: RunRecord = {
    formatVersion: 1,
    id: folder,
    state: 'finished',
    startedAt: '2026-11-22T12:00:00Z',
    finishedAt: null,
    data: {
      path: '/data',
      hash: 'a'.repeat(64),
      splitHash: 'b'.repeat(64),
      trainCount: 900,
      validationCount: 100,
      classNames: [],
      classCounts: [],
    },
    recipe: {
      name: 'standard',
      network: [
        { type: 'dropout', rate: 0.2 },
        { type: 'residual', layers: [{ type: 'relu' }] },
      ],
      training: { epochs: 10, learningRate: 0.2 },
    },
    seed: 1,
    epochsAsked: 10,
    engine: { name: 'wasm', versions: { tfjs: '4.22.0' }, threads: 2 },
    machine: { platform: 'linux', arch: 'x64', cpu: 'a CPU', cores: 2, node: '20' },
    settings: { data: { path: '/data' }, validationShare: 0.1, classWeights: 'none' },
    results: null,
    notes: [],
  };
  change(record);
  return { folder: `/runs/${folder}`, name: folder, record, history: [], ablation: null };
}

describe('the colours of compared runs', () => {
  it('stay with their run', () => {
    const first = assignColors({}, ['a', 'b', 'c']);
    assert.deepEqual(first, { a: 'blue', b: 'orange', c: 'green' });
    assert.deepEqual(assignColors(first, ['c', 'd', 'b']), { c: 'green', b: 'orange', d: 'blue' });
  });

  it('are never given twice', () => {
    const folders = Array.from({ length: MOST_COMPARED }, (_, index) => String(index));
    const known = { 3: 'red', 5: 'red' } as const;
    assert.equal(new Set(Object.values(assignColors(known, folders))).size, MOST_COMPARED);
  });

  it('belong to folders of any name', () => {
    assert.deepEqual(assignColors({}, ['constructor']), { constructor: 'blue' });
  });
});

describe('what differs between runs', () => {
  it('is nothing between a run and itself', () => {
    assert.deepEqual(differencesOf([run('a'), run('a')]).different, []);
  });

  it('is named, with the value of each', () => {
    const other = run('b', (record) => {
      record.seed = 7;
      record.settings.classWeights = 'balanced';
      record.recipe = {
        ...record.recipe,
        network: [
          { type: 'dropout', rate: 0.5 },
          { type: 'residual', layers: [{ type: 'relu' }] },
        ],
        training: { epochs: 10, learningRate: 0.1, shift: 1 },
      };
    });
    assert.deepEqual(differencesOf([run('a'), other]).different, [
      { name: 'layer 1', values: ['dropout (rate 0.2)', 'dropout (rate 0.5)'] },
      { name: 'learning rate', values: ['0.2', '0.1'] },
      { name: 'seed', values: ['1', '7'] },
      { name: 'class weights', values: ['none', 'balanced'] },
      { name: 'shift', values: ['none', '1'] },
    ]);
  });

  it('names what is the same', () => {
    assert.ok(differencesOf([run('a'), run('b')]).equal.includes('images (hash)'));
  });

  it('takes cards of any recipe', () => {
    const odd = run('b', (record) => (record.recipe = { name: 3, network: 'x' }));
    assert.ok(differencesOf([run('a'), odd]).different.some(({ name }) => name === 'recipe'));
  });
});

describe('compared curves', () => {
  it('have a name of their own each', () => {
    const runs = [run('a'), { ...run('b'), name: 'a' }, run('c')];
    assert.deepEqual(distinctNames(runs), ['a (a)', 'a (b)', 'c']);
    const [{ series }] = comparedCharts(
      runs,
      assignColors(
        {},
        runs.map(({ folder }) => folder),
      ),
    );
    assert.equal(new Set(series.map(({ name }) => name)).size, 6);
    assert.deepEqual(
      series.slice(0, 2).map(({ color, dashed = false }) => [color, dashed]),
      [
        ['blue', false],
        ['blue', true],
      ],
    );
  });

  it('of a run that is looked at alone are those of a training, its gap shaded', () => {
    const [{ series }] = comparedCharts([run('a')], { '/runs/a': 'green' });
    assert.equal(series[1].shadeTo, series[0].name);
    assert.deepEqual([series[0].color, series[1].color], ['orange', 'blue']);
  });

  it('say what came out, and nothing where nothing did', () => {
    const done = run('a', (record) => {
      record.results = {
        epochs: 10,
        bestEpoch: 8,
        trainLoss: 0.2,
        trainAccuracy: 0.95,
        validationLoss: 0.25,
        validationAccuracy: 0.9,
        parameters: 1234,
        trainingSeconds: 60,
        totalSeconds: 65,
        imagesPerSecond: 150,
      };
    });
    const told = Object.fromEntries(resultsOf([done, run('b')]).map(({ name, values }) => [name, values]));
    assert.deepEqual(told['validation accuracy (95% interval)'], ['90.0% (82.6 to 94.5)', '–']);
    assert.deepEqual(told['gap, points'], ['+5.0', '–']);
    assert.deepEqual(told['best epoch'], ['8 of 10', '–']);
  });

  it('has a dash where a figure is none: null after NaN was kept as JSON', () => {
    const none = null as unknown as number;
    const apart = run('a', (record) => {
      record.results = {
        epochs: 1,
        bestEpoch: 1,
        trainLoss: none,
        trainAccuracy: 0.1,
        validationLoss: none,
        validationAccuracy: none,
        parameters: 5,
        trainingSeconds: 1,
        totalSeconds: 1,
        imagesPerSecond: none,
      };
    });
    const told = Object.fromEntries(resultsOf([apart]).map(({ name, values }) => [name, values[0]]));
    for (const name of ['validation accuracy (95% interval)', 'gap, points', 'validation loss, nats', 'images/s']) {
      assert.equal(told[name], '–', name);
    }
  });
});
