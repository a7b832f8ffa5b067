import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../../src/shared/contracts/jobs';
import type { ReviewList } from '../../src/shared/contracts/review';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';

/** The places, from 0, of the labels that are made wrong. */
const WRONG = [11, 40, 75];

describe('command line: review list', () => {
  it('finds the wrong labels of the data that a run was trained on', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 4);
    const train = path.join(data, 'train.csv');
    const lines = fs.readFileSync(train, 'utf8').split('\n');
    for (const place of WRONG)
      lines[place + 1] = (lines[place + 1].startsWith('0') ? '1' : '0') + lines[place + 1].slice(1);
    fs.writeFileSync(train, lines.join('\n'));
    const call = async (...parameters: string[]) => {
      const end = await runCli(parameters, { folder });
      assert.equal(end.code, 0, end.stderr);
      return end.stdout;
    };
    await call('train', data, '--recipe', recipe, '--epochs', '5');

    const stdout = await call(
      'review',
      'list',
      data,
      '--score',
      'label-error',
      '--top',
      '3',
      '--csv',
      'list.csv',
      '--json',
    );
    assert.match(stdout, /^\{.*\}\n$/);
    const { images, ranked, estimate } = JSON.parse(stdout) as ReviewList;
    assert.deepEqual(images.map(({ index }) => index).sort(), [...WRONG].sort());
    assert.equal(ranked, 120);
    assert.ok(estimate!.expected > 1 && estimate!.expected <= 3);
    const csv = fs.readFileSync(path.join(folder, 'list.csv'), 'utf8').trimEnd().split('\n');
    assert.equal(csv.length, 4);
    assert.match(csv[1], /^1,[0-9a-f]{16},train,\d+,[01],[01],label-error,/);

    assert.match(await call('review', 'list', data, '--score', 'disagreement'), /given (hat|shoe); .*the model say/);
    assert.match(await call('review', 'list', data), /140 images by margin/);
  });

  it('leaves out what was decided, asks other networks, and trains with what was decided', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 4);
    const call = async (...parameters: string[]) => {
      const end = await runCli(parameters, { folder });
      assert.equal(end.code, 0, end.stderr);
      return end.stdout;
    };
    await call('train', data, '--recipe', recipe);
    const all = JSON.parse(await call('review', 'list', data, '--top', '3', '--json')) as ReviewList;
    const [first, second] = all.images;
    const line = ({ imageId }: { imageId: string }, decision: string) =>
      `${imageId},${decision},,2026-11-22T10:00:00.000Z,Ann\n`;
    const file = path.join(folder, 'corrections.csv');
    fs.writeFileSync(
      file,
      `image_id,decision,new_label,reviewed_at,reviewer\n${line(first, 'keep')}${line(second, 'unsure')}`,
    );
    const json = await call('review', 'list', data, '--corrections', 'corrections.csv', '--json');
    const { images, ranked } = JSON.parse(json) as ReviewList;
    const decided = new Set([first.imageId, second.imageId]);
    assert.ok(!images.some(({ imageId }) => decided.has(imageId)));
    assert.ok(ranked <= 138);

    const folds = await call(
      'review',
      'list',
      data,
      '--score',
      'label-error',
      '--folds',
      '2',
      '--top',
      '2',
      '--engine',
      'wasm',
    );
    assert.match(folds, /ranked +120 images by label-error/);

    const trained = JSON.parse(
      await call('train', data, '--recipe', recipe, '--corrections', 'corrections.csv', '--unsure', 'half', '--json'),
    ) as { id: string };
    const record = JSON.parse(
      fs.readFileSync(path.join(folder, '.fashion-mnist', 'runs', trained.id, 'run.json'), 'utf8'),
    ) as RunRecord;
    const { kept, unsure, unsureUse, leftOut, halved } = record.corrections!;
    assert.ok(kept + unsure > 0);
    assert.deepEqual([unsureUse, leftOut], ['half', 0]);
    assert.ok(halved <= unsure);
  });

  it('says what is wrong with what it was given', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder, 1);
    const none = await runCli(['review', 'list', data], { folder });
    assert.equal(none.code, 1);
    assert.match(none.stderr, /there is no trained model here/);
    const usage = await runCli(['review', 'list', data, '--score', 'doubt'], { folder });
    assert.equal(usage.code, 2);
    assert.match(usage.stderr, /margin, entropy, least-confidence, label-error, disagreement/);
    const folds = await runCli(['review', 'list', data, '--folds', '3'], { folder });
    assert.equal(folds.code, 2);
    assert.match(folds.stderr, /'--folds <k>' is for --score label-error only/);
    const unsure = await runCli(['train', data, '--unsure', 'half'], { folder });
    assert.equal(unsure.code, 2);
    assert.match(unsure.stderr, /'--unsure <use>' is of use with --corrections only/);
    await runCli(['train', data, '--recipe', recipe], { folder });
    const gone = await runCli(['review', 'list', data, '--corrections', 'gone.csv'], { folder });
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /gone\.csv: there is no such file/);
    fs.appendFileSync(path.join(data, 'train.csv'), `1${',9'.repeat(784)}\n`);
    const other = await runCli(['review', 'list', data, '--score', 'label-error', '--csv', 'list.csv'], { folder });
    assert.equal(other.code, 1);
    assert.match(other.stderr, /data: is not the data that run .* was trained on/);
    assert.ok(!fs.existsSync(path.join(folder, 'list.csv')));
  });
});
