import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { hashDataset, hashSplits } from '../../../../src/engine/data/dataset';
import { readData } from '../../../../src/engine/data/readData';
import { comparePredictions } from '../../../../src/engine/jobs/comparePredictions';
import { predict } from '../../../../src/engine/jobs/predict';
import { predictionsFile, writePredictions } from '../../../../src/engine/predictionsFile';
import { renameRun } from '../../../../src/engine/runCard';
import type { ComparePredictionsRequest } from '../../../../src/shared/contracts/comparison';
import type { JobContext } from '../../../../src/shared/contracts/jobs';
import { userError } from '../data/makeFiles';
import { sampleRecord } from '../sampleRecord';
import { temporaryFolder } from '../temporaryFolder';
import { csvRows, makeRun } from './makeRun';

const NAMES = ['hat', 'glove', 'scarf'];
const TRAIN = [
  { label: 0, predicted: 0 },
  { label: 1, predicted: 1 },
  { label: 2, predicted: 2 },
];
// The networks of the runs are equal: both have the third image wrong. What is kept beside the runs differs.
const TEST = [
  { label: 0, predicted: 0 },
  { label: 1, predicted: 1 },
  { label: 2, predicted: 0 },
  { label: 2, predicted: 2 },
];

describe('comparePredictions', () => {
  let folder: string;
  let data: string;
  let before: string;
  let after: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    data = path.join(folder, 'data');
    await mkdir(data);
    await writeFile(path.join(data, 'train.csv'), csvRows(TRAIN));
    await writeFile(path.join(data, 'test.csv'), csvRows(TEST));
    await writeFile(path.join(data, 'classes.txt'), NAMES.join('\n'));
    before = await makeRun(path.join(folder, 'before'), NAMES, { id: 'before' });
    after = await makeRun(path.join(folder, 'after'), NAMES, { id: 'after', seed: 2 });
  });

  const run = (changes: Partial<ComparePredictionsRequest> = {}, context: Partial<JobContext> = {}) =>
    comparePredictions(
      { data: { path: data }, runFolders: [before, after], engine: 'wasm', seed: 1, ...changes },
      { progress: () => undefined, note: () => undefined, signal: new AbortController().signal, ...context },
    );

  /** Keeps beside a run that it says these classes of the test images, the first with the most confidence. */
  async function keep(runFolder: string, predicted: number[]): Promise<void> {
    const { splits } = await readData({ path: data });
    const test = splits.filter(({ split }) => split === 'test');
    const probabilities = new Float32Array(predicted.length * 3).fill(0.1);
    predicted.forEach((label, image) => (probabilities[image * 3 + label] = 0.8 - image / 100));
    await writePredictions(
      runFolder,
      { hash: hashSplits(test), count: predicted.length, classCount: 3 },
      probabilities,
    );
  }

  it('tells who fixed what, by the numbers of the images in all of the data', async () => {
    await keep(before, [0, 0, 0, 2]);
    await keep(after, [0, 1, 2, 1]);
    const comparison = await run();
    const { bothRight, onlyFirst, onlySecond, bothWrong, count, split } = comparison;
    assert.deepEqual([bothRight, onlyFirst, onlySecond, bothWrong, count, split], [1, 1, 2, 0, 4, 'test']);
    assert.deepEqual([comparison.fixed, comparison.broken, comparison.otherwiseWrong], [[4, 5], [6], []]);
    assert.equal(comparison.difference, 1 / 4);
    assert.deepEqual(
      comparison.runs.map(({ runId, name, accuracy, corrections }) => [runId, name, accuracy, corrections]),
      [
        ['before', 'before', 2 / 4, null],
        ['after', 'after', 3 / 4, null],
      ],
    );
    assert.deepEqual(comparison.differences, ['seed 1, then 2']);
    assert.match(
      comparison.findings[0],
      /^The second run is right on 2 images that the first had wrong, and wrong on 1/,
    );
    assert.match(comparison.findings.at(-1)!, /^The runs differ in seed 1, then 2\.$/);
  });

  it('predicts what is not kept, and keeps it where evaluation and views find it', async () => {
    await keep(before, [0, 1, 2, 2]);
    const comparison = await run();
    assert.deepEqual([comparison.onlyFirst, comparison.onlySecond], [1, 0]);
    const { splits } = await readData({ path: data });
    const file = predictionsFile(after, hashSplits(splits.filter(({ split }) => split === 'test')));
    assert.ok(existsSync(file));
    await rm(path.join(after, 'model'), { recursive: true });
    assert.deepEqual(await run(), comparison);
  });

  it('takes what is kept for all of the data', async () => {
    const context = { progress: () => undefined, note: () => undefined, signal: new AbortController().signal };
    for (const runFolder of [before, after]) {
      await predict({ data: { path: data }, runFolder, engine: 'wasm' }, context);
      await rm(path.join(runFolder, 'model'), { recursive: true });
    }
    const test = await run();
    assert.deepEqual([test.bothRight, test.bothWrong, test.count], [3, 1, 4]);
    assert.match(test.findings[0], /^Nothing changed: both runs say the same of all 4 images\.$/);
    const train = await run({ split: 'train' });
    assert.deepEqual([train.bothRight, train.count, train.split], [3, 3, 'train']);
  });

  it('takes all of the data where no split is for testing, as it is kept', async () => {
    await rename(path.join(data, 'test.csv'), path.join(data, 'validation.csv'));
    const first = await run();
    assert.deepEqual([first.count, first.split, first.bothRight, first.bothWrong], [7, 'all', 6, 1]);
    for (const runFolder of [before, after]) await rm(path.join(runFolder, 'model'), { recursive: true });
    assert.deepEqual(await run(), first);
  });

  it('calls runs by the names that people gave them', async () => {
    await renameRun(after, 'with corrections');
    assert.equal((await run()).runs[1].name, 'with corrections');
  });

  it('gives the same interval for the same seed', async () => {
    await keep(before, [0, 0, 0, 2]);
    assert.deepEqual((await run()).interval, (await run()).interval);
  });

  it('tells of images that a run was trained on', async () => {
    const hash = hashDataset((await readData({ path: data })).splits[0]);
    const learnt = { ...sampleRecord().data, classNames: NAMES, path: '/elsewhere', hash };
    await makeRun(before, NAMES, { data: learnt });
    assert.match(
      (await run({ split: 'train' })).findings.join('\n'),
      /^The first run learnt from some of these images/m,
    );
    assert.doesNotMatch((await run()).findings.join('\n'), /learnt from/);
  });

  it('refuses runs of different numbers of classes, and says when they name them otherwise', async () => {
    const four = await makeRun(path.join(folder, 'four'), [...NAMES, 'shoe'], { id: 'four' });
    await assert.rejects(
      run({ runFolders: [before, four] }),
      userError(
        'FOLDER: the model has 4 classes, but that of before has 3; choose two runs that were trained on the same classes',
        four,
      ),
    );
    const other = await makeRun(path.join(folder, 'other'), ['cap', 'glove', 'scarf'], { id: 'other' });
    const notes: string[] = [];
    await run({ runFolders: [before, other] }, { note: (line) => notes.push(line) });
    assert.ok(notes.includes('the runs name classes otherwise: only before learnt hat'), notes.join('\n'));
  });

  it('refuses one run twice, unlabelled data, another split and data of other classes, and keeps nothing', async () => {
    await assert.rejects(run({ runFolders: [before, before] }), /before: is both runs; choose two runs/);
    await assert.rejects(run({ split: 'tset' }), /there is no split "tset"; choose train or test/);
    await writeFile(path.join(data, 'classes.txt'), 'a\nb\nc\nd\n');
    await assert.rejects(run(), /the model has 3 classes, but the data has 4/);
    const unlabelled = path.join(folder, 'unlabelled.csv');
    await writeFile(unlabelled, csvRows([{ predicted: 0 }]));
    await assert.rejects(run({ data: { path: unlabelled } }), /unlabelled\.csv: is unlabelled; give labelled images/);
    assert.deepEqual((await readdir(after)).sort(), ['model', 'run.json']);
  });

  it('can be cancelled', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const progress = () => stop.abort(reason);
    await assert.rejects(run({}, { signal: stop.signal, progress }), (error) => error === reason);
  });
});
