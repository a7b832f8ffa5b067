import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';

interface Health {
  used: string;
  native: { folder: string; installed: boolean; check: { works: boolean; reason?: string } | null };
  wasm: { works: boolean };
}

describe('command line: doctor', () => {
  it('without native engine: WASM works and is used, and the way to the native engine is told', async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await runCli(['doctor'], { folder });
    assert.equal(code, 0);
    assert.match(stdout, /native engine +not installed/);
    assert.match(stdout, /WASM engine +works/);
    assert.match(stdout, /training +standard on 60,000 images: about \d+ (min|h) /);
    assert.match(stdout, /npm run engine:native/);
  });

  it('with a broken native engine: says why, and uses WASM', async () => {
    const folder = await temporaryFolder();
    const addon = path.join(folder, 'engine', 'lib', 'napi-v8', 'tfjs_binding.node');
    fs.mkdirSync(path.dirname(addon), { recursive: true });
    fs.writeFileSync(addon, 'not a library');
    const environment = { FASHION_MNIST_ENGINE_DIR: path.join(folder, 'engine') };
    const { code, stdout } = await runCli(['doctor', '--json'], { folder, environment });
    assert.equal(code, 0);
    const health = JSON.parse(stdout) as Health;
    assert.equal(health.used, 'wasm');
    assert.equal(health.native.installed, true);
    assert.equal(health.native.check?.works, false);
    assert.match(health.native.check.reason!, /did not load/);
  });
});
