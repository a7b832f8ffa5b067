import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { calibrate } from '../../../../src/engine/jobs/calibrate';
import { appendCorrections } from '../../../../src/engine/corrections/appendCorrections';
import { imageId } from '../../../../src/engine/data/dataset';
import { checkTrainingData } from '../../../../src/engine/jobs/checkData';
import { train } from '../../../../src/engine/jobs/train';
import { Random } from '../../../../src/engine/random';
import { writeSmallData } from '../../../cli/smallData';
import { at, correction } from '../../shared/sampleCorrection';
import { temporaryFolder } from '../temporaryFolder';

const never = new AbortController().signal;

/** Rows of random pictures: of each class so many, brighter by `light`. */
function rowsOf(counts: number[], seed: string, light = 0): string[] {
  const random = new Random(seed);
  return counts.flatMap((count, label) =>
    Array.from({ length: count }, () => {
      const own = random.below(40);
      return [label, ...Array.from({ length: 784 }, () => random.below(60) + own + light)].join(',');
    }),
  );
}

async function write(splits: Record<string, string[]>, classes = ['hat', '<b>glove</b>']): Promise<string> {
  const folder = await temporaryFolder();
  for (const [split, rows] of Object.entries(splits))
    writeFileSync(path.join(folder, `${split}.csv`), rows.join('\n') + '\n');
  writeFileSync(path.join(folder, 'classes.txt'), classes.join('\n') + '\n');
  return folder;
}

const check = (folder: string) => checkTrainingData({ path: folder }, never);

