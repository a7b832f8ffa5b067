import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { compareWeights } from '../../../src/engine/compareWeights';
import { takeDataStamp } from '../../../src/engine/dataStamp';
import { formatHistory } from '../../../src/engine/history';
import { chooseTrainingData } from '../../../src/engine/model/trainingData';
import { readData } from '../../../src/engine/data/readData';
import { renameRun, tagRun } from '../../../src/engine/runCard';
import { listRunRows, loadRuns } from '../../../src/engine/runRows';
import { bringRunBack, deleteAside, putRunAside } from '../../../src/engine/runsAside';
import { listRuns } from '../../../src/engine/runs';
import { tryLock } from '../../../src/engine/runLock';
import type { RunRecord } from '../../../src/shared/contracts/jobs';
import { writeSmallData } from '../../cli/smallData';
import { sampleRecord } from './sampleRecord';
import { temporaryFolder } from './temporaryFolder';

/** A runs folder, and what makes a run in it. */
async function setUp() {
  const base = await temporaryFolder();
  const runsFolder = path.join(base, '.fashion-mnist', 'runs');
  const write = (name: string, changes: Partial<RunRecord> = {}): string => {
    const folder = path.join(runsFolder, name);
    mkdirSync(folder, { recursive: true });
    const id = name.replace('.partial', '');
    writeFileSync(path.join(folder, 'run.json'), JSON.stringify(sampleRecord({ id, ...changes })));
    return folder;
  };
  const rows = () => listRunRows({ runsFolder, base });
  return { base, runsFolder, write, rows };
}

describe('rows of runs', () => {
  it('tell what a person wants to know, the newest first', async () => {
    const { base, write, rows } = await setUp();
    const inside = path.join(base, 'data', 'shop');
    const { settings, data } = sampleRecord();
    write('a', { data: { ...data, path: inside }, settings: { ...settings, data: { path: inside } } });
    const partial = write('b.partial', { state: 'interrupted', startedAt: '2026-12-01T00:00:00.000Z', results: null });
    mkdirSync(path.join(partial, 'model'));
    writeFileSync(path.join(partial, 'model', 'model.json'), '{}');
    const [b, a] = await rows();
    assert.deepEqual([b.id, b.folder, b.state, b.hasModel], ['b', partial, 'interrupted', true]);
    assert.deepEqual([b.validationAccuracy, b.gap, b.interval, b.epochs], [null, null, null, null]);
    assert.deepEqual([b.dataTitle, b.dataState], ['shop', 'missing']);
    assert.deepEqual([a.id, a.name, a.tags, a.hasModel, a.hasAblation], ['a', 'a', [], false, false]);
    assert.equal(a.dataTitle, path.join('data', 'shop'));
    assert.deepEqual([a.recipe, a.seed, a.engine, a.epochs, a.totalSeconds], ['standard', 1, 'wasm', 2, 2]);
    assert.equal(a.validationAccuracy, 0.9);
    assert.ok(Math.abs(a.gap! - 0.05) < 1e-12);
    // Wilson's interval of 9 of 10.
    assert.deepEqual(
      a.interval!.map((bound) => bound.toFixed(3)),
      ['0.596', '0.982'],
    );
  });

  it('tell what is wrong with a damaged run', async () => {
    const { write, rows } = await setUp();
    writeFileSync(path.join(write('a'), 'run.json'), '{');
    const [row] = await rows();
    assert.deepEqual([row.state, row.name, row.engine], ['damaged', 'a', null]);
    assert.match(row.problem!, /run\.json: is not valid JSON/);
  });

  it('notice data that was changed, moved or only touched since', async () => {
    const { base, write, rows } = await setUp();
    const { data: location } = writeSmallData(base);
    const loaded = await readData({ path: location });
    const { hash } = chooseTrainingData({ ...loaded, splits: loaded.splits.slice(0, 1) }, location, 0.1, 1);
    const { stamp } = await takeDataStamp({ path: location });
    const sample = sampleRecord();
    const settings = { ...sample.settings, data: { path: location } };
    const startedAt = new Date().toISOString();
    const known = { data: { ...sample.data, path: location, hash, stamp }, settings, startedAt };
    write('a', known);
    // Of a version that kept no stamp.
    write('old', { ...known, data: { ...known.data, stamp: undefined } });
    const states = async () => (await rows()).map(({ id, dataState }) => `${id} ${dataState}`).sort();
    assert.deepEqual(await states(), ['a same', 'old same']);
    const file = path.join(location, 'train.csv');
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    assert.deepEqual(await states(), ['a same', 'old same']);
    // The test split is not what it was trained on.
    writeFileSync(path.join(location, 'test.csv'), readFileSync(file));
    assert.deepEqual(await states(), ['a same', 'old same']);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\n(\d+),(\d+)/, '\n$1,77'));
    utimesSync(file, new Date(), new Date(Date.now() + 9000));
    assert.deepEqual(await states(), ['a changed', 'old changed']);
    renameSync(location, `${location} elsewhere`);
    assert.deepEqual(await states(), ['a missing', 'old missing']);
  });
});

