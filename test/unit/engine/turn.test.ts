import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { birthOf } from '../../../src/engine/processAlive';
import { lockHolder, releaseLock, tryLock } from '../../../src/engine/runLock';
import { listRuns, runsFolderIn } from '../../../src/engine/runs';
import { takeTurn } from '../../../src/engine/turn';
import { temporaryFolder } from './temporaryFolder';

const never = new AbortController().signal;
const unexpected = (holder: string | null) => assert.fail(`waited for ${String(holder)}`);

describe('turns of trainings in a workspace', () => {
  it('one that finds nobody makes the folder and has it at once; the lock is no run', async () => {
    const runs = runsFolderIn(await temporaryFolder());
    const release = await takeTurn(runs, 'run a', never, unexpected);
    assert.deepEqual(await listRuns(runs), []);
    assert.equal((await lockHolder(runs))?.what, 'run a');
    assert.ok(existsSync(path.join(path.dirname(runs), '.gitignore')));
    await release();
    assert.deepEqual(readdirSync(runs), []);
    assert.equal(await lockHolder(runs), null);
  });

  it('the next one is told who works, waits, and then works', async () => {
    const runs = await temporaryFolder();
    const first = await takeTurn(runs, 'run a', never, unexpected);
    const waited: (string | null)[] = [];
    const second = takeTurn(runs, 'run b', never, (holder) => {
      waited.push(holder);
      if (holder !== null) void first();
    });
    const release = await second;
    assert.match(waited[0]!, new RegExp(`^run a, in process ${process.pid}, since `));
    assert.deepEqual(waited.slice(1), [null]);
    assert.equal((await lockHolder(runs))?.what, 'run b');
    await release();
  });

  it('one that waits can be cancelled', async () => {
    const runs = await temporaryFolder();
    const lock = (await tryLock(runs, 'run a'))!;
    const controller = new AbortController();
    const waiting = takeTurn(runs, 'run b', controller.signal, () => controller.abort());
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.deepEqual(readdirSync(runs), [lock]);
    await releaseLock(runs, lock);
  });

  it('a turn whose process died is over', async () => {
    const runs = await temporaryFolder();
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(path.join(runs, 'lock-1.json'), JSON.stringify({ pid, at: new Date().toISOString(), what: 'run a' }));
    await (
      await takeTurn(runs, 'run b', never, unexpected)
    )();
    assert.deepEqual(readdirSync(runs), []);
  });

  it('a turn whose process died is over, though another process has its number by now', async function () {
    const birth = await birthOf(process.pid);
    if (birth === null) this.skip();
    const runs = await temporaryFolder();
    const lock = { pid: process.pid, at: new Date().toISOString(), what: 'run a' };
    writeFileSync(path.join(runs, 'lock-1.json'), JSON.stringify({ ...lock, birth }));
    assert.equal((await lockHolder(runs))?.what, 'run a');
    writeFileSync(path.join(runs, 'lock-1.json'), JSON.stringify({ ...lock, birth: `${birth}0` }));
    await (
      await takeTurn(runs, 'run b', never, unexpected)
    )();
  });
});
