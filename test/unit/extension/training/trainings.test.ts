// The queue with real engine processes: what a person can do to a training, and what becomes of its curve.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type * as vscode from 'vscode';
import { EngineProcess } from '../../../../src/extension/engineProcess';
import type { Engines } from '../../../../src/extension/engines';
import type { JobStatus } from '../../../../src/extension/jobStatus';
import type { Job } from '../../../../src/extension/training/job';
import { Trainings, type JobEnd } from '../../../../src/extension/training/trainings';
import type { Work } from '../../../../src/extension/training/work';
import type { TrainingForm, TrainingJobWithCurve } from '../../../../src/shared/contracts/training';
import { temporaryFolder } from '../../engine/temporaryFolder';

const root = path.join(__dirname, '../../../..');
const form: TrainingForm = {
  dataPath: path.join(root, 'media/sample'),
  recipe: path.join(root, 'test/fixtures/workspace/recipes/quick.json'),
  epochs: 12,
  seed: 1,
  validationShare: 0.1,
  engine: 'wasm',
  classWeights: 'none',
  corrections: { use: false, unsureUse: 'keep' },
};

describe('trainings, one at a time', function () {
  this.timeout(60_000);
  let folder: string;
  let lines: string[];
  let told: string[];
  let ends: JobEnd[];
  let trainings: Trainings;
  let started: EngineProcess[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    [lines, told, ends, started] = [[], [], [], []];
    const keep = (line: string) => void lines.push(line);
    const log = { info: keep, warn: keep, error: keep } as unknown as vscode.LogOutputChannel;
    const engines = {
      async start() {
        const options = { script: path.join(root, 'dist/engine.cjs'), nodePath: '', log, debug: false };
        started.push(await EngineProcess.start(options));
        return started.at(-1)!;
      },
    };
    const status = { begin: () => ({ update: () => undefined, runsOn: () => undefined, dispose: () => undefined }) };
    trainings = new Trainings(engines as unknown as Engines, status as unknown as JobStatus, log);
    trainings.onEnded((end) => ends.push(end));
    trainings.listen((event) => told.push(event));
  });

  afterEach(() => Promise.all(started.map((engine) => engine.stop())));

  const work = (name: string, epochs = 12): Work => {
    const runFolder = path.join(folder, name);
    const isBegun = () => fs.existsSync(`${runFolder}.partial`);
    return {
      kind: 'training',
      title: name,
      form: { ...form, epochs },
      folder: { name: 'workspace' } as vscode.WorkspaceFolder,
      runFolder: null,
      canResume: () => Promise.resolve(isBegun()),
      async run({ engine, signal, madeIn }) {
        madeIn(runFolder);
        const { dataPath, recipe, seed, validationShare, engine: choice, classWeights } = form;
        const rest = { recipe, epochs, seed, validationShare, engine: choice, classWeights };
        const data = { path: dataPath };
        const request = { ...rest, data, runFolder, resume: isBegun(), startedAt: '2026-01-01T00:00:00.000Z' };
        const { record } = await engine.call('train', request, signal);
        return { state: record.state === 'stopped' ? 'stopped' : 'finished', result: 'done', record };
      },
    };
  };

  const shown = ({ id }: Job): TrainingJobWithCurve => trainings.describe().find((job) => job.id === id)!;
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const ended = (job: Job) => until(() => ends.some((end) => end.job === job));
  const trained = (job: Job, epochs: number) => until(() => shown(job).history.length >= epochs);
  /** `history.csv` without what the clock decides. */
  const history = (name: string) =>
    fs
      .readFileSync(path.join(folder, name, 'history.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(',').slice(0, 6).join());

  it('the second waits for the first, says so, and starts when its turn has come', async () => {
    const first = trainings.add(work('first', 2));
    const second = trainings.add(work('second', 1));
    const third = trainings.add(work('third', 1));
    assert.equal(shown(second).state, 'waiting');
    assert.equal(shown(second).waitingFor, '"first" in this window');
    trainings.stop(third.id);
    assert.deepEqual(
      trainings.describe().map(({ title }) => title),
      ['first', 'second'],
    );
    await ended(second);
    assert.deepEqual(
      ends.map(({ job, outcome }) => [job, outcome?.state]),
      [
        [first, 'finished'],
        [second, 'finished'],
      ],
    );
    assert.equal(shown(first).state, 'finished');
    assert.equal(shown(second).waitingFor, null);
    await trainings.resume(second.id);
    assert.equal(shown(second).state, 'finished', 'what is done is not begun anew');
    assert.ok(!fs.existsSync(path.join(folder, 'third')));
    trainings.dismiss(first.id);
    assert.equal(trainings.describe().length, 1);
  });

  it('keeps the whole curve for who comes late, the same as history.csv', async () => {
    const job = trainings.add(work('curve', 3));
    await ended(job);
    const { history: epochs, points, status, epochs: asked } = shown(job);
    assert.deepEqual(
      epochs.map(({ epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, learningRate }) =>
        [epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, learningRate].join(),
      ),
      history('curve').slice(1),
    );
    assert.ok(points.length > 0 && points.every(({ epoch }) => epoch > 0 && epoch <= 3));
    assert.equal(asked, 3);
    assert.equal(status.engine, 'wasm');
    assert.equal(status.fraction, 1);
    assert.ok(status.memory! > 1e7 && status.imagesPerSecond! > 0);
    for (const event of ['jobChanged', 'stepped', 'epochEnded']) assert.ok(told.includes(event), event);
  });

  it('pauses and goes on', async () => {
    const job = trainings.add(work('paused', 500));
    await trained(job, 1);
    await trainings.pause(job.id);
    assert.equal(shown(job).state, 'paused');
    // What was under way when it was paused may still come, late where the machine is busy.
    const count = () => shown(job).history.length + shown(job).points.length;
    let seen: number;
    do {
      seen = count();
      await new Promise((resolve) => setTimeout(resolve, 300));
    } while (count() !== seen);
    const { history: before, points } = shown(job);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(shown(job).history.length, before.length);
    assert.equal(shown(job).points.length, points.length);
    await trainings.resume(job.id);
    await trained(job, before.length + 1);
    trainings.stop(job.id);
    await ended(job);
    assert.equal(shown(job).state, 'stopped');
  });

  it('stopped while paused, it keeps the best epoch', async () => {
    const job = trainings.add(work('stopped', 500));
    await trained(job, 2);
    await trainings.pause(job.id);
    trainings.stop(job.id);
    await ended(job);
    assert.equal(shown(job).state, 'stopped');
    assert.ok(fs.existsSync(path.join(folder, 'stopped/model/model.json')));
  });

  it('after a kill it goes on in the same job, with the same curve and the very numbers', async () => {
    const whole = trainings.add(work('whole'));
    await ended(whole);
    const job = trainings.add(work('killed'));
    await trained(job, 3);
    const pid = lines.flatMap((line) => /^engine (\d+) is ready/.exec(line)?.[1] ?? []).at(-1)!;
    process.kill(Number(pid), 'SIGKILL');
    await ended(job);
    const { state, error } = shown(job);
    assert.equal(state, 'failed');
    assert.equal(error!.canResume, true);
    assert.match(error!.message, /^The engine process ended unexpectedly \(.*\)\. It last said: .*epoch \d+ of 12/);
    const before = shown(job).history.length;
    ends.length = 0;
    await trainings.resume(job.id);
    await ended(job);
    assert.equal(shown(job).state, 'finished');
    assert.equal(shown(job).error, null);
    assert.ok(before >= 3);
    assert.deepEqual(
      shown(job).history.map(({ epoch }) => epoch),
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    assert.deepEqual(history('killed'), history('whole'));
  });

  it('bad data is told in the job, and the next one starts', async () => {
    const bad = work('bad');
    const missing = path.join(folder, 'missing');
    const wrong = trainings.add({
      ...bad,
      run: ({ engine, signal }) => engine.call('checkTrainingData', { path: missing }, signal) as never,
    });
    const next = trainings.add(work('next', 1));
    await ended(next);
    assert.equal(shown(wrong).state, 'failed');
    assert.ok(shown(wrong).error!.message.startsWith(missing), shown(wrong).error!.message);
    assert.equal(shown(wrong).error!.canResume, false);
    assert.equal(shown(next).state, 'finished');
  });
});
