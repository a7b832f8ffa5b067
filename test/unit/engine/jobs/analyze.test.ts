import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { analyze } from '../../../../src/engine/jobs/analyze';
import type { Analysis } from '../../../../src/shared/contracts/analysis';
import type { JobContext } from '../../../../src/shared/contracts/jobs';
import { UserError } from '../../../../src/shared/userError';
import { csvOf, idxImages, idxLabels, plainPng } from '../data/makeFiles';
import { temporaryFolder } from '../temporaryFolder';
import { REAL_SET, wantRealSet } from '../../../fixtures/realSet';

function contextOf(changes: Partial<JobContext> = {}): JobContext {
  return { progress: () => undefined, note: () => undefined, signal: new AbortController().signal, ...changes };
}

async function smallData(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'train-images-idx3-ubyte'), idxImages(24));
  await writeFile(path.join(folder, 'train-labels-idx1-ubyte'), idxLabels(Array.from({ length: 24 }, (_, i) => i % 2)));
  await writeFile(path.join(folder, 't10k-images-idx3-ubyte'), idxImages(4));
  await writeFile(path.join(folder, 't10k-labels-idx1-ubyte'), idxLabels([0, 1, 0, 9]));
  return folder;
}

describe('analyze', () => {
  it('writes both files, and yields what is in them', async () => {
    const data = await smallData();
    const outputFolder = path.join(await temporaryFolder(), 'new', 'folder');
    const fractions: number[] = [];
    const result = await analyze(
      { data: { path: data }, outputFolder, seed: 1 },
      contextOf({ progress: ({ fraction }) => fractions.push(fraction) }),
    );
    assert.deepEqual((await readdir(outputFolder)).sort(), ['analysis.json', 'analysis.txt']);
    const { textFile, ...analysis } = result;
    assert.equal(textFile, path.join(outputFolder, 'analysis.txt'));
    assert.deepEqual(JSON.parse(await readFile(path.join(outputFolder, 'analysis.json'), 'utf8')), analysis);
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
  });

  it('counts, and finds the first of each label and the copies', async () => {
    const request = { data: { path: await smallData() }, outputFolder: await temporaryFolder(), seed: 1 };
    const analysis = await analyze(request, contextOf());
    assert.equal(analysis.count, 28);
    assert.deepEqual(
      analysis.splits.map(({ split, classes }) => [split, classes.map(({ count }) => count).slice(0, 3)]),
      [
        ['train', [12, 12, 0]],
        ['test', [2, 1, 0]],
      ],
    );
    const ones = analysis.firstImages.filter(({ label }) => label === 1);
    assert.deepEqual(
      ones.map(({ split, index }) => `${split} ${index}`),
      [1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((index) => `train ${index}`),
    );
    assert.match(ones[0].id, /^[0-9a-f]{16}$/);
    assert.equal(ones[0].source, 'train-images-idx3-ubyte#1');
    assert.deepEqual(
      analysis.firstImages.filter(({ label }) => label === 9).map(({ split, index }) => `${split} ${index}`),
      ['test 3'],
    );
    // The same four images are in both splits, the last one with another label.
    assert.deepEqual([analysis.duplicates.groupCount, analysis.duplicates.acrossSplits], [4, 4]);
    assert.equal(analysis.duplicates.differingLabels, 1);
    assert.match(analysis.findings.join('\n'), /4 pictures are in more than one split/);
  });

  it('describes a single unlabelled image', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'one.csv');
    await writeFile(file, new Array(784).fill(255).join(',') + '\n');
    const analysis = await analyze({ data: { path: file }, outputFolder: folder, seed: 1 }, contextOf());
    assert.deepEqual([analysis.count, analysis.neighbours, analysis.firstImages], [1, null, []]);
    assert.equal(analysis.splits[0].blankCount, 1);
    assert.match(analysis.findings.join('\n'), /not labelled/);
  });

  it('replaces its own files, and no others', async () => {
    const data = path.join(await temporaryFolder(), 'data.csv');
    await writeFile(data, csvOf([0, 1]));
    const outputFolder = await temporaryFolder();
    const request = { data: { path: data }, outputFolder, seed: 1 };
    await analyze(request, contextOf());
    await analyze(request, contextOf());
    await writeFile(path.join(outputFolder, 'analysis.txt'), 'my own notes');
    await assert.rejects(analyze(request, contextOf()), /analysis\.txt: was not written by this program/);
    assert.equal(await readFile(path.join(outputFolder, 'analysis.txt'), 'utf8'), 'my own notes');
  });

  it('writes nothing for bad data, or when cancelled', async () => {
    const folder = await temporaryFolder();
    const bad = path.join(folder, 'bad.csv');
    await writeFile(bad, '1,2,3\n');
    const outputFolder = path.join(folder, 'out');
    await assert.rejects(analyze({ data: { path: bad }, outputFolder, seed: 1 }, contextOf()), UserError);
    const stopped = new AbortController();
    const reason = new Error('stopped');
    const cancelled = analyze(
      { data: { path: await smallData() }, outputFolder, seed: 1 },
      contextOf({ signal: stopped.signal, progress: () => stopped.abort(reason) }),
    );
    await assert.rejects(cancelled, (error) => error === reason);
    assert.equal(existsSync(outputFolder), false);
  });

  it('names the pictures that were skipped', async () => {
    const folder = await temporaryFolder();
    const png = plainPng(28, 28, [255, 255, 255, 255]);
    for (const name of ['hat', 'shoe']) {
      await mkdir(path.join(folder, 'data', name), { recursive: true });
      await writeFile(path.join(folder, 'data', name, 'good.png'), png);
    }
    await writeFile(path.join(folder, 'data', 'hat', 'bad.png'), png.subarray(0, 40));
    const request = { data: { path: path.join(folder, 'data') }, outputFolder: folder, seed: 1 };
    const { damaged, textFile } = await analyze(request, contextOf());
    assert.deepEqual(
      damaged.map((one) => one.path),
      ['hat/bad.png'],
    );
    const written = JSON.parse(await readFile(path.join(folder, 'analysis.json'), 'utf8')) as Analysis;
    assert.deepEqual(written.damaged, damaged);
    assert.match(
      await readFile(textFile, 'utf8'),
      /^ {2}skipped 1 damaged picture: hat\/bad\.png; analysis\.json says why$/m,
    );
  });

  it('keeps class names of anyone on one line of the text', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'classes.txt'), '=SUM(A1)\n<b>bold</b>\n');
    await writeFile(path.join(folder, 'data.csv'), csvOf([0, 1, 1]));
    const data = { path: path.join(folder, 'data.csv') };
    const analysis = await analyze({ data, outputFolder: folder, seed: 1 }, contextOf());
    assert.match(await readFile(analysis.textFile, 'utf8'), /^1 {6}<b>bold<\/b> +2 /m);
  });

  it('agrees with what is known of the real set', async function () {
    wantRealSet(this);
    this.timeout(60_000);
    const request = { data: { path: REAL_SET }, outputFolder: await temporaryFolder(), seed: 1 };
    const { splits, duplicates, findings, alikeByMeanImage } = await analyze(request, contextOf());
    const [train] = splits;
    assert.deepEqual([train.pixelMean.toFixed(6), train.pixelSd.toFixed(6)], ['0.286041', '0.353024']);
    assert.equal(train.intensity.skewness.toFixed(2), '0.33');
    assert.deepEqual([train.intensity.median.toFixed(1), train.intensity.mean.toFixed(1)], ['69.3', '72.9']);
    assert.ok(Math.abs(train.deviation.skewness - -0.47) < 0.01);
    assert.equal(
      train.classes.map(({ meanIntensity }) => meanIntensity!.toFixed(1)).join(' '),
      '83.0 56.8 96.1 66.0 98.3 34.9 84.6 42.8 90.2 76.8',
    );
    assert.equal(duplicates.groupCount, 0);
    assert.deepEqual([alikeByMeanImage[0].a, alikeByMeanImage[0].b], [2, 4]);
    assert.match(findings.join('\n'), /Mean intensity per image in train is skewed to the right \(skewness \+0\.33/);
  });
});
