import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { hashSplits, imageAt, imageId } from '../../../../src/engine/data/dataset';
import { readData } from '../../../../src/engine/data/readData';
import { evaluate } from '../../../../src/engine/jobs/evaluate';
import { chooseTrainingData } from '../../../../src/engine/model/trainingData';
import { readPredictions } from '../../../../src/engine/predictionsFile';
import { Random } from '../../../../src/engine/random';
import type { EvaluateRequest, RunRecord } from '../../../../src/shared/contracts/jobs';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { wilsonInterval } from '../../../../src/shared/statistics';
import { correction } from '../../shared/sampleCorrection';
import { sampleRecord } from '../sampleRecord';
import { temporaryFolder } from '../temporaryFolder';
import { csvRows, makeRun } from './makeRun';

const NAMES = ['hat', 'glove', 'scarf'];
// Of 0 0 1 1 2 2, the images are taken for 0 1 1 1 0 2.
const ROWS = [
  { label: 0, predicted: 0 },
  { label: 0, predicted: 1 },
  { label: 1, predicted: 1 },
  { label: 1, predicted: 1 },
  { label: 2, predicted: 0 },
  { label: 2, predicted: 2 },
];
// exp(3) against two times exp(0).
const TOP = Math.exp(3) / (Math.exp(3) + 2);

let folder: string;
let out: string;
let runFolder: string;

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

function run(data: string, changes: Partial<EvaluateRequest> = {}) {
  return evaluate(
    {
      data: { path: data },
      runFolder,
      outputFile: out,
      engine: 'wasm',
      startedAt: '2026-11-22T15:00:00.000Z',
      ...changes,
    },
    { progress: () => undefined, note: () => undefined, signal: new AbortController().signal },
  );
}

async function outFile(name: string): Promise<string> {
  return readFile(path.join(path.dirname(out), name), 'utf8');
}