describe('the card of a run', () => {
  it('gives it a name and tags for people, and takes them away', async () => {
    const { write, rows } = await setUp();
    const folder = write('a');
    const name = '<img src=x onerror=1> =cmd() \u202eback 😀';
    await renameRun(folder, `  ${name}\n`);
    await tagRun(folder, ['best', ' best ', '', 'two\nlines']);
    let [row] = await rows();
    assert.deepEqual([row.name, row.tags, row.id], [name.replace('\u202e', ' '), ['best', 'two lines'], 'a']);
    assert.equal((await loadRuns([folder]))[0].name, row.name);
    await renameRun(folder, '');
    [row] = await rows();
    assert.deepEqual([row.name, row.tags], ['a', ['best', 'two lines']]);
  });

  it('is bounded, and writes nothing beyond', async () => {
    const { write } = await setUp();
    const folder = write('a');
    const tooLong = { name: 'UserError', message: /characters; give \d+ at most/ };
    await assert.rejects(renameRun(folder, 'x'.repeat(10_000)), tooLong);
    await assert.rejects(tagRun(folder, ['x'.repeat(41)]), tooLong);
    const many = Array.from({ length: 21 }, (_, k) => `tag ${k}`);
    await assert.rejects(tagRun(folder, many), { name: 'UserError', message: /21 tags are too many/ });
    await assert.rejects(renameRun(`${folder} nowhere`, 'x'), { name: 'UserError' });
    assert.deepEqual(readdirSync(folder), ['run.json']);
  });

  it('damaged, does not damage the run', async () => {
    const { write, rows } = await setUp();
    const folder = write('a');
    writeFileSync(path.join(folder, 'card.json'), '{"name": 5}');
    assert.equal((await rows())[0].name, 'a');
    await tagRun(folder, ['x']);
    assert.deepEqual((await rows())[0].tags, ['x']);
  });
});

