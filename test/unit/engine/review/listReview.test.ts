import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { imageId } from '../../../../src/engine/data/dataset';
import { readData } from '../../../../src/engine/data/readData';
import { chooseTrainingData } from '../../../../src/engine/model/trainingData';
import { listReview } from '../../../../src/engine/review/listReview';
import type { JobContext, RunRecord } from '../../../../src/shared/contracts/jobs';
import type { ReviewListRequest } from '../../../../src/shared/contracts/review';
import { userError } from '../data/makeFiles';
import { csvRows, imageOf, makeRun } from '../jobs/makeRun';
import { sampleRecord } from '../sampleRecord';
import { temporaryFolder } from '../temporaryFolder';

const NAMES = ['hat', '=glove', 'scarf'];

describe('the list for review', () => {
  let folder: string;
  let data: string;
  let runFolder: string;

  /** Forty images labelled as they are but for number 7, then four of a test split; the run was trained on the forty. */
  beforeEach(async () => {
    folder = await temporaryFolder();
    data = path.join(folder, 'data');
    runFolder = path.join(folder, 'run');
    await mkdir(data);
    await writeFile(path.join(data, 'classes.txt'), NAMES.join('\n'));
    const train = Array.from({ length: 40 }, (_, at) => ({ label: at === 7 ? 0 : at % 3, predicted: at % 3 }));
    await writeFile(path.join(data, 'train.csv'), csvRows(train));
    const test = [0, 1, 2, 2].map((predicted) => ({ label: 2, predicted }));
    await writeFile(path.join(data, 'test.csv'), csvRows(test));
    const loaded = await readData({ path: data });
    const { hash, splitHash } = chooseTrainingData(loaded, data, 0.1, 1);
    const record = sampleRecord();
    await makeRun(runFolder, NAMES, {
      seed: 1,
      settings: { data: { path: data }, validationShare: 0.1, classWeights: 'none' },
      data: { ...record.data, path: data, classNames: NAMES, hash, splitHash },
      results: { ...record.results!, epochs: 5 },
    });
    const margins = [1, 2].map((scale) => Float32Array.from(train, (_, at) => scale * (at === 7 ? -6 : 5)));
    await writeFile(
      path.join(runFolder, 'margins.f32'),
      Buffer.concat(margins.map(({ buffer }) => Buffer.from(buffer))),
    );
  });

  const list = (changes: Partial<ReviewListRequest> = {}, context: Partial<JobContext> = {}) =>
    listReview(
      { data: { path: data }, runFolder, score: 'margin', top: 10, engine: 'wasm', ...changes },
      { progress: () => undefined, note: () => undefined, signal: new AbortController().signal, ...context },
    );

  for (const [what, results] of [
    ['short run', { epochs: 4 }],
    ['run that knows little', { validationAccuracy: 0.79 }],
  ] as const) {
    it(`says of a ${what} which labels are doubtful, and not how many are wrong`, async () => {
      const file = path.join(runFolder, 'run.json');
      const record = JSON.parse(await readFile(file, 'utf8')) as RunRecord;
      await writeFile(file, JSON.stringify({ ...record, results: { ...record.results!, ...results } }));
      const notes: string[] = [];
      const { images, estimate, suggested } = await list(
        { score: 'label-error', top: 5 },
        { note: (line) => notes.push(line) },
      );
      assert.equal(images[0].index, 7);
      assert.equal(images[0].errorProbability, null);
      assert.deepEqual([estimate, suggested], [null, null]);
      assert.match(notes.join('\n'), /how many labels are wrong is not told/);
    });
  }

  it('puts the wrong label first, says why, and how many to expect', async () => {
    const result = await list({ score: 'label-error', top: 5 });
    const [first] = result.images;
    assert.equal(first.index, 7);
    assert.equal(first.split, 'train');
    assert.equal(first.givenLabel, 0);
    assert.equal(first.predictedLabel, 1);
    assert.equal(first.imageId, imageId(Uint8Array.from(imageOf(1))));
    // Weighted by the epoch: (1 * -6 + 2 * -12) / 3.
    assert.equal(first.reason, 'given hat; 5 of 5 nearest neighbours and the model say =glove; margin -10.0');
    assert.equal(result.ranked, 40, 'the test split was not trained on');
    assert.equal(result.suggested, 1);
    assert.equal(result.estimate!.images, 5);
    assert.ok(Math.abs(result.estimate!.expected - 1) < 0.1);
    assert.deepEqual(
      result.images.map(({ score }) => score),
      result.images.map(({ score }) => score).sort((a, b) => b! - a!),
    );
  });

  it('lists label errors only of the very data that the run was trained on', async () => {
    await writeFile(
      path.join(data, 'train.csv'),
      csvRows([0, 1, 2, 0, 1, 2].map((label) => ({ label, predicted: label }))),
    );
    await assert.rejects(
      list({ score: 'label-error' }),
      userError(
        `FOLDER: is not the data that run ${sampleRecord().id} was trained on, so there are no margins of it; ` +
          'give that data, choose a run that was trained on this data with --model, or another --score',
        data,
      ),
    );
    assert.equal((await list()).ranked, 10, 'how unsure the model is can be told of any data');
  });

  it('needs the margins for label errors, whole ones', async () => {
    const file = path.join(runFolder, 'margins.f32');
    await writeFile(file, Buffer.alloc(41 * 4));
    await assert.rejects(list({ score: 'label-error' }), /margins\.f32: holds 164 bytes, which are not whole epochs/);
    await writeFile(file, '');
    await assert.rejects(list({ score: 'label-error' }), /margins\.f32: holds 0 bytes/);
  });

  it('says that label smoothing blurs the margins', async () => {
    const file = path.join(runFolder, 'run.json');
    const record = JSON.parse(await readFile(file, 'utf8')) as { recipe: object };
    const notes: string[] = [];
    const note = (line: string) => notes.push(line);
    await list({ score: 'label-error' }, { note });
    assert.ok(!notes.some((line) => line.includes('label smoothing')));
    await writeFile(
      file,
      JSON.stringify({ ...record, recipe: { ...record.recipe, training: { labelSmoothing: 0.1 } } }),
    );
    await list({ score: 'label-error' }, { note });
    assert.ok(notes.some((line) => line.includes('trained with label smoothing')));
  });

  it('lists disagreements of labelled images, and no others', async () => {
    const { images, ranked } = await list({ score: 'disagreement' });
    assert.equal(ranked, 3);
    assert.deepEqual(
      images.map(({ split, index, givenLabel, predictedLabel }) => [split, index, givenLabel, predictedLabel]),
      [
        ['train', 7, 0, 1],
        ['test', 0, 2, 0],
        ['test', 1, 2, 1],
      ],
    );
    await writeFile(path.join(folder, 'bare.csv'), csvRows([{ predicted: 1 }]));
    const bare = { path: path.join(folder, 'bare.csv'), classesFile: path.join(data, 'classes.txt') };
    await assert.rejects(list({ score: 'disagreement', data: bare }), /is unlabelled; choose another score/);
    const [unlabelled] = (await list({ data: bare })).images;
    assert.equal(unlabelled.givenLabel, null);
    assert.match(unlabelled.reason, /^the model says =glove; 9\d\.\d%, then hat at \d/);
  });

  it('does not queue images that look alike next to others', async () => {
    // Three kinds of images: one of each comes first, their likes after all others.
    const { images } = await list({ top: 6 });
    assert.equal(new Set(images.slice(0, 3).map(({ imageId }) => imageId)).size, 3);
    assert.equal(images.length, 6);
  });

  it('writes the list as CSV, with formulas defused, or nothing at all', async () => {
    const csvFile = path.join(folder, 'list.csv');
    await list({ score: 'label-error', top: 1, csvFile });
    const [header, line, end] = (await readFile(csvFile, 'utf8')).split('\n');
    assert.equal(header, 'rank,image_id,split,index,given_label,predicted_label,score_name,score,reason,source');
    assert.match(
      line,
      /^1,[0-9a-f]{16},train,7,0,1,label-error,[\d.]+,given hat; 5 of 5 .* =glove; margin -10\.0,\S+$/,
    );
    assert.equal(end, '');
    await list({ csvFile, score: 'entropy' });
    assert.match(await readFile(csvFile, 'utf8'), /,entropy,/, 'a list of ours is written over');

    await writeFile(csvFile, 'my own file');
    await assert.rejects(list({ csvFile }), /was not written by this program/);
    assert.equal(await readFile(csvFile, 'utf8'), 'my own file');

    const abort = new AbortController();
    const reason = new Error('enough');
    const other = path.join(folder, 'other.csv');
    const cancel = { signal: abort.signal, progress: () => abort.abort(reason) };
    await assert.rejects(list({ csvFile: other }, cancel), reason);
    assert.ok(!existsSync(other));
  });
});
