import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compareWeights } from '../../../../src/engine/compareWeights';
import { predict } from '../../../../src/engine/jobs/predict';
import { train } from '../../../../src/engine/jobs/train';
import { Random } from '../../../../src/engine/random';
import { PauseGate } from '../../../../src/engine/pauseGate';
import { tryLock } from '../../../../src/engine/runLock';
import { readRun } from '../../../../src/engine/runs';
import type { JobBegun, JobContext, TrainRequest } from '../../../../src/shared/contracts/jobs';
import type { StepPoint } from '../../../../src/shared/contracts/training';
import { UserError } from '../../../../src/shared/userError';
import { assertSchema } from '../../../harness/assertSchema';

/** Three classes that are easy to tell apart, 40 pictures each: a bright third of the picture, and noise. */
function writeData(folder: string, change = 0): void {
  const random = new Random(1, 'data');
  const lines = Array.from({ length: 120 }, (_, i) => {
    const pixels = Array.from({ length: 784 }, (_, k) => random.below(60) + (Math.floor(k / 262) === i % 3 ? 150 : 0));
    pixels[0] = change;
    return [i % 3, ...pixels].join(',');
  });
  writeFileSync(path.join(folder, 'train.csv'), lines.join('\n') + '\n');
  writeFileSync(path.join(folder, 'classes.txt'), 'top\nmiddle\nbottom\n');
}

const RECIPE = {
  name: 'tiny',
  network: [
    { type: 'conv2d', filters: 4, strides: 2 },
    { type: 'maxPooling2d', poolSize: 2 },
    { type: 'batchNormalization' },
    { type: 'relu' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.25 },
    { type: 'dense', units: 'classes' },
  ],
  training: {
    epochs: 4,
    batchSize: 16,
    optimizer: 'adam',
    learningRate: 0.01,
    schedule: 'oneCycle',
    shift: 1,
    flip: 'auto',
  },
};

