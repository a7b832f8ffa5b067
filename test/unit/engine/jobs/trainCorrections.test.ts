import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { imageId } from '../../../../src/engine/data/dataset';
import { train } from '../../../../src/engine/jobs/train';
import { Random } from '../../../../src/engine/random';
import type { Correction, UnsureUse } from '../../../../src/shared/contracts/corrections';
import type { JobContext, RunRecord, TrainRequest } from '../../../../src/shared/contracts/jobs';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { correction } from '../../shared/sampleCorrection';
import { assertSchema } from '../../../harness/assertSchema';

describe('train with corrections', function () {
  this.timeout(60_000);
  let folder: string;
  let ids: string[];
  const file = (...parts: string[]) => path.join(folder, ...parts);

  /** Three classes, 30 pictures each: a bright third of the picture, and noise. */
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'train-'));
    const random = new Random(1, 'data');
    const images = Array.from({ length: 90 }, (_, i) =>
      Array.from({ length: 784 }, (_, k) => random.below(60) + (Math.floor(k / 262) === i % 3 ? 150 : 0)),
    );
    ids = images.map((pixels) => imageId(Uint8Array.from(pixels)));
    writeFileSync(file('train.csv'), images.map((pixels, i) => [i % 3, ...pixels].join(',')).join('\n'));
    writeFileSync(file('classes.txt'), 'top\nmiddle\nbottom\n');
    const network = [{ type: 'flatten' }, { type: 'dense', units: 'classes' }];
    const training = { epochs: 3, batchSize: 16, optimizer: 'adam', learningRate: 0.01 };
    writeFileSync(file('tiny.json'), JSON.stringify({ name: 'tiny', network, training }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(...changes: Partial<Correction>[]): void {
    const lines = changes.map((one) => formatCorrection(correction({ newLabel: 1, newName: 'middle', ...one })));
    writeFileSync(file('corrections.csv'), HEADER_LINE + lines.join(''));
  }

  const request = (name: string, more: Partial<TrainRequest> = {}): TrainRequest => ({
    data: { path: file('train.csv'), classesFile: file('classes.txt') },
    recipe: file('tiny.json'),
    seed: 1,
    engine: 'wasm',
    runFolder: file(name),
    startedAt: '2026-11-22T10:00:00.000Z',
    ...more,
  });
  const corrected = (name: string, unsureUse?: UnsureUse) =>
    request(name, { corrections: { file: file('corrections.csv'), unsureUse } });
  const context = (more: Partial<JobContext> = {}): JobContext => ({
    progress: () => undefined,
    note: () => undefined,
    signal: new AbortController().signal,
    ...more,
  });
  const weights = (name: string) => readFileSync(file(name, 'model', 'weights.bin')).toString('base64');

  it('learns from the new labels, holds out the same images, and keeps what it was corrected by', async () => {
    const unsure = ids
      .slice(0, 30)
      .map((imageId) => ({ imageId, decision: 'unsure' as const, newLabel: null, newName: '' }));
    write(...ids.slice(30, 60).map((imageId) => ({ imageId })), ...unsure, { imageId: 'f'.repeat(16) });
    const notes: string[] = [];
    const plain = (await train(request('plain'), context())).record;
    const { record } = await train(corrected('run', 'leave-out'), context({ note: (line) => notes.push(line) }));
    const { leftOut } = record.corrections!;
    assert.deepEqual(
      { ...record.corrections, hash: '', leftOut: 0 },
      {
        file: file('corrections.csv'),
        unsureUse: 'leave-out',
        hash: '',
        leftOut: 0,
        halved: 0,
        ...{ changed: 20, alreadySo: 10, kept: 0, unsure: 30, unlabelled: 0, conflicts: 0, notFound: 1 },
      },
    );
    assert.ok(leftOut > 20 && leftOut <= 30, 'those that are held out are not learned from anyway');
    assert.equal(record.data.trainCount, plain.data.trainCount - leftOut);
    assert.equal(record.data.validationCount, plain.data.validationCount);
    assert.deepEqual([record.data.hash, record.data.splitHash], [plain.data.hash, plain.data.splitHash]);
    assert.ok(record.data.classCounts[1] > plain.data.classCounts[1]);
    assert.ok(
      notes.includes(
        `corrections: 20 labels changed, 30 unsure (${leftOut} left out), 1 not among the images to train on`,
      ),
    );
    assert.deepEqual(readFileSync(file('run', 'corrections.csv')), readFileSync(file('corrections.csv')));
    assert.notEqual(weights('run'), weights('plain'));
  });

  it('records no margins of images that it leaves out', async () => {
    write({ imageId: ids[0], decision: 'unsure', newLabel: null, newName: '' });
    const { record } = await train(corrected('run', 'leave-out'), context());
    const bytes = readFileSync(file('run', 'margins.f32'));
    const margins = Array.from({ length: 90 }, (_, image) => bytes.readFloatLE(image * 4));
    assert.equal(record.corrections!.leftOut, 1, 'it is not among those held out with this seed');
    assert.deepEqual(
      [...margins.keys()].filter((image) => Number.isNaN(margins[image])),
      [0],
    );
  });

  it('learns half as much from unsure images as from others, and says so', async () => {
    const unsure = ids.map((imageId) => ({ imageId, decision: 'unsure' as const, newLabel: null, newName: '' }));
    write(...unsure.slice(0, 45));
    const notes: string[] = [];
    const { record } = await train(corrected('half', 'half'), context({ note: (line) => notes.push(line) }));
    const { halved, leftOut, unsureUse } = record.corrections!;
    assert.ok(halved > 30 && halved <= 45);
    assert.deepEqual([leftOut, unsureUse, record.data.trainCount], [0, 'half', 81]);
    assert.ok(notes.includes(`corrections: 0 labels changed, 45 unsure (${halved} with half the weight)`));
    await train(corrected('kept', 'keep'), context());
    await train(request('plain'), context());
    assert.equal(weights('kept'), weights('plain'));
    assert.notEqual(weights('half'), weights('kept'));
    const again = await train(request('again', { recipeFrom: file('half') }), context());
    assert.equal(weights('again'), weights('half'));
    assert.equal(again.record.corrections!.halved, halved);
  });

  it('takes what an early version said of unsure images', async () => {
    write({ imageId: ids[0], decision: 'unsure', newLabel: null, newName: '' });
    await train(corrected('left', 'leave-out'), context());
    assertSchema('run', file('left', 'run.json'));
    const record = JSON.parse(readFileSync(file('left', 'run.json'), 'utf8')) as RunRecord;
    const { unsureUse, halved, ...former } = record.corrections!;
    assert.deepEqual([unsureUse, halved], ['leave-out', 0]);
    writeFileSync(
      file('left', 'run.json'),
      JSON.stringify({ ...record, corrections: { ...former, leaveOutUnsure: true } }),
    );
    const again = await train(request('again', { recipeFrom: file('left') }), context());
    assert.deepEqual([again.record.corrections!.unsureUse, again.record.corrections!.leftOut], ['leave-out', 1]);
    assert.equal(weights('again'), weights('left'));
  });

  it('resumed and trained again, it is corrected as it was, whatever was decided since', async () => {
    write(...ids.slice(0, 40).map((imageId) => ({ imageId })));
    await train(corrected('whole'), context());
    const stop = new AbortController();
    const cut = train(
      corrected('cut'),
      context({ signal: stop.signal, epochEnded: () => stop.abort(new Error('closed')) }),
    );
    await assert.rejects(cut, /closed/);
    rmSync(file('corrections.csv'));
    const resumed = await train(request('cut', { resume: true }), context());
    assert.equal(resumed.record.corrections?.changed, 27);
    assert.equal(weights('cut'), weights('whole'));
    const again = await train(request('again', { recipeFrom: file('whole') }), context());
    assert.equal(weights('again'), weights('whole'));
    assert.equal(again.record.corrections?.hash, resumed.record.corrections.hash);
  });

  it('does not go on where the kept corrections were changed', async () => {
    write({ imageId: ids[0] });
    const stop = new AbortController();
    const cut = train(
      corrected('cut'),
      context({ signal: stop.signal, epochEnded: () => stop.abort(new Error('closed')) }),
    );
    await assert.rejects(cut, /closed/);
    appendFileSync(file('cut.partial', 'corrections.csv'), '\n');
    await assert.rejects(
      train(request('cut', { resume: true }), context()),
      /corrections\.csv: is not what this run was begun with; /,
    );
  });

  it('writes nothing where the corrections are broken or leave a single class', async () => {
    write({ imageId: ids[0], newLabel: 7, newName: '' });
    await assert.rejects(
      train(corrected('run'), context()),
      /corrections\.csv:2: the new label 7 is none of the 3 classes/,
    );
    write(...ids.map((imageId) => ({ imageId })));
    await assert.rejects(train(corrected('run'), context()), /leave images of a single class/);
    appendFileSync(file('corrections.csv'), '0011');
    await assert.rejects(train(corrected('run'), context()), /corrections\.csv:92: the line breaks off/);
    assert.equal(existsSync(file('run')) || existsSync(file('run.partial')), false);
  });
});
