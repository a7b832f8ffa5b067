import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { readData } from '../../../../src/engine/data/readData';
import { evaluate } from '../../../../src/engine/jobs/evaluate';
import { chooseTrainingData } from '../../../../src/engine/model/trainingData';
import type { Evaluation } from '../../../../src/shared/contracts/evaluation';
import type { EvaluateRequest, JobContext, RunRecord } from '../../../../src/shared/contracts/jobs';
import { UserError } from '../../../../src/shared/userError';
import { plainPng, userError } from '../data/makeFiles';
import { temporaryFolder } from '../temporaryFolder';
import { csvRows, makeRun } from './makeRun';
import { assertSchema } from '../../../harness/assertSchema';

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
const REST = 1 / (Math.exp(3) + 2);

let folder: string;
let out: string;
let runFolder: string;

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

function run(data: string, changes: Partial<EvaluateRequest> = {}, context: Partial<JobContext> = {}) {
  return evaluate(
    {
      data: { path: data },
      runFolder,
      outputFile: out,
      engine: 'wasm',
      startedAt: '2026-11-22T15:00:00.000Z',
      ...changes,
    },
    { progress: () => undefined, note: () => undefined, signal: new AbortController().signal, ...context },
  );
}

async function outFile(name: string): Promise<string> {
  return readFile(path.join(path.dirname(out), name), 'utf8');
}