describe('the check of data for training', () => {
  it('tells what a corrections file says of the images to train on, and what is wrong with it', async () => {
    const rows = rowsOf([3, 3], 'corrected');
    const folder = await write({ train: rows, test: rowsOf([2, 2], 'other') });
    const file = path.join(folder, 'corrections.csv');
    const asked = { path: folder, correctionsFile: file };
    const found = async () => (await checkTrainingData(asked, never)).corrections;
    assert.equal(await found(), null, 'no file');
    const idOf = (row: string) => imageId(Uint8Array.from(row.split(',').slice(1).map(Number)));
    await appendCorrections(file, [
      correction({ imageId: 'ffffffffffffffff', givenName: 'hat', newLabel: 1, newName: '' }),
    ]);
    assert.equal(await found(), null, 'about other images');
    await appendCorrections(file, [
      correction({ imageId: idOf(rows[0]), newLabel: 1, newName: '<b>glove</b>' }),
      correction({ imageId: idOf(rows[1]), decision: 'keep', newLabel: null, newName: '' }),
      correction({ imageId: idOf(rows[2]), decision: 'unsure', newLabel: null, newName: '' }),
      correction({ imageId: idOf(rows[3]), newLabel: 0, newName: 'hat' }),
      correction({ imageId: idOf(rows[3]), newLabel: 1, newName: '<b>glove</b>', reviewer: 'Bob', reviewedAt: at(1) }),
    ]);
    assert.deepEqual(await found(), { file, changed: 1, kept: 1, unsure: 1, conflicts: 1, problem: null });
    await appendCorrections(file, [correction({ imageId: idOf(rows[4]), newLabel: 7, newName: 'scarf' })]);
    const problem = (await found())?.problem ?? '';
    assert.match(problem, /corrections\.csv:8: the new label 7 is none of the 2 classes/);
  });

  it('finds nothing wrong with sound data, and has the hash that training keeps', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const train1 = rowsOf([60, 60], 'train');
    writeFileSync(path.join(data, 'train.csv'), train1.join('\n'));
    writeFileSync(path.join(data, 'test.csv'), rowsOf([30, 30], 'test').join('\n'));
    const found = await check(data);
    assert.deepEqual(found.warnings, []);
    assert.equal(found.title, 'data');
    assert.deepEqual(found.classNames, ['hat', 'shoe']);
    assert.deepEqual(found.splits, [
      { split: 'train', count: 120, labelled: true },
      { split: 'test', count: 60, labelled: true },
    ]);
    const { record } = await train(
      {
        data: { path: data },
        recipe,
        seed: 3,
        engine: 'wasm',
        runFolder: path.join(folder, 'run'),
        startedAt: '2026-01-01T00:00:00Z',
      },
      { progress: () => undefined, note: () => undefined, signal: never },
    );
    assert.equal(record.data.hash, found.hash);
  });

  it('takes the class names that training will take, not those beside the data', async () => {
    const folder = await write({ train: rowsOf([30, 30, 30], 'train') }, ['of', 'others']);
    await assert.rejects(check(folder), { name: 'UserError' });
    const classesFile = path.join(await temporaryFolder(), 'names.txt');
    writeFileSync(classesFile, 'cap\nboot\nbag\n');
    const { classNames } = await checkTrainingData({ path: folder, classesFile }, never);
    assert.deepEqual(classNames, ['cap', 'boot', 'bag']);
  });

  it('tells of leaks, with those under another label', async () => {
    const rows = rowsOf([50, 50], 'train');
    const copies = [rows[3], rows[4], rows[60], rows[60], `1,${rows[7].slice(2)}`];
    const { warnings } = await check(await write({ train: rows, test: [...rowsOf([30, 30], 'test'), ...copies] }));
    assert.deepEqual(warnings, [
      {
        kind: 'leak',
        text:
          '5 images of test (7.7%) are in train too, equal in every pixel: what is measured on them tells of memory. ' +
          '1 of them under another label.',
      },
    ]);
  });

  it('tells of drift, unbalanced and small classes, the worst first, and names the classes as they are', async () => {
    const folder = await write({ train: rowsOf([90, 15], 'train'), test: rowsOf([40, 60], 'test', 90) });
    const { warnings } = await check(folder);
    assert.deepEqual(
      warnings.map(({ kind }) => kind),
      ['size', 'imbalance', 'drift', 'drift'],
    );
    const [size, imbalance, brightness, shares] = warnings.map(({ text }) => text);
    assert.equal(size, 'Fewer than 20 images to train on: <b>glove</b> (15), of 105 in all. Accuracies will be rough.');
    assert.match(
      imbalance,
      /^The classes are not balanced: hat has 90 images, 6\.0 times as many as <b>glove<\/b> \(15\)/,
    );
    assert.match(
      brightness,
      /^Test differs from train in brightness: mean per image 1\d\d\.\d against \d\d\.\d of 255, \d+\.\d\d standard/,
    );
    assert.match(
      shares,
      /^The shares of classes in test differ from train: <b>glove<\/b> 60\.0% against 14\.3% and hat 40\.0% against 85\.7%/,
    );
  });

  it('refuses what cannot be trained on, and can be cancelled', async () => {
    const folder = await write({ train: rowsOf([5], 'train') });
    await assert.rejects(check(folder), { name: 'UserError', message: /single class/ });
    await assert.rejects(check(path.join(folder, 'nowhere')), { name: 'UserError' });
    const cancelled = AbortSignal.abort();
    await assert.rejects(checkTrainingData({ path: folder }, cancelled), { name: 'AbortError' });
  });
});

describe('calibration', () => {
  it('trains for two seconds and says what a run would take; writes nothing', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const request = { dataPath: data, recipe, engine: 'wasm', epochs: 10, validationShare: 0.1 } as const;
    const { engine, imagesPerSecond, seconds, threads } = await calibrate(request, never);
    assert.equal(engine, 'wasm');
    assert.ok(threads >= 1);
    // 6 steps of 16 images an epoch, and more than the steps alone.
    assert.ok(seconds > (10 * 6 * 16) / imagesPerSecond, `${seconds} s at ${imagesPerSecond} images/s`);
    // 10,000 times the epochs: by far more than one measurement can differ from another on a busy machine.
    const longer = await calibrate({ ...request, epochs: 100_000 }, never);
    assert.ok(longer.seconds > 100 * seconds, `${longer.seconds} s against ${seconds} s`);
  });

  it('can be cancelled, and refuses what cannot be trained', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const controller = new AbortController();
    const request = { dataPath: data, recipe, engine: 'wasm', epochs: null, validationShare: 0.1 } as const;
    setTimeout(() => controller.abort(), 300);
    await assert.rejects(calibrate(request, controller.signal), { name: 'AbortError' });
    await assert.rejects(calibrate({ ...request, recipe: 'nonsense' }, never), { name: 'UserError' });
  });
});