describe('train', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'train-'));
    writeData(folder);
    writeFileSync(path.join(folder, 'tiny.json'), JSON.stringify(RECIPE));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const request = (name: string, more: Partial<TrainRequest> = {}): TrainRequest => ({
    data: { path: path.join(folder, 'train.csv'), classesFile: path.join(folder, 'classes.txt') },
    recipe: path.join(folder, 'tiny.json'),
    seed: 1,
    engine: 'wasm',
    runFolder: path.join(folder, '.fashion-mnist', 'runs', name),
    startedAt: '2026-01-02T03:04:05.000Z',
    ...more,
  });
  const context = (more: Partial<JobContext> = {}): JobContext => ({
    progress: () => undefined,
    note: () => undefined,
    signal: new AbortController().signal,
    ...more,
  });
  /** A context that keeps what is told. */
  const listening = () => {
    const notes: string[] = [];
    return { notes, context: context({ note: (line) => notes.push(line) }) };
  };
  const file = (name: string, ...parts: string[]) => path.join(folder, '.fashion-mnist', 'runs', name, ...parts);
  /** All that must be equal between two equal runs: the weights and the margins, byte for byte, and the curves. */
  const outcome = (name: string) => ({
    weights: readFileSync(file(name, 'model', 'weights.bin')).toString('base64'),
    margins: readFileSync(file(name, 'margins.f32')).toString('base64'),
    history: readFileSync(file(name, 'history.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(',').slice(0, 6)),
  });
  /** A run that is ended after some steps, for a reason. */
  const endedAfter = (name: string, steps: number, reason?: Error) => {
    const controller = new AbortController();
    let seen = 0;
    return train(
      request(name),
      context({
        signal: controller.signal,
        progress: ({ message }) => {
          if (message.startsWith('epoch') && ++seen === steps) controller.abort(reason);
        },
      }),
    );
  };
  /** 108 training images in batches of 16. */
  const STEPS = 6;

  it('learns, and leaves a run folder with all its parts', async () => {
    const { record, runFolder } = await train(request('a'), context());
    assert.deepEqual(readdirSync(runFolder).sort(), [
      'history.csv',
      'margins.f32',
      'model',
      'model_summary.txt',
      'run.json',
    ]);
    assert.deepEqual(readdirSync(path.join(runFolder, 'model')).sort(), ['model.json', 'weights.bin']);
    assert.equal(readFileSync(path.join(folder, '.fashion-mnist', '.gitignore'), 'utf8'), '*\n');
    assert.equal(record.state, 'finished');
    assert.ok(record.results!.validationAccuracy > 0.9, String(record.results!.validationAccuracy));
    assert.deepEqual([record.data.trainCount, record.data.validationCount], [108, 12]);
    assert.deepEqual(record.data.classCounts, [36, 36, 36]);
    const { temperature, count } = record.results!.temperature!;
    assert.ok(temperature >= 0.05 && temperature <= 20 && count === 12, `${temperature} of ${count}`);
    assert.deepEqual((await readRun(runFolder)).record, record);
    assertSchema('run', path.join(runFolder, 'run.json'));
    // A margin for every image and epoch, also of those that did not fill a batch.
    const bytes = readFileSync(path.join(runFolder, 'margins.f32'));
    const margins = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    assert.equal(margins.length, 4 * 120);
    assert.ok(margins.every(Number.isFinite));
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    await train(request('a'), context());
    await train(request('b'), context());
    await train(request('c', { seed: 2 }), context());
    assert.deepEqual(outcome('b'), outcome('a'));
    assert.notEqual(outcome('c').weights, outcome('a').weights);
  });

  it('interrupted, it keeps a checkpoint, and resumed it ends as if nothing had happened', async () => {
    await train(request('a'), context());
    await assert.rejects(endedAfter('b', 2 * STEPS + 3, new Error('the window was closed')), /window was closed/);
    assert.equal(existsSync(file('b')), false);
    const { record } = await readRun(file('b'));
    assert.equal(record.state, 'interrupted');
    assert.ok(existsSync(file('b.partial', 'checkpoint.bin')));
    const resumed = await train(request('b', { resume: true }), context());
    assert.equal(resumed.record.state, 'finished');
    assert.deepEqual(outcome('b'), outcome('a'));
    assert.equal(existsSync(file('b', 'checkpoint.bin')), false);
  });

  for (const [when, steps] of [
    ['in the first epoch', 3],
    ['later', 2 * STEPS + 3],
  ] as const) {
    it(`stopped ${when}, it keeps what was learnt, and can be resumed`, async () => {
      const { record, runFolder } = await endedAfter('b', steps);
      assert.equal(record.state, 'stopped');
      assert.ok(existsSync(path.join(runFolder, 'model', 'weights.bin')));
      assert.equal(record.results!.epochs, steps < STEPS ? 1 : 2);
      await train(request('a'), context());
      await train(request('b', { resume: true }), context());
      assert.deepEqual(outcome('b'), outcome('a'));
    });
  }

  it('resumed, it keeps no predictions of the model that it had before', async () => {
    const { runFolder } = await endedAfter('b', 3);
    const { data } = request('b');
    await predict({ data, runFolder, engine: 'wasm' }, context());
    assert.equal(readdirSync(path.join(runFolder, 'predictions')).length, 1);
    await train(request('b', { resume: true }), context());
    assert.equal(existsSync(path.join(runFolder, 'predictions')), false);
  });

  it('stopped, resumed and then interrupted, it tells of what it learnt since', async () => {
    await endedAfter('b', 3);
    const controller = new AbortController();
    let seen = 0;
    const again = train(
      request('b', { resume: true }),
      context({
        signal: controller.signal,
        progress: ({ message }) => {
          if (message.startsWith('epoch') && ++seen === 2 * STEPS + 1) controller.abort(new Error('closed'));
        },
      }),
    );
    await assert.rejects(again, /closed/);
    const { record } = await readRun(file('b'));
    assert.deepEqual([record.state, record.results!.epochs], ['interrupted', 2]);
  });

  it('says when the classes of Fashion-MNIST are assumed', async () => {
    rmSync(path.join(folder, 'classes.txt'));
    const { notes, context: told } = listening();
    await train(request('a', { data: { path: path.join(folder, 'train.csv') } }), told);
    assert.ok(
      notes.some((note) => note.startsWith('no labels above 2: if these are not the classes of Fashion-MNIST')),
    );
  });

  it('does not resume with other data', async () => {
    await assert.rejects(endedAfter('b', STEPS + 1, new Error('closed')));
    writeData(folder, 9);
    await assert.rejects(train(request('b', { resume: true }), context()), {
      name: 'UserError',
      message: /train\.csv: is not the data that this run was begun with/,
    });
    assert.equal((await readRun(file('b'))).record.state, 'interrupted');
  });

  it('does not mirror what it knows too little of, and says when nothing was learnt', async () => {
    const random = new Random('noise');
    const lines = Array.from({ length: 120 }, (_, i) => [
      i % 3,
      ...Array.from({ length: 784 }, () => random.below(256)),
    ]);
    writeFileSync(path.join(folder, 'train.csv'), lines.map((line) => line.join(',')).join('\n') + '\n');
    const { notes, context: told } = listening();
    const { record } = await train(request('a'), told);
    assert.ok(notes.some((note) => /too few to try them in the mirror: training images are not mirrored/.test(note)));
    assert.ok(notes.some((note) => note.startsWith('not shown to be better than answering the most frequent class')));
    assert.deepEqual(record.notes, notes);
  });

  it('mirrors what looks the same in the mirror', async () => {
    const { notes, context: told } = listening();
    await train(request('a', { validationShare: 0.5 }), told);
    assert.ok(
      notes.some((note) => /mirrored at \S+: training images are mirrored at random from now on/.test(note)),
      notes.join('\n'),
    );
  });

  it('says when it was stopped within the first epoch, and keeps the margins of what it saw', async () => {
    const controller = new AbortController();
    const { notes, context: told } = listening();
    const { runFolder } = await train(request('a'), {
      ...told,
      signal: controller.signal,
      progress: ({ message }) => {
        if (message.startsWith('epoch')) controller.abort();
      },
    });
    assert.ok(notes.includes(`stopped within epoch 1, after 1 of its ${STEPS} steps`), notes.join('\n'));
    const bytes = readFileSync(path.join(runFolder, 'margins.f32'));
    const margins = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    assert.equal(margins.length, 120);
    assert.equal(margins.filter(Number.isFinite).length, 16 + 12);
  });

  it('counts the time of all its processes', async () => {
    await assert.rejects(endedAfter('b', 2 * STEPS + 3, new Error('closed')));
    const { record } = await train(request('b', { resume: true }), context());
    assert.ok(record.results!.totalSeconds > record.results!.trainingSeconds);
  });

  it('refuses to resume without its margins', async () => {
    await assert.rejects(endedAfter('b', STEPS + 1, new Error('closed')));
    rmSync(file('b.partial', 'margins.f32'));
    await assert.rejects(train(request('b', { resume: true }), context()), {
      name: 'UserError',
      message: /margins\.f32: is cut off or missing; delete the run and train anew/,
    });
  });

  it('stops early when no epoch is better', async () => {
    const impatient = { ...RECIPE, training: { ...RECIPE.training, epochs: 30, learningRate: 1e-9, patience: 2 } };
    writeFileSync(path.join(folder, 'tiny.json'), JSON.stringify(impatient));
    const { record } = await train(request('a'), context());
    const { epochs, bestEpoch } = record.results!;
    assert.ok(epochs < 30);
    assert.equal(epochs, bestEpoch + 2);
    assert.equal(record.state, 'finished');
  });

  it('weighs classes when asked to', async () => {
    await train(request('a'), context());
    await train(request('b', { classWeights: 'balanced' }), context());
    // The classes are balanced already.
    assert.deepEqual(outcome('b'), outcome('a'));
  });

  it('tells the points within the epochs, and what it computes with before the first', async () => {
    const points: StepPoint[] = [];
    const begun: JobBegun[] = [];
    const { record } = await train(
      request('a'),
      context({
        stepped: (point) => points.push(point),
        begun: (one) => (points.length ? assert.fail() : begun.push(one)),
      }),
    );
    assert.equal(begun.length, 1);
    assert.deepEqual([begun[0].runFolder, begun[0].engine, begun[0].epochs], [file('a'), 'wasm', 4]);
    assert.match(begun[0].engineText, /^wasm, TensorFlow\.js \S+, \d+ threads?$/);
    // Each epoch ends with a point, and none goes back.
    assert.deepEqual(
      points.map(({ epoch }) => epoch).filter((epoch) => Number.isInteger(epoch)),
      [1, 2, 3, 4],
    );
    assert.ok(points.every(({ epoch }, k) => k === 0 || epoch > points[k - 1].epoch));
    assert.ok(points.every(({ loss, accuracy }) => loss > 0 && accuracy >= 0 && accuracy <= 1));
    assert.ok(points.at(-1)!.loss < points[0].loss && record.results!.epochs === 4);
  });

  it('paused, it waits without counting the time, and ends with the very same', async () => {
    await train(request('a'), context());
    const gate = new PauseGate();
    let steps = 0;
    let held = 0;
    const from = performance.now();
    const { record } = await train(
      request('b'),
      context({
        hold: (signal) => {
          // Before the second step, and before the first one of the third epoch.
          if (++steps === 2 || steps === 2 * STEPS + 1) {
            gate.set(true);
            setTimeout(() => gate.set(false), 400);
          }
          const since = performance.now();
          return gate.hold(signal)?.then(() => void (held += performance.now() - since));
        },
      }),
    );
    assert.deepEqual(outcome('b'), outcome('a'));
    const whole = performance.now() - from;
    assert.ok(held > 500, `held for ${held} ms`);
    // What was waited is in no figure, to within the rounding of timers.
    const { totalSeconds, trainingSeconds, imagesPerSecond } = record.results!;
    assert.ok(1000 * totalSeconds <= whole - held + 20, `${totalSeconds} s of ${whole} ms with ${held} ms of waiting`);
    assert.ok(Math.abs(imagesPerSecond * trainingSeconds - 4 * STEPS * 16) < 1e-6);
  });

  it('ended while it is paused, it keeps its checkpoint, and resumed it ends as if nothing had happened', async () => {
    await train(request('a'), context());
    const controller = new AbortController();
    const gate = new PauseGate();
    let steps = 0;
    const ended = train(
      request('b'),
      context({
        signal: controller.signal,
        hold: (signal) => {
          if (++steps === STEPS + 3) {
            gate.set(true);
            setTimeout(() => controller.abort(new Error('the window was closed')), 50);
          }
          return gate.hold(signal);
        },
      }),
    );
    await assert.rejects(ended, /window was closed/);
    assert.equal((await readRun(file('b'))).record.results!.epochs, 1);
    await train(request('b', { resume: true }), context());
    assert.deepEqual(outcome('b'), outcome('a'));
  });

  it('takes its turn, and gives it back; one that waits can be cancelled, and has written nothing', async () => {
    const runs = path.join(folder, '.fashion-mnist', 'runs');
    const { runFolder } = await train(request('a', { turnIn: runs }), context());
    assert.deepEqual(readdirSync(runs), [path.basename(runFolder)]);

    const lock = await tryLock(runs, 'run of another window');
    const controller = new AbortController();
    const waited: (string | null)[] = [];
    const waiting = train(
      request('b', { turnIn: runs }),
      context({
        signal: controller.signal,
        waited: (holder) => {
          waited.push(holder);
          controller.abort();
        },
      }),
    );
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.match(waited.join(), new RegExp(`^run of another window, in process ${process.pid}, since \\d\\d:\\d\\d$`));
    assert.deepEqual(readdirSync(runs).sort(), [path.basename(runFolder), lock]);
  });

  describe('trained again from its card', () => {
    const nonsense = { recipe: 'nonsense', seed: 77, epochs: 1, engine: 'auto' } as const;

    it('gives the same bits, also of a run that was stopped, and also from data that was moved', async () => {
      await train(request('a', { seed: 5, classWeights: 'balanced', validationShare: 0.2 }), context());
      const { data } = request('a');
      await train(request('b', { ...nonsense, recipeFrom: file('a') }), context());
      assert.deepEqual(outcome('b'), outcome('a'));
      assert.deepEqual(await compareWeights({ a: file('a'), b: file('b') }), { equal: true, largestDifference: 0 });

      await endedAfter('c', 2 * STEPS + 3);
      const moved = path.join(folder, 'elsewhere.csv');
      renameSync(data.path, moved);
      const again = request('d', { ...nonsense, recipeFrom: file('c'), data: { path: moved } });
      const { record } = await train(again, context());
      assert.deepEqual([record.state, record.results!.epochs, record.epochsAsked], ['finished', 2, 4]);
      assert.equal(outcome('d').weights, outcome('c').weights);

      const { equal, largestDifference } = await compareWeights({ a: file('a'), b: file('c') });
      assert.ok(!equal && largestDifference! > 0);
    });

    it('refuses other data, and a run without a result, and writes nothing', async () => {
      await train(request('a'), context());
      await assert.rejects(endedAfter('b', 3, new Error('closed')));
      await assert.rejects(train(request('c', { recipeFrom: file('b') }), context()), /has no result to be reproduced/);
      writeData(folder, 9);
      await assert.rejects(train(request('c', { recipeFrom: file('a') }), context()), {
        name: 'UserError',
        message: /train\.csv: is not the data that this run was begun with/,
      });
      assert.deepEqual(readdirSync(path.dirname(file('a'))).sort(), ['a', 'b.partial']);
    });
  });

  const WRONG: [name: string, request: Partial<TrainRequest>, recipe: unknown, message: RegExp][] = [
    [
      'an unknown recipe',
      { recipe: 'nonsense' },
      RECIPE,
      /no recipe named "nonsense", and no such file; use one of standard, quick, best, small, reference/,
    ],
    ['a recipe without its parts', {}, {}, /tiny\.json: name: /],
    ['a layer that is unknown', {}, { ...RECIPE, network: [{ type: 'magic' }] }, /tiny\.json: network\.0/],
    [
      'layers that do not fit',
      {},
      { ...RECIPE, network: RECIPE.network.slice(0, -3) },
      /does not end in one number for each class/,
    ],
    [
      'a residual that changes the shape',
      {},
      { ...RECIPE, network: [{ type: 'residual', layers: [{ type: 'conv2d', filters: 3 }] }, ...RECIPE.network] },
      /network\.0: layer residual_1 turns 28 x 28 x 1 into 28 x 28 x 3/,
    ],
    ['a missing path', { data: { path: '/nowhere/at/all' } }, RECIPE, /\/nowhere\/at\/all: /],
  ];
  for (const [name, more, recipe, message] of WRONG) {
    it(`refuses ${name}, and writes nothing`, async () => {
      writeFileSync(path.join(folder, 'tiny.json'), JSON.stringify(recipe));
      const before = readdirSync(folder).sort();
      await assert.rejects(train(request('a', more), context()), (error: Error) => {
        assert.ok(error instanceof UserError, error.stack);
        assert.match(error.message, message);
        return true;
      });
      assert.deepEqual(readdirSync(folder).sort(), before);
    });
  }
});
