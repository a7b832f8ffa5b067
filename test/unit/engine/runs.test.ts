import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import {
  beginRun,
  deleteRun,
  listRuns,
  makeRunId,
  newestRun,
  newRunFolder,
  readRun,
  resumeRun,
  runsFolderIn,
} from '../../../src/engine/runs';
import { releaseLock, tryLock } from '../../../src/engine/runLock';
import type { RunRecord } from '../../../src/shared/contracts/jobs';
import { UserError } from '../../../src/shared/userError';
import { sampleRecord } from './sampleRecord';
import { temporaryFolder } from './temporaryFolder';

function recordOf(folder: string, changes: Partial<RunRecord> = {}): RunRecord {
  return sampleRecord({ id: path.basename(folder), ...changes });
}

async function makeRun(runs: string, startedAt: string, state: RunRecord['state'] = 'finished'): Promise<string> {
  const folder = await newRunFolder(runs, startedAt, 'standard');
  const record = recordOf(folder, { startedAt, state });
  const run = await beginRun(folder, record);
  if (state === 'interrupted') await run.interrupt(record);
  else await run.finish(record);
  return folder;
}

describe('run ids', () => {
  it('tell time and recipe, and sort by time', () => {
    assert.equal(makeRunId('2026-11-22T14:03:05.123Z', 'standard'), '2026-11-22_14-03-05_standard');
    assert.ok(makeRunId('2026-11-22T09:00:00Z', 'a') < makeRunId('2026-11-22T10:00:00Z', 'a'));
  });

  it('make a safe name of a recipe file', () => {
    assert.equal(makeRunId('2026-11-22T14:03:05Z', '/tmp/../my recipe?.json'), '2026-11-22_14-03-05_my-recipe');
    assert.equal(makeRunId('2026-11-22T14:03:05Z', 'C:\\recipes\\Größe.json'), '2026-11-22_14-03-05_Größe');
    assert.equal(makeRunId('2026-11-22T14:03:05Z', '..'), '2026-11-22_14-03-05');
  });

  it('are counted up when two runs start in one second', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    const first = await makeRun(runs, '2026-11-22T14:03:05Z');
    const second = await makeRun(runs, '2026-11-22T14:03:05Z', 'interrupted');
    const third = await newRunFolder(runs, '2026-11-22T14:03:05Z', 'standard');
    assert.deepEqual([second, third], [`${first}-2`, `${first}-3`]);
  });
});