describe('a run that is put aside', () => {
  it('is out of sight, and comes back exactly as it was', async () => {
    const { runsFolder, write } = await setUp();
    for (const name of ['whole', 'cut.partial']) {
      const folder = write(name);
      writeFileSync(path.join(folder, 'history.csv'), 'kept');
      const asked = folder.replace('.partial', '');
      await putRunAside(asked);
      assert.deepEqual(await listRuns(runsFolder), []);
      await bringRunBack(asked);
      assert.deepEqual(readdirSync(runsFolder), [name]);
      assert.equal(readFileSync(path.join(folder, 'history.csv'), 'utf8'), 'kept');
      await putRunAside(folder);
      await deleteAside([folder]);
      assert.deepEqual(readdirSync(runsFolder), []);
      await assert.rejects(bringRunBack(asked), { name: 'UserError', message: /was not put aside, or was deleted/ });
    }
  });

  it('stays where it is while it is trained; what is no run is left alone', async () => {
    const { runsFolder, write } = await setUp();
    const folder = write('a.partial', { state: 'running' });
    await tryLock(folder);
    await assert.rejects(putRunAside(folder), { name: 'UserError', message: /is being trained/ });
    const other = path.join(runsFolder, 'photos');
    mkdirSync(other);
    await assert.rejects(putRunAside(other), { name: 'UserError', message: /is not a run folder/ });
    await deleteAside([folder, other, path.join(runsFolder, 'nowhere')]);
    assert.ok(existsSync(folder) && existsSync(other));
  });

  it('is still brought back when another window deletes for good what it has put aside', async () => {
    const { runsFolder, write } = await setUp();
    const [own, others] = [write('own'), write('others')];
    await putRunAside(own);
    await putRunAside(others);
    await deleteAside([own]);
    await bringRunBack(others);
    assert.deepEqual(readdirSync(runsFolder), ['others']);
    await assert.rejects(bringRunBack(own), { name: 'UserError', message: /was not put aside, or was deleted/ });
  });

  it('does not replace one that has its name by now', async () => {
    const { write } = await setUp();
    const folder = write('a');
    await putRunAside(folder);
    write('a', { seed: 9 });
    await assert.rejects(bringRunBack(folder), { name: 'UserError', message: /another run has this name/ });
    assert.equal((await loadRuns([folder]))[0].record.seed, 9);
  });
});

describe('a loaded run', () => {
  it('has its curve, as far as it was written', async () => {
    const { write } = await setUp();
    const folder = write('a');
    const history = [1, 2].map((epoch) => ({
      epoch,
      trainLoss: 0.1 / epoch,
      trainAccuracy: 0.9,
      validationLoss: NaN,
      validationAccuracy: 0.8,
      learningRate: 1e-5,
      seconds: 3,
      imagesPerSecond: 1 / 3,
    }));
    writeFileSync(path.join(folder, 'history.csv'), formatHistory(history) + '3,0.1');
    assert.deepEqual((await loadRuns([folder]))[0].history, history);
    writeFileSync(path.join(folder, 'history.csv'), 'something else');
    assert.deepEqual((await loadRuns([folder]))[0].history, []);
    assert.equal((await loadRuns([folder]))[0].ablation, null);
  });
});

describe('weights of two runs', () => {
  it('are compared bit by bit', async () => {
    const { write } = await setUp();
    const save = (name: string, values: number[], shape = [2]) => {
      const folder = write(name);
      mkdirSync(path.join(folder, 'model'));
      const weights = [{ name: 'w', shape, dtype: 'float32' }];
      const json = { modelTopology: {}, weightsManifest: [{ paths: ['weights.bin'], weights }] };
      writeFileSync(path.join(folder, 'model', 'model.json'), JSON.stringify(json));
      writeFileSync(path.join(folder, 'model', 'weights.bin'), new Uint8Array(Float32Array.from(values).buffer));
      return folder;
    };
    const a = save('a', [1, 0]);
    assert.deepEqual(await compareWeights({ a, b: save('b', [1, 0]) }), { equal: true, largestDifference: 0 });
    assert.deepEqual(await compareWeights({ a, b: save('c', [1.25, 0.5]) }), { equal: false, largestDifference: 0.5 });
    assert.deepEqual(await compareWeights({ a, b: save('d', [1, -0]) }), { equal: false, largestDifference: 0 });
    assert.deepEqual(await compareWeights({ a, b: save('e', [1, NaN]) }), { equal: false, largestDifference: null });
    assert.deepEqual(await compareWeights({ a, b: save('f', [1, 0], [2, 1]) }), {
      equal: false,
      largestDifference: null,
    });
    await assert.rejects(compareWeights({ a, b: write('g') }), { name: 'UserError', message: /has no model/ });
  });
});
