import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { readData } from '../../../../src/engine/data/readData';
import { hashSplits } from '../../../../src/engine/data/dataset';
import { ImageSet } from '../../../../src/engine/explore/imageSet';
import { hashesOf } from '../../../../src/engine/explore/openData';
import { loadPredictions } from '../../../../src/engine/explore/predictions';
import { predict } from '../../../../src/engine/jobs/predict';
import { predictionsFile } from '../../../../src/engine/predictionsFile';
import type { JobContext } from '../../../../src/shared/contracts/jobs';
import { userError } from '../data/makeFiles';
import { temporaryFolder } from '../temporaryFolder';
import { csvRows, makeRun } from './makeRun';

const NAMES = ['hat', 'glove', 'scarf'];
// exp(3) against two times exp(0).
const TOP = Math.exp(3) / (Math.exp(3) + 2);
const REST = 1 / (Math.exp(3) + 2);

describe('predict', () => {
  let folder: string;
  let data: string;
  let runFolder: string;

  beforeEach(async () => {
    folder = await temporaryFolder();
    data = path.join(folder, 'data');
    runFolder = await makeRun(path.join(folder, 'run'), NAMES);
    await mkdir(data);
    await writeFile(path.join(data, 'classes.txt'), NAMES.join('\n'));
    const train = [
      { label: 0, predicted: 0 },
      { label: 1, predicted: 1 },
      { label: 2, predicted: 0 },
      { label: 2, predicted: 2 },
    ];
    await writeFile(path.join(data, 'train.csv'), csvRows(train));
    await writeFile(path.join(data, 'test.csv'), csvRows([{ predicted: 1 }, { predicted: 2 }]));
  });

  const run = (context: Partial<JobContext> = {}) =>
    predict(
      { data: { path: data }, runFolder, engine: 'wasm' },
      { progress: () => undefined, note: () => undefined, signal: new AbortController().signal, ...context },
    );

  const reread = async () => {
    const { splits, classNames } = await readData({ path: data });
    return loadPredictions(runFolder, new ImageSet(splits, classNames), hashesOf(splits));
  };

  it('keeps the probabilities of all splits beside the run, where the explorer finds them', async () => {
    assert.deepEqual(await run(), { runFolder, accuracies: [3 / 4, null] });
    const found = await reread();
    assert.ok(found);
    assert.deepEqual([...found.predicted], [0, 1, 0, 2, 1, 2]);
    for (const [values, expected] of [
      [found.confidence, TOP],
      [found.margin, TOP - REST],
    ] as const) {
      for (const value of values) assert.ok(Math.abs(value - expected) < 1e-6, `${value}`);
    }
    // Of equally probable classes, the lower number first.
    assert.deepEqual([...found.topLabels.subarray(0, 6)], [0, 1, 2, 1, 0, 2]);
    const { splits } = await readData({ path: data });
    assert.deepEqual(await readdir(path.join(runFolder, 'predictions')), [`${hashSplits(splits).slice(0, 16)}.bin`]);
  });

  it('tells how far it is', async () => {
    const fractions: number[] = [];
    await run({ progress: ({ fraction }) => fractions.push(fraction) });
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
  });

  it('refuses a model of another number of classes, and writes nothing', async () => {
    await writeFile(path.join(data, 'classes.txt'), [...NAMES, 'sock'].join('\n'));
    await assert.rejects(
      run(),
      userError(
        "FOLDER: the model has 3 classes, but the data has 4; choose another run (--model on the command line), one that was trained on such data, or give data of this model's classes",
        runFolder,
      ),
    );
    assert.equal(existsSync(path.join(runFolder, 'predictions')), false);
  });

  it('says where the data names the classes otherwise', async () => {
    await writeFile(path.join(data, 'classes.txt'), ['hat', '<img onerror=alert(1)>', 'scarf'].join('\n'));
    const notes: string[] = [];
    await run({ note: (line) => notes.push(line) });
    assert.equal(notes.at(-1), 'the data names classes otherwise than the model, which learnt glove');
  });

  it('cancelled, it writes nothing', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    await assert.rejects(
      run({ signal: abort.signal, progress: ({ message }) => message === 'predicting' && abort.abort(reason) }),
      reason,
    );
    assert.equal(existsSync(path.join(runFolder, 'predictions')), false);
  });

  it('is not taken up for other data, nor when it is damaged', async () => {
    await run();
    const { splits } = await readData({ path: data });
    const file = predictionsFile(runFolder, hashSplits(splits));
    const whole = await readFile(file);
    for (const damage of [0, 8, 12, 20]) {
      const bytes = Buffer.from(whole);
      bytes[damage] ^= 1;
      await writeFile(file, bytes);
      assert.equal(await reread(), null, `byte ${damage}`);
    }
    for (const bytes of [
      whole.subarray(0, -1),
      whole.subarray(0, 10),
      Buffer.alloc(0),
      Buffer.concat([whole, whole]),
    ]) {
      await writeFile(file, bytes);
      assert.equal(await reread(), null, `${bytes.length} bytes`);
    }
    await writeFile(file, whole);
    assert.ok(await reread());
    await writeFile(path.join(data, 'test.csv'), csvRows([{ predicted: 1 }, { predicted: 1 }]));
    assert.equal(await reread(), null);
  });
});