describe('a run folder', () => {
  it('appears whole when the run is finished, in a folder that git passes over', async () => {
    const base = await temporaryFolder();
    const folder = path.join(runsFolderIn(base), 'first');
    const run = await beginRun(folder, recordOf(folder, { state: 'running' }));
    await writeFile(path.join(run.folder, 'history.csv'), 'x');
    assert.equal(existsSync(folder), false);
    assert.equal((await readRun(folder)).record.state, 'running');

    assert.equal(await run.finish(recordOf(folder)), folder);
    assert.deepEqual((await readdir(folder)).sort(), ['history.csv', 'run.json']);
    assert.deepEqual((await readRun(folder)).record, recordOf(folder));
    assert.equal(await readFile(path.join(base, '.fashion-mnist', '.gitignore'), 'utf8'), '*\n');
  });

  it('leaves a .gitignore of the user as it is', async () => {
    const base = await temporaryFolder();
    await mkdir(path.join(base, '.fashion-mnist'));
    await writeFile(path.join(base, '.fashion-mnist', '.gitignore'), '/models\n');
    await makeRun(runsFolderIn(base), '2026-11-22T14:03:05Z');
    assert.equal(await readFile(path.join(base, '.fashion-mnist', '.gitignore'), 'utf8'), '/models\n');
  });

  it('of another run is not written over, whole or not', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    const whole = await makeRun(runs, '2026-11-22T14:03:05Z');
    await assert.rejects(beginRun(whole, recordOf(whole)), /exists already/);
    const partial = await makeRun(runs, '2026-11-23T14:03:05Z', 'interrupted');
    await assert.rejects(beginRun(partial, recordOf(partial)), /unfinished run/);
  });

  it('keeps its files and says so when interrupted, and can go on', async () => {
    const folder = path.join(await temporaryFolder(), 'run');
    const run = await beginRun(folder, recordOf(folder));
    await writeFile(path.join(run.folder, 'checkpoint'), 'weights');
    await run.interrupt(recordOf(folder));
    assert.equal((await readRun(folder)).record.state, 'interrupted');

    for (const name of [folder, run.folder]) {
      const resumed = await resumeRun(name);
      assert.equal(resumed.record.state, 'running');
      assert.equal(await readFile(path.join(resumed.open.folder, 'checkpoint'), 'utf8'), 'weights');
      await assert.rejects(resumeRun(name), /another process works on this run/);
      await resumed.open.interrupt(resumed.record);
    }
  });

  it('of a stopped run can go on, and of a finished one cannot', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    const stopped = await makeRun(runs, '2026-11-20T00:00:00Z', 'stopped');
    const { open, record } = await resumeRun(stopped);
    assert.equal(existsSync(stopped), false);
    assert.equal(await open.finish({ ...record, state: 'finished' }), stopped);
    assert.deepEqual(await readdir(stopped), ['run.json']);
    await assert.rejects(resumeRun(stopped), /is a finished run/);
    await assert.rejects(resumeRun(path.join(runs, 'nowhere')), /is not a run folder/);
  });

  it('of a stopped run stays as it was when going on fails at once', async () => {
    const stopped = await makeRun(runsFolderIn(await temporaryFolder()), '2026-11-20T00:00:00Z', 'stopped');
    const before = await readFile(path.join(stopped, 'run.json'), 'utf8');
    const { open, record } = await resumeRun(stopped);
    await open.interrupt(record);
    await open.interrupt(record);
    assert.equal(await readFile(path.join(stopped, 'run.json'), 'utf8'), before);
    const second = await resumeRun(stopped);
    await second.open.save(second.record);
    await second.open.interrupt(second.record);
    assert.equal((await readRun(`${stopped}.partial`)).record.state, 'interrupted');
  });

  it('is gone on with by one process only, however many ask at once', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    const cut = await makeRun(runs, '2026-11-20T00:00:00Z', 'interrupted');
    const stopped = await makeRun(runs, '2026-11-21T00:00:00Z', 'stopped');
    const killed = await makeRun(runs, '2026-11-22T00:00:00Z', 'interrupted');
    await writeFile(
      path.join(`${killed}.partial`, 'lock-1.json'),
      `{"pid":999999999,"at":"${new Date().toISOString()}"}`,
    );
    for (const folder of [cut, stopped, killed]) {
      const ends = await Promise.allSettled([1, 2, 3, 4].map(() => resumeRun(folder)));
      const failures = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
      assert.equal(failures.length, 3, folder);
      for (const failure of failures) assert.match(failure, /^UserError: /);
      assert.equal((await readRun(folder)).record.state, 'running');
      const left = (await readdir(`${folder}.partial`)).sort();
      assert.deepEqual(left, [folder === killed ? 'lock-2.json' : 'lock-1.json', 'run.json']);
    }
  });

  it('is taken over by one process at most, over and over', async () => {
    const folder = await temporaryFolder();
    const dead = `{"pid":999999999,"at":"${new Date().toISOString()}"}`;
    for (let round = 1; round <= 100; round++) {
      await writeFile(path.join(folder, `lock-${round}.json`), dead);
      // One that comes a little later sees the folder at another moment.
      const asked = [0, 0, 1, 2, 3].map(async (turns) => {
        for (let turn = 0; turn < turns; turn++) await readdir(folder);
        return tryLock(folder);
      });
      const taken = (await Promise.all(asked)).filter((lock) => lock !== null);
      assert.equal(taken.length, 1, `round ${round}`);
      assert.deepEqual(await readdir(folder), taken);
      await releaseLock(folder, taken[0]);
    }
  });

  it('whose process is just about to write its name is being made', async () => {
    const folder = path.join(await temporaryFolder(), 'run');
    const { folder: partial } = await beginRun(folder, recordOf(folder));
    await writeFile(path.join(partial, 'lock-1.json'), '');
    assert.equal((await readRun(folder)).record.state, 'running');
    await utimes(path.join(partial, 'lock-1.json'), 1e9, 1e9);
    assert.equal((await readRun(folder)).record.state, 'interrupted');
  });

  it('whose process died is interrupted, whatever it says', async () => {
    const folder = path.join(await temporaryFolder(), 'run');
    const { folder: partial } = await beginRun(folder, recordOf(folder));
    const lock = path.join(partial, 'lock-1.json');
    const now = new Date().toISOString();
    // No system gives out process ids this large.
    for (const text of [
      `{"pid":999999999,"at":"${now}"}`,
      '{"pid":-1}',
      'junk',
      `{"pid":${process.pid},"at":"2001-01-01"}`,
    ]) {
      await writeFile(lock, text);
      assert.equal((await readRun(folder)).record.state, 'interrupted', text);
    }
    await writeFile(lock, `{"pid":${process.pid},"at":"${now}"}`);
    assert.equal((await readRun(folder)).record.state, 'running');
  });
});