function near(actual: number | null, expected: number, tolerance = 1e-6): void {
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('evaluate, beyond the plain figures', () => {
  beforeEach(async () => {
    folder = await temporaryFolder();
    out = path.join(folder, 'out', 'output.txt');
    runFolder = await makeRun(path.join(folder, 'run'), NAMES);
  });

  /** A run that was trained on the data at `place`, by what it is now. */
  async function trainedOn(place: string, results: Partial<NonNullable<RunRecord['results']>> = {}): Promise<void> {
    const location = { path: place };
    const loaded = await readData(location, { choose: (splits) => splits.filter((split) => split !== 'test') });
    const { hash, splitHashes } = chooseTrainingData(loaded, place, 0.5, 1);
    const { settings, results: sample } = sampleRecord();
    await makeRun(runFolder, NAMES, {
      data: { ...sampleRecord().data, path: place, classNames: NAMES, hash, splitHashes },
      settings: { ...settings, data: location },
      results: { ...sample!, ...results },
    });
  }

  /** Images with something to see, each a class' own noise: label, and the class that the network takes it for. */
  function noiseRows(rows: readonly { label: number; predicted: number; seed: number; change?: number }[]): string {
    return rows
      .map(({ label, predicted, seed, change = 0 }) => {
        const random = new Random('noise', seed);
        const pixels = Array.from({ length: 784 }, (_, at) => random.below(200) + (at % 2 === 0 ? change : 0));
        NAMES.forEach((_, at) => (pixels[at] = at === predicted ? 255 : 0));
        return [label, ...pixels].join(',') + '\n';
      })
      .join('');
  }

  it('keeps the probabilities beside the run, where views find them by the hash of the data', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const { dataHash } = await run(data);
    const { splits } = await readData({ path: data });
    assert.equal(dataHash, hashSplits(splits));
    const kept = new Float32Array(18);
    const about = { hash: dataHash, count: 6, classCount: 3 };
    assert.ok(await readPredictions(runFolder, about, (block, first) => kept.set(block, 3 * first)));
    near(kept[0], TOP);
    near(kept[17], TOP);
  });

  it('keeps none that are averaged with the mirror image, and scales none of these', async () => {
    await makeRun(runFolder, NAMES, { results: { ...sampleRecord().results!, temperature: TEMPERATURE } });
    const evaluation = await run(await write('data/all.csv', csvRows(ROWS)), { flipAveraging: true });
    assert.equal(existsSync(path.join(runFolder, 'predictions')), false);
    assert.equal(evaluation.temperatureScaling, null);
    assert.match(evaluation.notes.join(), /averaged ones are told without scaling/);
  });

  it('says where the probabilities cannot be kept, and evaluates all the same', async () => {
    await writeFile(path.join(runFolder, 'predictions'), 'a file in the way');
    const { notes, accuracy } = await run(await write('data/all.csv', csvRows(ROWS)));
    near(accuracy, 4 / 6);
    assert.match(notes.join('\n'), /^the predictions could not be kept beside the run: .*predictions/m);
  });

  const TEMPERATURE = { temperature: 3, count: 10, hurts: false };

  it('tells calibration at the temperature of the run', async () => {
    await makeRun(runFolder, NAMES, { results: { ...sampleRecord().results!, temperature: TEMPERATURE } });
    const { temperatureScaling, insights, ece } = await run(await write('data/all.csv', csvRows(ROWS)));
    // Logits 3, 0, 0 become 1, 0, 0.
    const scaled = Math.exp(1) / (Math.exp(1) + 2);
    near(temperatureScaling!.ece, 4 / 6 - scaled);
    near(temperatureScaling!.loss, -(4 * Math.log(scaled) + 2 * Math.log((1 - scaled) / 2)) / 6);
    assert.ok(temperatureScaling!.ece < ece!);
    assert.match(insights.join('\n'), /Temperature scaling \(3\.00, fitted on 10 validation images\) makes/);
    assert.match(await outFile('output.txt'), /^ {2}at temperature 3\.00 +9\.05%$/m);
  });

  it('says so of a run without a temperature', async () => {
    const { temperatureScaling, notes, confidenceHistogram } = await run(await write('data/all.csv', csvRows(ROWS)));
    assert.equal(temperatureScaling, null);
    assert.match(notes.join(), /the run has no temperature/);
    assert.deepEqual([confidenceHistogram!.right[18], confidenceHistogram!.wrong[18]], [4, 2]);
  });

  it('leaves out images with a twin among the training images, copied, moved in grey or held out', async () => {
    await write(
      'data/train.csv',
      noiseRows([
        { label: 0, predicted: 0, seed: 1 },
        { label: 0, predicted: 0, seed: 2 },
        { label: 1, predicted: 1, seed: 3 },
        { label: 1, predicted: 1, seed: 4 },
      ]),
    );
    await write(
      'data/test.csv',
      noiseRows([
        { label: 0, predicted: 0, seed: 1 },
        { label: 1, predicted: 1, seed: 3, change: 5 },
        { label: 1, predicted: 1, seed: 3, change: 50 },
        { label: 2, predicted: 0, seed: 9 },
      ]),
    );
    const data = path.join(folder, 'data');
    await trainedOn(data);
    const { withoutTwins, accuracy, insights } = await run(data, { twins: true });
    assert.deepEqual(withoutTwins, {
      leftOut: 2,
      count: 2,
      accuracy: 1 / 2,
      accuracyInterval: wilsonInterval(1, 2),
    });
    assert.equal(accuracy, 3 / 4);
    assert.match(insights.join('\n'), /^2 of the images have a near-twin among the training images: /m);
    assert.match(await outFile('output.txt'), /^accuracy without twins of training images +50\.00%$/m);
    assert.equal((await run(data)).withoutTwins, null);
    const learnt = await run(data, { twins: true, split: 'train' });
    assert.equal(learnt.withoutTwins, null);
    assert.match(learnt.notes.join(), /all of the labelled images have a twin among the training images/);
  });

  it('says where the training images are gone or others', async () => {
    await write('data/train.csv', noiseRows([1, 2, 3, 4].map((seed) => ({ label: seed % 2, predicted: 0, seed }))));
    const test = await write('other/test.csv', csvRows(ROWS));
    await trainedOn(path.join(folder, 'data'));
    await write('data/train.csv', noiseRows([1, 2, 3, 5].map((seed) => ({ label: seed % 2, predicted: 0, seed }))));
    const changed = await run(test, { twins: true });
    assert.equal(changed.withoutTwins, null);
    assert.match(changed.notes.join(), /the images at .*data are no longer those that the run was trained on/);
    await rm(path.join(folder, 'data'), { recursive: true });
    const gone = await run(test, { twins: true });
    near(gone.accuracy, 4 / 6);
    assert.match(gone.notes.join(), /the images that the run was trained on cannot be read \(.*data/);
  });

  it('leaves out disputed labels, and says by which file', async () => {
    const data = await write('data/all.csv', csvRows(ROWS.map((row, at) => ({ ...row, label: at % 3 }))));
    const [dataset] = (await readData({ path: data })).splits;
    const line = correction({
      imageId: imageId(imageAt(dataset, 0)),
      newLabel: 2,
      newName: 'scarf',
    });
    const file = await write('corrections.csv', HEADER_LINE + formatCorrection(line));
    const evaluation = await run(data, { correctionsFile: file });
    assert.equal(evaluation.correctionsFile, file);
    // Of labels 0 1 2 0 1 2 for answers 0 1 1 1 0 2, the images that look like the first one are gone.
    assert.deepEqual(
      [evaluation.withoutDisputed?.leftOut, evaluation.withoutDisputed?.count, evaluation.withoutDisputed?.accuracy],
      [2, 4, 2 / 4],
    );
    assert.equal((await run(data)).correctionsFile, null);
    const none = await run(data, { correctionsFile: path.join(folder, 'no such.csv') });
    assert.equal(none.withoutDisputed?.leftOut, 0);
  });

  it('writes tables as CSV where asked, and replaces none of others', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    await run(data);
    assert.ok(!existsSync(path.join(path.dirname(out), 'confusion.csv')));
    await run(data, { tables: true });
    await run(data, { tables: true });
    assert.match(await outFile('per-class.csv'), /\n1,glove,2,3,0\.66/);
    assert.equal((await outFile('confusion.csv')).split('\n')[3], 'scarf,1,0,1');
    await writeFile(path.join(path.dirname(out), 'confusion.csv'), 'mine');
    await assert.rejects(run(data, { tables: true }), /confusion\.csv: was not written by this program/);
    const unlabelled = await write('data/all.csv', csvRows([{ predicted: 1 }]));
    const elsewhere = path.join(folder, 'unlabelled', 'output.txt');
    assert.equal((await run(unlabelled, { tables: true, outputFile: elsewhere })).perClass, null);
    assert.deepEqual((await readdir(path.dirname(elsewhere))).sort(), [
      'evaluation.json',
      'output.txt',
      'predictions.csv',
    ]);
  });
});
