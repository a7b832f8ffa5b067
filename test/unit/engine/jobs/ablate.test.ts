import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { ablate, listAblationParts } from '../../../../src/engine/jobs/ablate';
import { drawImages } from '../../../../src/engine/jobs/ablationTrial';
import { deleteRun, newestRun, readRun, runsFolderIn } from '../../../../src/engine/runs';
import { listRunRows, loadRuns } from '../../../../src/engine/runRows';
import { tryLock } from '../../../../src/engine/runLock';
import type { Ablation } from '../../../../src/shared/contracts/ablation';
import type { AblateRequest, JobContext } from '../../../../src/shared/contracts/jobs';
import { writeSmallData } from '../../../cli/smallData';
import { temporaryFolder } from '../temporaryFolder';
import { assertSchema } from '../../../harness/assertSchema';

describe('ablation', function () {
  this.timeout(60_000);

  const context = (more: Partial<JobContext> = {}): JobContext => ({
    progress: () => undefined,
    note: () => undefined,
    signal: new AbortController().signal,
    ...more,
  });

  /** A network of one convolution block with pooling by four: three parts can be left out. */
  async function setUp(): Promise<{ folder: string; request: (more?: Partial<AblateRequest>) => AblateRequest }> {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    return {
      folder,
      request: (more = {}) => ({
        data: { path: data },
        recipe,
        parts: [],
        seeds: [1, 2],
        epochs: 1,
        images: 60,
        validationShare: 0.25,
        engine: 'wasm',
        outputFolder: path.join(runsFolderIn(folder), 'ablation'),
        startedAt: '2026-01-02T03:04:05.000Z',
        ...more,
      }),
    };
  }
  const figures = ({ trials }: Ablation) => trials.map((trial) => ({ ...trial, seconds: 0 }));

  it('trains each part and seed once, writes what it found, and is listed among the runs without a model', async () => {
    const { folder, request } = await setUp();
    const told: Ablation[] = [];
    const messages = new Set<string>();
    const ablation = await ablate(
      request(),
      context({
        ablationProgressed: (one) => told.push(one),
        progress: ({ message }) => messages.add(message),
      }),
    );
    const ids = ['whole', ...listAblationParts(request().recipe).map(({ id }) => id)];
    assert.deepEqual(ids, ['whole', 'convBlock-1', 'maxPooling2d-1', 'batchNormalization-1']);
    assert.deepEqual(
      ablation.trials.map(({ part, seed }) => `${part} ${seed}`),
      [1, 2].flatMap((seed) => ids.map((id) => `${id} ${seed}`)),
    );
    assert.ok(ablation.whole);
    assert.deepEqual([ablation.trainCount, ablation.validationCount], [60, 30]);
    assert.equal(told.length, 8);
    assert.ok(messages.has('trial 2 of 8: without convolution block 1 (4 filters), seed 1'), [...messages].join());

    const { outputFolder } = request();
    assert.deepEqual(readdirSync(outputFolder).sort(), ['ablation.csv', 'ablation.json', 'run.json']);
    assert.deepEqual(JSON.parse(readFileSync(path.join(outputFolder, 'ablation.json'), 'utf8')), ablation);
    assertSchema('run', path.join(outputFolder, 'run.json'));
    const csv = readFileSync(path.join(outputFolder, 'ablation.csv'), 'utf8').trimEnd().split('\n');
    assert.equal(csv[0], 'part,name,seed,train_accuracy,validation_accuracy,gap,validation_loss,seconds');
    assert.equal(csv.length, 9);

    const [row] = await listRunRows({ runsFolder: runsFolderIn(folder), base: folder });
    assert.deepEqual([row.state, row.hasAblation, row.hasModel, row.dataState], ['finished', true, false, 'same']);
    assert.deepEqual((await loadRuns([outputFolder]))[0].ablation, ablation);
    assert.equal(await newestRun(runsFolderIn(folder)), null);
    await deleteRun(outputFolder);
    assert.ok(!existsSync(outputFolder));
  });

  it('cancelled, it keeps what is done, and goes on from there to the very same figures', async () => {
    const { request } = await setUp();
    const whole = await ablate(request({ outputFolder: path.join(request().outputFolder, '..', 'whole') }), context());
    const controller = new AbortController();
    const cancelled = await ablate(
      request(),
      context({
        signal: controller.signal,
        ablationProgressed: ({ trials }) => {
          if (trials.length === 3) controller.abort();
        },
      }),
    );
    assert.deepEqual([cancelled.trials.length, cancelled.whole], [3, false]);
    assert.equal((await readRun(request().outputFolder)).record.state, 'stopped');
    let done = 0;
    const again = await ablate(request(), context({ ablationProgressed: () => done++ }));
    // What was there is told first, then the five that were not.
    assert.equal(done, 6);
    assert.deepEqual(figures(again), figures(whole));
    assert.deepEqual(again.effects, whole.effects);
    assert.equal((await readRun(request().outputFolder)).record.state, 'finished');
  });

  it('with another setting it begins anew; with other parts and seeds it adds to what is there', async () => {
    const { request } = await setUp();
    const first = await ablate(request({ parts: ['convBlock-1'] }), context());
    assert.equal(first.trials.length, 4);
    const more = await ablate(request({ parts: ['maxPooling2d-1'], seeds: [1, 2, 3] }), context());
    assert.deepEqual(figures(more).slice(0, 4), figures(first));
    assert.deepEqual([more.trials.length, more.parts.length, more.seeds.length, more.whole], [8, 3, 3, true]);
    const other = await ablate(request({ parts: ['convBlock-1'], images: 40 }), context());
    assert.deepEqual([other.trials.length, other.trainCount], [4, 40]);
  });

  it('cancelled before its first trial, or ended with its process, it leaves nothing, or what is done', async () => {
    const { folder, request } = await setUp();
    const early = new AbortController();
    const nothing = await ablate(request(), context({ signal: early.signal, begun: () => early.abort() }));
    assert.deepEqual([nothing.trials, nothing.whole], [[], false]);
    assert.ok(!existsSync(request().outputFolder));

    const late = new AbortController();
    const ended = ablate(
      request(),
      context({ signal: late.signal, ablationProgressed: () => late.abort(new Error('the window was closed')) }),
    );
    await assert.rejects(ended, /window was closed/);
    const [loaded] = await loadRuns([request().outputFolder]);
    assert.deepEqual([loaded.ablation?.trials.length, loaded.record.state], [1, 'stopped']);
    assert.deepEqual(readdirSync(runsFolderIn(folder)), ['ablation']);
  });

  it('beside a run it leaves the files of the run alone', async () => {
    const { folder, request } = await setUp();
    const outputFolder = path.join(folder, 'mine');
    mkdirSync(outputFolder);
    writeFileSync(path.join(outputFolder, 'run.json'), 'not ours');
    await ablate(request({ outputFolder, parts: ['convBlock-1'] }), context());
    assert.deepEqual(readdirSync(outputFolder).sort(), ['ablation.csv', 'ablation.json', 'run.json']);
    assert.equal(readFileSync(path.join(outputFolder, 'run.json'), 'utf8'), 'not ours');
  });

  it('refuses what cannot be used, and writes nothing', async () => {
    const { folder, request } = await setUp();
    const before = readdirSync(folder).sort();
    const refused = async (more: Partial<AblateRequest>, message: RegExp) => {
      await assert.rejects(ablate(request(more), context()), { name: 'UserError', message });
      assert.deepEqual(readdirSync(folder).sort(), before);
    };
    await refused({ seeds: [1, 1] }, /too few seeds/);
    await refused({ parts: ['conv-9'] }, /no part "conv-9"/);
    await refused({ recipe: 'nonsense' }, /no recipe named/);
    await refused({ data: { path: path.join(folder, 'nowhere') } }, /nowhere: /);
    const busy = path.join(folder, 'busy');
    mkdirSync(busy);
    await tryLock(busy);
    await assert.rejects(ablate(request({ outputFolder: busy }), context()), /another process works on this run/);
    writeFileSync(path.join(busy, 'ablation.json'), '{"theirs": true}');
    await assert.rejects(ablate(request({ outputFolder: busy }), context()), /is no ablation of this program/);
    assert.equal(readFileSync(path.join(busy, 'ablation.json'), 'utf8'), '{"theirs": true}');
  });

  it('draws its images by class, and measures training on images that it learnt from', () => {
    const labels = Uint8Array.from({ length: 100 }, (_, k) => (k < 80 ? 0 : 1));
    const part = (from: number, to: number) => ({
      pixels: new Uint8Array(100 * 784),
      labels,
      indices: Uint32Array.from({ length: to - from }, (_, k) => from + k),
    });
    const data = { train: part(10, 100), validation: part(0, 10), classNames: ['a', 'b'] } as unknown as Parameters<
      typeof drawImages
    >[0];
    const drawn = drawImages(data, 45, 1);
    assert.equal(drawn.train.indices.filter((index) => labels[index] === 1).length, 10);
    assert.equal(drawn.train.indices.length, 45);
    assert.equal(drawn.sample.indices.length, 10);
    assert.ok(drawn.sample.indices.every((index) => drawn.train.indices.includes(index)));
    assert.ok(drawn.train.indices.every((index) => index >= 10));
    assert.deepEqual(drawImages(data, 45, 1), drawn);
    assert.notDeepEqual(drawImages(data, 45, 2).train.indices, drawn.train.indices);
    assert.equal(drawImages(data, 900, 1).train.indices.length, 90);
  });
});