describe('the list of runs', () => {
  it('is empty without a folder, and newest first with one', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    assert.deepEqual(await listRuns(runs), []);
    assert.equal(await newestRun(runs), null);
    const old = await makeRun(runs, '2026-11-20T00:00:00Z');
    const stopped = await makeRun(runs, '2026-11-21T00:00:00Z', 'stopped');
    const cut = await makeRun(runs, '2026-11-22T00:00:00Z', 'interrupted');
    assert.deepEqual(
      (await listRuns(runs)).map((run) => run.folder),
      [`${cut}.partial`, stopped, old],
    );
    assert.equal((await newestRun(runs))?.folder, stopped);
  });

  it('shows a damaged run with what is wrong', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    const file = path.join(runs, 'broken', 'run.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '{"formatVersion":');
    const [run] = await listRuns(runs);
    assert.equal(run.record, null);
    assert.match(run.problem, /run\.json: is not valid JSON/);
  });
});

describe('run.json', () => {
  const cases: [string, object, RegExp][] = [
    ['another version', { formatVersion: 2 }, /"formatVersion" is not one of 1/],
    ['an unknown state', { state: 'done' }, /"state" is not one of/],
    ['no time', { startedAt: 'soon' }, /"startedAt" is not a time/],
    ['no data', { data: null }, /"data" is not an object/],
    [
      'names that are not text',
      { data: { ...sampleRecord().data, classNames: [1, 2] } },
      /"data.classNames" is not text/,
    ],
    ['one class', { data: { ...sampleRecord().data, classNames: ['a'], classCounts: [1] } }, /has 1 names/],
    [
      'hashes that are not text',
      { data: { ...sampleRecord().data, splitHashes: [1] } },
      /"data.splitHashes" is not text/,
    ],
    ['counts of other classes', { data: { ...sampleRecord().data, classCounts: [1] } }, /differ in length/],
    [
      'a temperature that nothing can be divided by',
      { results: { ...sampleRecord().results, temperature: { temperature: 0, count: 10, hurts: false } } },
      /"results.temperature" is no temperature/,
    ],
    [
      'a temperature in text',
      { results: { ...sampleRecord().results, temperature: 'warm' } },
      /"results.temperature" is no temperature/,
    ],
    ['results in text', { results: { ...sampleRecord().results, epochs: 'two' } }, /"results.epochs" is not a whole/],
  ];
  for (const [name, changes, message] of cases) {
    it(`with ${name} is refused by name`, async () => {
      const folder = await temporaryFolder();
      await writeFile(path.join(folder, 'run.json'), JSON.stringify({ ...sampleRecord(), ...changes }));
      await assert.rejects(readRun(folder), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        assert.equal(error.place.file, path.join(folder, 'run.json'));
        return true;
      });
    });
  }

  it('may hold more than is known, and no results yet', async () => {
    const folder = await temporaryFolder();
    const record = { ...sampleRecord({ results: null }), later: { field: 1 } };
    await writeFile(path.join(folder, 'run.json'), JSON.stringify(record));
    assert.deepEqual((await readRun(folder)).record, record);
  });
});

describe('deleting a run', () => {
  it('removes its folder, whole, partial or damaged', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    await deleteRun(await makeRun(runs, '2026-11-20T00:00:00Z'));
    await deleteRun(await makeRun(runs, '2026-11-21T00:00:00Z', 'interrupted'));
    const broken = path.join(runs, 'broken');
    await mkdir(broken);
    await writeFile(path.join(broken, 'run.json'), 'junk');
    await deleteRun(broken);
    assert.deepEqual(await readdir(runs), []);
  });

  it('refuses what is not a run', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'thesis.txt'), 'years of work');
    await assert.rejects(deleteRun(folder), /is not a run folder/);
    await assert.rejects(deleteRun(path.join(folder, 'thesis.txt')), /is not a run folder/);
    await assert.rejects(deleteRun(path.join(folder, 'nowhere')), /is not a run folder/);
    // A copy of a run.json does not make a person's folder a run.
    await writeFile(path.join(folder, 'run.json'), JSON.stringify(sampleRecord()));
    await assert.rejects(deleteRun(folder), /of another name/);
    assert.ok(existsSync(path.join(folder, 'thesis.txt')));
  });

  it('refuses a run that is being trained', async () => {
    const folder = path.join(runsFolderIn(await temporaryFolder()), 'run');
    await beginRun(folder, recordOf(folder));
    await assert.rejects(deleteRun(folder), /is being trained/);
    assert.ok(existsSync(`${folder}.partial`));
  });
});
