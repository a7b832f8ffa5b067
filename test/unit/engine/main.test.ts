import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EngineEvents, EngineReady, EngineSide } from '../../../src/shared/contracts/engine';
import type { Progress, RunRecord, TrainRequest } from '../../../src/shared/contracts/jobs';
import { processChannel } from '../../../src/shared/processChannel';
import { connect, type Connection, type Silent } from '../../../src/shared/rpc';
import { UserError } from '../../../src/shared/userError';

/** The engine process as it is built, forked as the extension forks it. */
describe('the engine process', function () {
  this.timeout(60_000);
  const root = path.join(__dirname, '../../..');
  let folder: string;
  let child: ChildProcess;
  let engine: Connection<Silent, EngineSide>;
  let ready: Promise<EngineReady>;
  let progress: Progress[];
  let steps: EngineEvents['stepped'][];

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'engine-process-'));
    progress = [];
    steps = [];
    child = fork(path.join(root, 'dist/engine.cjs'), { serialization: 'advanced', execArgv: [] });
    ready = new Promise((resolve) => {
      engine = connect<Silent, EngineSide>(
        processChannel(child),
        {},
        {
          ready: resolve,
          progressed: (one) => progress.push(one),
          stepped: (one) => steps.push(one),
        },
      );
    });
  });

  afterEach(() => {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const training = (recipe: string): TrainRequest => ({
    data: { path: path.join(root, 'media/sample') },
    recipe: path.join(root, 'test/fixtures/workspace/recipes', recipe),
    seed: 1,
    engine: 'wasm',
    runFolder: path.join(folder, 'run'),
    startedAt: '2026-01-01T00:00:00.000Z',
  });

  const epochsDone = async (count: number) => {
    const wanted = new RegExp(`epoch ${count + 1} of`);
    while (!progress.some((one) => wanted.test(one.message))) await new Promise((go) => setTimeout(go, 20));
  };

  const recordOf = (run: string) =>
    JSON.parse(fs.readFileSync(path.join(folder, run, 'run.json'), 'utf8')) as RunRecord;

  it('leaves the editor the first turn on the processor', async () => {
    const { pid } = await ready;
    assert.ok(os.getPriority(pid) > os.getPriority());
  });

  it('says that it is ready, and answers', async () => {
    assert.equal((await ready).pid, child.pid);
    const recipes = await engine.call('listRecipes', null);
    assert.ok(recipes.length >= 2 && recipes.every(({ name, description }) => name && description));
    assert.deepEqual(await engine.call('listRuns', path.join(folder, 'none')), []);
  });

  it('ends at once when it is let go idle', async () => {
    await ready;
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('hands on a UserError with its place', async () => {
    const file = path.join(folder, 'damaged.csv');
    fs.copyFileSync(path.join(root, 'test/fixtures/workspace/tables/damaged.csv'), file);
    const request = { data: { path: file }, outputFolder: folder, seed: 1 };
    await assert.rejects(engine.call('analyze', request), (error: Error) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual(error.place, { file, row: 4, column: 2 });
      return true;
    });
    assert.deepEqual(fs.readdirSync(folder), ['damaged.csv']);
  });

  it('tells its progress no more than about ten times a second', async () => {
    await ready;
    // The time of the whole call: when single messages arrive depends on how busy this process is.
    const from = performance.now();
    await engine.call('train', training('quick.json'));
    const seconds = (performance.now() - from) / 1000;
    const messages = new Set(progress.map((one) => one.message));
    assert.ok(progress.length <= 10 * seconds + messages.size + 1, `${progress.length} in ${seconds} s`);
    assert.ok(progress.every((one) => one.fraction >= 0 && one.fraction <= 1));
  });

  it('keeps what was learnt when it is cancelled', async () => {
    const abort = new AbortController();
    const call = engine.call('train', training('long.json'), { signal: abort.signal });
    await epochsDone(1);
    abort.abort();
    const { record } = await call;
    assert.equal(record.state, 'stopped');
    assert.ok(fs.existsSync(path.join(folder, 'run', 'model', 'model.json')));
  });

  for (const [what, leave] of [
    ['its parent lets go', () => child.disconnect()],
    ['it is told to terminate', () => child.kill('SIGTERM')],
  ] as const) {
    it(`leaves an interrupted run with a checkpoint when ${what}`, async function () {
      if (process.platform === 'win32' && what.includes('terminate')) this.skip();
      const call = engine.call('train', training('long.json'));
      await epochsDone(1);
      leave();
      const [exit] = await Promise.all([once(child, 'exit'), assert.rejects(call, { name: 'ConnectionClosedError' })]);
      assert.deepEqual(exit, [0, null]);
      assert.equal(recordOf('run.partial').state, 'interrupted');
      assert.ok(fs.readdirSync(path.join(folder, 'run.partial')).some((name) => name.includes('checkpoint')));
    });
  }

  it('goes on with a run whose process was killed', async () => {
    const call = engine.call('train', training('long.json'));
    await epochsDone(2);
    child.kill('SIGKILL');
    await assert.rejects(call, { name: 'ConnectionClosedError' });
    const second = fork(path.join(root, 'dist/engine.cjs'), { serialization: 'advanced', execArgv: [] });
    try {
      const abort = new AbortController();
      const again = connect<Silent, EngineSide>(
        processChannel(second),
        {},
        { epochEnded: ({ epoch }) => (epoch >= 3 ? abort.abort() : assert.fail(`epoch ${epoch} anew`)) },
      );
      const { record } = await again.call(
        'train',
        { ...training('long.json'), resume: true },
        { signal: abort.signal },
      );
      assert.ok(record.results!.epochs >= 3);
    } finally {
      second.kill('SIGKILL');
    }
  });

  it('paused, it takes no step; killed then, its run goes on to the numbers of one that nothing happened to', async () => {
    // Many more epochs than are done when it is told to pause, however late that is.
    const quick = { ...training('quick.json'), epochs: 10 };
    const call = engine.call('train', quick);
    await epochsDone(2);
    await engine.call('pause', true);
    // The step that ran when it was told may still come, late where the machine is busy.
    let taken: number;
    do {
      taken = steps.length;
      await new Promise((go) => setTimeout(go, 300));
    } while (steps.length > taken);
    await new Promise((go) => setTimeout(go, 500));
    assert.equal(steps.length, taken);
    assert.ok(taken > 0 && steps.every(({ memory }) => memory > 1e6));
    child.kill('SIGKILL');
    await assert.rejects(call, { name: 'ConnectionClosedError' });

    const second = fork(path.join(root, 'dist/engine.cjs'), { serialization: 'advanced', execArgv: [] });
    try {
      const again = connect<Silent, EngineSide>(processChannel(second), {});
      await again.call('train', { ...quick, resume: true });
      await again.call('train', { ...quick, runFolder: path.join(folder, 'whole') });
      const [resumed, whole] = ['run', 'whole'].map((run) => path.join(folder, run));
      assert.equal((await again.call('compareWeights', { a: resumed, b: whole })).equal, true);
      const curves = (await again.call('loadRuns', [resumed, whole])).map(({ history }) =>
        history.map(({ trainLoss, validationLoss, learningRate }) => [trainLoss, validationLoss, learningRate]),
      );
      assert.equal(curves[0].length, 10);
      assert.deepEqual(curves[0], curves[1]);
    } finally {
      second.kill('SIGKILL');
    }
  });
});
