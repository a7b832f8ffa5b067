import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { buildEngine } from '../../../../src/engine/native/buildEngine';
import {
  installNativeEngine,
  removeNativeEngine,
  type EngineMaker,
  type InstallContext,
  type InstallResult,
} from '../../../../src/engine/native/install';
import { addonFile } from '../../../../src/engine/native/location';
import { readManifest } from '../../../../src/engine/native/manifest';
import { UserError } from '../../../../src/shared/userError';
import { temporaryFolder } from '../temporaryFolder';

const makeEngine: EngineMaker = ({ engine, scratch }) => {
  fs.writeFileSync(path.join(scratch, 'wheel'), 'big');
  fs.mkdirSync(path.dirname(addonFile(engine)), { recursive: true });
  fs.writeFileSync(addonFile(engine), 'addon');
  return Promise.resolve('pypi');
};

function install(
  folder: string,
  changes: Partial<InstallContext> = {},
  make: EngineMaker = makeEngine,
): Promise<InstallResult> {
  const context: InstallContext = {
    note: () => undefined,
    progress: () => undefined,
    onTerminal: false,
    check: () => Promise.resolve({ works: true, tensorflow: '2.21.0' }),
    signal: new AbortController().signal,
    ...changes,
  };
  return installNativeEngine({ folder, now: '2026-11-22T12:00:00.000Z' }, context, make);
}

describe('native engine: installation', () => {
  it('leaves the engine, its manifest and nothing else', async () => {
    const base = await temporaryFolder();
    const folder = path.join(base, 'made', 'native-engine');
    const { alreadyInstalled, manifest } = await install(folder);
    assert.equal(alreadyInstalled, false);
    assert.deepEqual(fs.readdirSync(path.dirname(folder)), ['native-engine']);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['engine.json', 'lib']);
    assert.deepEqual(readManifest(folder), manifest);
    const sha256 = '613c3abf0f077f31505d3c8cc0fed9a94a49cf025af3e604c4d38259c1cdf4c7';
    assert.deepEqual(manifest.files, [{ path: 'lib/napi-v8/tfjs_binding.node', bytes: 5, sha256 }]);
  });

  it('does nothing a second time', async () => {
    const folder = path.join(await temporaryFolder(), 'native-engine');
    await install(folder);
    const again = await install(folder, {}, () => Promise.reject(new Error('must not be made again')));
    assert.equal(again.alreadyInstalled, true);
  });

  it('is made anew where a file is missing or the engine no longer works', async () => {
    const folder = path.join(await temporaryFolder(), 'native-engine');
    await install(folder);
    fs.rmSync(addonFile(folder));
    assert.equal((await install(folder)).alreadyInstalled, false);
    let asked = 0;
    const check = () =>
      Promise.resolve(
        asked++ === 0 ? { works: false as const, reason: 'broken' } : { works: true as const, tensorflow: '2' },
      );
    assert.equal((await install(folder, { check })).alreadyInstalled, false);
    assert.deepEqual(fs.readdirSync(path.dirname(folder)), ['native-engine']);
  });

  it('a failed self-test leaves nothing', async () => {
    const base = await temporaryFolder();
    const check = () => Promise.resolve({ works: false as const, reason: 'its matrix product is wrong' });
    await assert.rejects(
      install(path.join(base, 'native-engine'), { check }),
      (error) =>
        error instanceof UserError &&
        /self-test: its matrix product is wrong; nothing was installed/.test(error.message),
    );
    assert.deepEqual(fs.readdirSync(base), []);
  });

  it('an interruption leaves what was there before', async () => {
    const base = await temporaryFolder();
    const folder = path.join(base, 'native-engine');
    const first = await install(folder);
    fs.rmSync(path.join(folder, 'engine.json'));
    const controller = new AbortController();
    const interrupted: EngineMaker = async (places, context) => {
      const origin = await makeEngine(places, context);
      controller.abort();
      return origin;
    };
    await assert.rejects(install(folder, { signal: controller.signal }, interrupted), { name: 'AbortError' });
    assert.deepEqual(fs.readdirSync(base), ['native-engine']);
    assert.equal(fs.statSync(addonFile(folder)).size, first.manifest.files[0].bytes);
  });

  it('removes what a killed installation has left, and not what one at work is making', async () => {
    const base = await temporaryFolder();
    const gone = path.join(base, 'native-engine.installing-999999999-abc');
    const atWork = path.join(base, `native-engine.installing-${process.ppid}-abc`);
    fs.mkdirSync(gone);
    fs.mkdirSync(atWork);
    await install(path.join(base, 'native-engine'));
    assert.deepEqual(fs.readdirSync(base).sort(), ['native-engine', path.basename(atWork)]);
  });

  it('never replaces a folder that is something else', async () => {
    const folder = await temporaryFolder();
    fs.writeFileSync(path.join(folder, 'thesis.txt'), 'years of work');
    await assert.rejects(install(folder), (error) => error instanceof UserError && error.message.startsWith(folder));
    assert.deepEqual(fs.readdirSync(folder), ['thesis.txt']);
  });

  it('is taken away whole, and nothing else ever is', async () => {
    const base = await temporaryFolder();
    const folder = path.join(base, 'native-engine');
    removeNativeEngine(folder);
    await install(folder);
    removeNativeEngine(folder);
    assert.deepEqual(fs.readdirSync(base), []);
    fs.writeFileSync(path.join(base, 'thesis.txt'), 'years of work');
    assert.throws(() => removeNativeEngine(base), UserError);
    assert.deepEqual(fs.readdirSync(base), ['thesis.txt']);
  });

  it('says what to do where the packages are not there', async () => {
    const base = await temporaryFolder();
    await assert.rejects(
      install(path.join(base, 'e'), {}, buildEngine(base)),
      (error) => error instanceof UserError && /run "npm ci"/.test(error.message),
    );
  });
});
