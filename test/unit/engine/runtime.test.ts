import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addonFile } from '../../../src/engine/native/location';
import { selfTest } from '../../../src/engine/native/selfTest';
import { loadRuntime } from '../../../src/engine/runtime';
import { UserError } from '../../../src/shared/userError';
import { temporaryFolder } from './temporaryFolder';

describe('runtime', () => {
  async function brokenEngine(): Promise<string> {
    const folder = path.join(await temporaryFolder(), 'engine');
    fs.mkdirSync(path.dirname(addonFile(folder)), { recursive: true });
    fs.writeFileSync(addonFile(folder), 'not a library');
    return folder;
  }

  it('WASM loads, computes and tells its versions', async () => {
    const runtime = await loadRuntime('wasm');
    assert.equal(runtime.name, 'wasm');
    assert.equal(runtime.tf.getBackend(), 'wasm');
    assert.equal(runtime.threads, os.availableParallelism());
    assert.equal(runtime.versions['tfjs'], '4.22.0');
    assert.equal(await selfTest(runtime), null);
  });

  it('WASM leaves no handlers that turn rejections into crashes', async () => {
    await loadRuntime('wasm');
    const listeners = [...process.rawListeners('unhandledRejection'), ...process.rawListeners('uncaughtException')];
    assert.ok(listeners.every((listener) => !String(listener).includes('throw')));
  });

  it('auto without a native engine is WASM, and says so', async () => {
    const { name, why } = await loadRuntime('auto', await temporaryFolder());
    assert.equal(name, 'wasm');
    assert.match(why, /native engine is not installed/);
  });

  it('auto with a broken native engine is WASM, with the reason', async () => {
    const { name, why } = await loadRuntime('auto', await brokenEngine());
    assert.equal(name, 'wasm');
    assert.match(why, /installed but did not load: .+/);
  });

  it('native where there is none, or a broken one, is refused with the next step', async () => {
    const refused = (pattern: RegExp) => (error: unknown) =>
      error instanceof UserError && pattern.test(error.message) && error.remedy.includes('npm run engine:native');
    await assert.rejects(loadRuntime('native', await temporaryFolder()), refused(/is not installed/));
    await assert.rejects(loadRuntime('native', await brokenEngine()), refused(/did not load: /));
  });
});