function near(actual: number | null, expected: number, tolerance = 1e-6): void {
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

function userErrorLike(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof UserError && message.test(error.message);
}

/** What a run of `ROWS` records of its data. */
function learntFrom(data: string): RunRecord['data'] {
  const counts = { trainCount: 6, validationCount: 0, classCounts: [2, 2, 2] };
  return { path: data, hash: '', splitHash: '', classNames: NAMES, ...counts };
}

describe('evaluate', () => {
  beforeEach(async () => {
    folder = await temporaryFolder();
    out = path.join(folder, 'out', 'output.txt');
    runFolder = await makeRun(path.join(folder, 'run'), NAMES);
  });

  it('measures what can be worked by hand', async () => {
    const { outputFile, jsonFile, ...evaluation } = await run(await write('data/all.csv', csvRows(ROWS)));
    assert.deepEqual([outputFile, jsonFile], [out, path.join(path.dirname(out), 'evaluation.json')]);
    assert.deepEqual(JSON.parse(await outFile('evaluation.json')), evaluation);
    assertSchema('evaluation', jsonFile);
    near(evaluation.accuracy, 4 / 6, 1e-12);
    near(evaluation.macroF1, (1 / 2 + 4 / 5 + 2 / 3) / 3, 1e-12);
    near(evaluation.loss, -(4 * Math.log(TOP) + 2 * Math.log(REST)) / 6);
    near(evaluation.ece, TOP - 4 / 6);
    assert.deepEqual([evaluation.count, evaluation.labelledCount, evaluation.split], [6, 6, 'all']);
    assert.deepEqual(
      [evaluation.runId, evaluation.engine, evaluation.flipAveraging],
      ['2026-11-22_14-03-05_standard', 'wasm', false],
    );
    assert.ok(evaluation.imagesPerSecond > 0);
    assert.deepEqual(evaluation.confusion, [
      [1, 1, 0],
      [0, 2, 0],
      [1, 0, 1],
    ]);
    assert.equal(evaluation.confusedPairs[0].actualName, 'hat');
  });

  it('writes a report that begins with the accuracy and names classes, under its four headings', async () => {
    await run(await write('data/all.csv', csvRows(ROWS)));
    const text = await outFile('output.txt');
    const [title, , accuracy, data, about] = text.split('\n');
    assert.equal(title, 'Fashion-MNIST evaluation');
    assert.equal(accuracy, 'Accuracy: 66.7% (95% interval 30.0% to 90.3%) of 6 images');
    assert.match(data, /^Data: .*all\.csv, split all$/);
    assert.equal(about, 'Run: 2026-11-22_14-03-05_standard, evaluated 2026-11-22T15:00:00.000Z');
    const headings = [...text.matchAll(/^(.+)\n=+$/gm)]
      .map(([, heading]) => heading)
      .filter((line) => !/^[ _]/.test(line));
    assert.deepEqual(headings, ['Insights', 'Metrics', 'Data', 'Model architecture']);
    assert.match(text, /answer \(Dense\) +\(None, 3\) +2,355/);
    assert.match(text, /^accuracy +66\.67%$/m);
    assert.match(text, /^glove +66\.7% +100\.0% +80\.0% .* 2$/m);
    assert.match(text, /^hat -> glove +1 +50\.0%$/m);
    assert.match(text, /^- 4 of 6 images are recognised: 66\.7%/m);
  });

  it('writes a row for each image', async () => {
    await run(await write('data/all.csv', csvRows(ROWS.slice(0, 2))));
    const [header, first, second, end] = (await outFile('predictions.csv')).split('\n');
    assert.equal(header, 'index,source,label,predicted,confidence,margin,p0,p1,p2');
    assert.match(first, /^0,all\.csv:1,0,0,/);
    assert.match(second, /^1,all\.csv:2,0,1,/);
    assert.equal(end, '');
    const [confidence, margin, ...probabilities] = first.split(',').slice(4).map(Number);
    near(confidence, TOP);
    near(margin, TOP - REST);
    near(probabilities[2], REST);
  });

  it('predicts without labels, and measures nothing', async () => {
    const evaluation = await run(
      await write('data/all.csv', csvRows([{ predicted: 2 }, { predicted: 2 }, { predicted: 0 }])),
    );
    assert.deepEqual([evaluation.accuracy, evaluation.macroF1, evaluation.perClass], [null, null, null]);
    assert.equal((await outFile('predictions.csv')).split('\n')[1].split(',')[2], '');
    assert.match(await outFile('output.txt'), /not labelled/);
    assert.match(evaluation.insights[0], /^Predicted: scarf \(66\.7%\) and hat \(33\.3%\)\.$/);
    assert.equal((JSON.parse(await outFile('evaluation.json')) as Evaluation).accuracy, null);
    assertSchema('evaluation', path.join(path.dirname(out), 'evaluation.json'));
  });

  it('takes the test split where there is one, and another when asked', async () => {
    await write('data/train.csv', csvRows(ROWS));
    await write('data/test.csv', csvRows(ROWS.slice(2, 4)));
    const data = path.join(folder, 'data');
    const test = await run(data);
    assert.deepEqual([test.split, test.count, test.accuracy], ['test', 2, 1]);
    const train = await run(data, { split: 'train' });
    assert.deepEqual([train.split, train.count], ['train', 6]);
    await assert.rejects(
      run(data, { split: 'tset' }),
      userError(`FOLDER: there is no split "tset"; choose train or test`, data),
    );
  });

  it('reads no other split than it needs', async () => {
    await write('data/train.csv', 'damaged\n');
    await write('data/test.csv', csvRows(ROWS));
    const notes: string[] = [];
    await run(path.join(folder, 'data'), {}, { note: (line) => notes.push(line) });
    assert.equal(notes[0], 'test: 6 images from test.csv');
    assert.ok(!notes.some((note) => note.startsWith('train')));
  });

  it('takes all of the data where no split is for testing', async () => {
    await write('data/train.csv', csvRows(ROWS));
    await write('data/validation.csv', csvRows(ROWS.slice(2, 4)));
    const evaluation = await run(path.join(folder, 'data'));
    assert.deepEqual([evaluation.split, evaluation.count, evaluation.confusion?.[1]], ['all', 8, [0, 4, 0]]);
    assert.match((await outFile('predictions.csv')).split('\n')[8], /^7,validation\.csv:2,1,1,/);
  });

  it('knows the classes of the model where the data lists none', async () => {
    const names = Array.from({ length: 26 }, (_, label) => String.fromCharCode(97 + label));
    const letters = await makeRun(path.join(folder, 'letters'), names);
    const data = await write(
      'data/all.csv',
      csvRows([
        { label: 25, predicted: 25 },
        { label: 3, predicted: 25 },
      ]),
    );
    const evaluation = await run(data, { runFolder: letters });
    assert.deepEqual([evaluation.accuracy, evaluation.perClass?.length], [0.5, 26]);
    assert.match(await outFile('output.txt'), /^d -> z +1 +100\.0%$/m);
  });

  it('refuses data of another number of classes, and notes other names', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    await write('data/classes.txt', 'a\nb\nc\nd\n');
    await assert.rejects(run(data), /the model has 3 classes, but the data has 4/);
    assert.equal(existsSync(path.dirname(out)), false);
    await write('data/classes.txt', 'cap\nglove\nscarf\n');
    const evaluation = await run(data);
    assert.match(evaluation.notes.join(), /which learnt hat/);
    assert.deepEqual(evaluation.classNames, ['cap', 'glove', 'scarf']);
  });

  it('averages with the mirror image when asked, and says so', async () => {
    const evaluation = await run(await write('data/all.csv', csvRows(ROWS)), { flipAveraging: true });
    assert.equal(evaluation.flipAveraging, true);
    assert.match(await outFile('output.txt'), /mean of those of the image and its mirror image/);
    // A mirrored image has its bright pixel at the far end: no class is preferred.
    const [confidence] = (await outFile('predictions.csv')).split('\n')[1].split(',').slice(4).map(Number);
    near(confidence, (TOP + 1 / 3) / 2);
  });

  it('replaces its own files, and no others', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    await run(data);
    await run(data);
    for (const name of ['output.txt', 'evaluation.json', 'predictions.csv']) {
      const file = path.join(path.dirname(out), name);
      const ours = await readFile(file);
      await writeFile(file, 'index,source\nmine\n');
      await assert.rejects(run(data), new RegExp(`${name.replace('.', '\\.')}: was not written by this program`));
      assert.equal(await readFile(file, 'utf8'), 'index,source\nmine\n');
      await writeFile(file, ours);
    }
    await assert.rejects(
      run(data, { outputFile: path.join(path.dirname(out), 'predictions.csv') }),
      /name of another file/,
    );
  });

  it('says when the model has seen the images', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    await makeRun(runFolder, NAMES, { data: learntFrom(data) });
    assert.match((await run(data)).insights.join('\n'), /learnt from some of these images/);
  });

  it('says so of a copy in another place and format as well, and not of other images', async () => {
    const images = csvRows(ROWS);
    const { hash } = chooseTrainingData(await readData({ path: await write('learnt.csv', images) }), '', 0.5, 1);
    await makeRun(runFolder, NAMES, { data: { ...learntFrom('/elsewhere'), hash } });
    await write('data/train.csv', images.replaceAll(/\b0\b/g, '"0"'));
    await write('data/test.csv', csvRows(ROWS.slice(1)));
    const data = path.join(folder, 'data');
    assert.match((await run(data, { split: 'train' })).insights.join('\n'), /learnt from some of these images/);
    assert.doesNotMatch((await run(data)).insights.join('\n'), /learnt from some of these images/);
  });

  it('says so of a copy where the data had a validation split of its own', async () => {
    const [learnt, chose] = [csvRows(ROWS), csvRows(ROWS.slice(0, 5))];
    await write('own/train.csv', learnt);
    await write('own/validation.csv', chose);
    const own = path.join(folder, 'own');
    const { hash, splitHashes } = chooseTrainingData(await readData({ path: own }), '', 0.5, 1);
    const insightsOn = async (data: string, split?: string) => (await run(data, { split })).insights.join('\n');
    await makeRun(runFolder, NAMES, { data: { ...learntFrom('/elsewhere'), hash, splitHashes } });
    assert.match(await insightsOn(await write('copy/learnt.csv', learnt)), /learnt from some of these images/);
    assert.match(await insightsOn(await write('copy/chose.csv', chose)), /validated on some of these images/);
    assert.doesNotMatch(await insightsOn(await write('new.csv', csvRows(ROWS.slice(1)))), /some of these images/);
    // Older runs know only where their data was.
    await makeRun(runFolder, NAMES, { data: { ...learntFrom(own), hash } });
    assert.match(await insightsOn(own, 'validation'), /validated on some of these images/);
  });

  it('names the pictures that were skipped', async () => {
    const png = plainPng(28, 28, [255, 255, 255, 255]);
    for (const name of NAMES) {
      const pictures = path.join(folder, 'pictures', name);
      await mkdir(pictures, { recursive: true });
      await writeFile(path.join(pictures, 'good.png'), png);
      await writeFile(path.join(pictures, 'bad\u202e.png'), png.subarray(0, 40));
    }
    const evaluation = await run(path.join(folder, 'pictures'));
    assert.deepEqual(
      evaluation.damaged.map((one) => one.path),
      ['hat/bad\u202e.png', 'glove/bad\u202e.png', 'scarf/bad\u202e.png'],
    );
    assert.ok(evaluation.damaged.every(({ why }) => why.length > 0));
    assert.deepEqual((JSON.parse(await outFile('evaluation.json')) as Evaluation).damaged, evaluation.damaged);
    assert.match(
      await outFile('output.txt'),
      /^skipped 3 damaged pictures: hat\/bad \.png, glove\/bad \.png and scarf\/bad \.png; evaluation\.json says why$/m,
    );
  });

  it('keeps names of anyone on one line where nothing is labelled', async () => {
    const names = ['hat\n- The model is perfect', 'glove\u202e', 'scarf'];
    await makeRun(runFolder, names);
    const data = await write('data/all.csv', csvRows([{ predicted: 0 }, { predicted: 1 }]));
    const { insights } = await run(data);
    assert.equal(insights[0], 'Predicted: hat - The model is perfect (50.0%) and glove  (50.0%).');
    assert.doesNotMatch(await outFile('output.txt'), /^- The model is perfect/m);
  });

  it('names the model where labels are none of its classes', async () => {
    const data = await write('data/all.csv', csvRows([{ label: 9, predicted: 0 }]));
    const message =
      'all.csv:1:1: label 9 is outside the 3 classes of the model (0 to 2); choose another run (--model on the ' +
      "command line), one that was trained on such data, or give data of this model's classes";
    await assert.rejects(run(data), (error: Error) => error.message.endsWith(message));
  });

  it('writes nothing when cancelled', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const stop = new AbortController();
    const reason = new Error('stopped');
    const progress = () => stop.abort(reason);
    await assert.rejects(run(data, {}, { signal: stop.signal, progress }), (error) => error === reason);
    assert.equal(existsSync(path.dirname(out)), false);
  });

  it('refuses a network that is for other images', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const model = path.join(runFolder, 'model', 'model.json');
    await writeFile(model, (await readFile(model, 'utf8')).replaceAll('[null,28,28,1]', '[null,14,56,1]'));
    await assert.rejects(run(data), /is a network of another shape \(input \[\[null,14,56,1\]\], output \[null,3\]\)/);
  });

  it('refuses a network that yields no numbers', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const weights = path.join(runFolder, 'model', 'weights.bin');
    const { length } = await readFile(weights);
    await writeFile(weights, Buffer.alloc(length, 0xff));
    await assert.rejects(run(data), /the model yields no numbers for some images/);
    assert.equal(existsSync(path.dirname(out)), false);
  });

  it('refuses a network that yields no probabilities', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const model = path.join(runFolder, 'model', 'model.json');
    await writeFile(model, (await readFile(model, 'utf8')).replace('"activation":"softmax"', '"activation":"linear"'));
    await assert.rejects(run(data), /the model yields no probabilities; choose a run whose network ends in a softmax/);
    assert.equal(existsSync(path.dirname(out)), false);
  });

  it('refuses what only looks like a network', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const file = path.join(runFolder, 'model', 'model.json');
    const whole = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown> & { weightsManifest: object[] };
    const [group] = whole.weightsManifest;
    const unknown = /model\.json: is not a network in the tfjs Layers format/;
    const cases: [manifest: unknown, message: RegExp][] = [
      [[null], unknown],
      [['x'], unknown],
      [[{ ...group, weights: [null] }], unknown],
      [[{ ...group, weights: [{ name: 'a', dtype: 'float32', shape: ['x'] }] }], unknown],
      [[{ ...group, weights: [{ name: 'a', dtype: 'float32', shape: [-1] }] }], unknown],
      [[{ ...group, weights: [{ name: 'a', dtype: 'text', shape: [1] }] }], unknown],
      [[{ ...group, paths: [null] }], unknown],
      ...['.', '..', '', 'a/b', 'a\0b', 'C:a'].map((name): [unknown, RegExp] => [
        [{ ...group, paths: [name] }],
        /names weights elsewhere/,
      ]),
      [[{ ...group, paths: ['folder'] }], /folder: is a folder, not a file/],
    ];
    await mkdir(path.join(runFolder, 'model', 'folder'));
    for (const [weightsManifest, message] of cases) {
      await writeFile(file, JSON.stringify({ ...whole, weightsManifest }));
      await assert.rejects(run(data), userErrorLike(message), JSON.stringify(weightsManifest));
    }
    await writeFile(file, JSON.stringify({ ...whole, modelTopology: [] }));
    await assert.rejects(run(data), userErrorLike(unknown));
    await rm(file);
    await mkdir(file);
    await assert.rejects(run(data), userErrorLike(/model\.json: is a folder, not a file/));
  });

  it('names what is wrong with a run', async () => {
    const data = await write('data/all.csv', csvRows(ROWS));
    const model = path.join(runFolder, 'model', 'model.json');
    const json = await readFile(model, 'utf8');
    const weights = path.join(runFolder, 'model', 'weights.bin');
    const cases: [string, () => Promise<unknown>, RegExp][] = [
      ['short weights', () => writeFile(weights, 'abcd'), /asks for 9420 bytes of weights, but there are 4/],
      ['no weights', () => rm(weights), /weights\.bin: is missing/],
      [
        'weights elsewhere',
        () => writeFile(model, json.replace('weights.bin', '../../secret')),
        /names weights elsewhere/,
      ],
      ['no JSON', () => writeFile(model, '{'), /model\.json: is not valid JSON/],
      ['another file', () => writeFile(model, '{"a":1}'), /is not a network in the tfjs Layers format/],
      ['null', () => writeFile(model, 'null'), /is not a network in the tfjs Layers format/],
      ['no model', () => rm(model), /model\.json: is missing/],
      ['no run', () => rm(runFolder, { recursive: true }), /is not a run folder/],
    ];
    for (const [, damage, message] of cases) {
      await damage();
      await assert.rejects(run(data), message);
    }
    assert.deepEqual(await readdir(folder), ['data']);
  });
});
