import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { connect, type Silent } from '../../../src/shared/rpc';
import { processChannel } from '../../../src/shared/processChannel';
import type { Echo } from '../../fixtures/echoProcess';

describe('processChannel', () => {
  let child: ChildProcess;
  let echo: ReturnType<typeof connect<Silent, Echo>>;

  beforeEach(() => {
    const script = path.join(__dirname, '../../fixtures/echoProcess.ts');
    child = fork(script, { execArgv: ['--require', 'tsx/cjs'], serialization: 'advanced' });
    echo = connect<Silent, Echo>(processChannel(child), {});
  });

  afterEach(() => child.kill('SIGKILL'));

  it('carries typed arrays as they are', async () => {
    const pixels = new Uint8Array([0, 127, 255]);
    assert.deepEqual(await echo.call('same', pixels), pixels);
  });

  it('rejects a pending call when the process exits', async () => {
    await assert.rejects(echo.call('exit', 3), { name: 'ConnectionClosedError', message: 'the process has ended' });
  });

  it('rejects a pending call when the process is killed', async () => {
    await echo.call('same', 1);
    const call = echo.call('hang', null);
    child.kill('SIGKILL');
    await assert.rejects(call, { name: 'ConnectionClosedError' });
  });

  it('rejects a call to a process that is gone', async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await assert.rejects(echo.call('same', 1));
  });

  it('cancels across the processes', async () => {
    await echo.call('same', 1);
    const abort = new AbortController();
    const call = echo.call('hang', null, { signal: abort.signal });
    abort.abort();
    assert.equal(await call, 'CancelledError');
  });

  it('ends the handlers of a child whose parent lets go', async () => {
    await echo.call('same', 1);
    const call = echo.call('hang', null);
    child.disconnect();
    await assert.rejects(call, { name: 'ConnectionClosedError' });
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });
});
