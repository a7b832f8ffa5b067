import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { engineFolder } from '../../src/engine/native/location';
import { selfTest } from '../../src/engine/native/selfTest';
import { loadRuntime } from '../../src/engine/runtime';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from '../cli/runCli';
import { writeSmallData } from '../cli/smallData';

const environment = { FASHION_MNIST_ENGINE_DIR: engineFolder() };

describe('native engine', () => {
  it('is what auto takes, computes rightly and tells its versions', async () => {
    const runtime = await loadRuntime('auto');
    assert.equal(runtime.name, 'native', runtime.why);
    assert.equal(runtime.tf.getBackend(), 'tensorflow');
    assert.match(runtime.versions['tensorflow'], /^2\.\d+\.\d+/);
    assert.equal(await selfTest(runtime), null);
  });

  it('and WASM can be used in turn in one process', async () => {
    for (const [name, backend] of [
      ['wasm', 'wasm'],
      ['native', 'tensorflow'],
      ['wasm', 'wasm'],
    ] as const) {
      const runtime = await loadRuntime(name);
      assert.equal(runtime.tf.getBackend(), backend);
      assert.equal(await selfTest(runtime), null);
    }
  });

  it('loads from the bundle without a word on standard error', () => {
    const cli = path.join(__dirname, '../../dist/cli.cjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'engine', 'check', '--json'], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
    assert.equal((JSON.parse(stdout) as { works: boolean }).works, true);
    assert.equal(stderr, '');
  });

  it('is not installed twice', async () => {
    const { code, stdout } = await runCli(['engine', 'install', '--json'], {
      folder: await temporaryFolder(),
      environment,
    });
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { alreadyInstalled: boolean }).alreadyInstalled, true);
  });

  it('the doctor finds it', async () => {
    const { code, stdout } = await runCli(['doctor', '--json'], { folder: await temporaryFolder(), environment });
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { used: string }).used, 'native');
  });

  it('trains and evaluates on the command line', async () => {
    const folder = await temporaryFolder();
    const { data, recipe } = writeSmallData(folder);
    const train = await runCli(['train', data, '--recipe', recipe, '--json'], { folder, environment });
    assert.equal(train.code, 0, train.stderr);
    assert.equal((JSON.parse(train.stdout) as { engine: string }).engine, 'native');
    const evaluate = await runCli(['evaluate', data, '--json'], { folder, environment });
    assert.equal(evaluate.code, 0, evaluate.stderr);
    assert.equal((JSON.parse(evaluate.stdout) as { accuracy: number }).accuracy, 1);
  });
});
