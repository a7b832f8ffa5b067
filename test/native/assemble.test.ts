import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { assembleEngine } from '../../src/engine/native/assembleEngine';
import { CHECK_ARGUMENT, checkEngineApart } from '../../src/engine/native/check';
import { installNativeEngine, type InstallContext } from '../../src/engine/native/install';
import { addonFile, engineFolder, librariesFolder } from '../../src/engine/native/location';
import { readManifest } from '../../src/engine/native/manifest';
import { temporaryFolder } from '../unit/engine/temporaryFolder';

describe('native engine: assembled out of a package of the extension', () => {
  if (readManifest(engineFolder())?.origin !== 'pypi') {
    it.skip('needs addons that were compiled here (npm run engine:native)');
    return;
  }

  it('works with the library in the archive for C, where it has another name', async () => {
    const base = await temporaryFolder();
    // What the makers publish, made of the library that is here: not compressed, or it would take a minute.
    const libraries = librariesFolder(engineFolder());
    const archive = path.join(base, 'libtensorflow.tar.gz');
    const renamed = ['--transform', 's,^libtensorflow_cc,libtensorflow,', '--transform', 's,^,lib/,'];
    const tar = spawn('tar', ['-cf', '-', '-C', libraries, ...renamed, ...fs.readdirSync(libraries)]);
    await pipeline(tar.stdout, createGzip({ level: 0 }), fs.createWriteStream(archive));
    const folder = path.join(base, 'native-engine');
    const engineScript = path.join(__dirname, '../../dist/engine.cjs');
    const context: InstallContext = {
      note: () => undefined,
      progress: () => undefined,
      onTerminal: false,
      check: (engine, signal) => checkEngineApart([engineScript, CHECK_ARGUMENT], engine, signal),
      signal: new AbortController().signal,
    };
    const addons = path.dirname(addonFile(engineFolder()));
    const make = assembleEngine(addons, { kind: 'official', archive });
    const { manifest } = await installNativeEngine({ folder, now: '2026-11-28T12:00:00.000Z' }, context, make);
    assert.equal(manifest.origin, 'official');
    assert.match(manifest.tensorflow, /^2\.\d+/);
    const names = fs.readdirSync(librariesFolder(folder)).sort();
    assert.deepEqual(names, ['libtensorflow.so.2', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']);
    fs.rmSync(base, { recursive: true });
  });

  it('a damaged archive is one line, and leaves nothing', async () => {
    const base = await temporaryFolder();
    const archive = path.join(base, 'a.tar.gz');
    fs.writeFileSync(archive, 'no archive');
    const context = { note: () => undefined, signal: new AbortController().signal } as unknown as InstallContext;
    const make = assembleEngine(base, { kind: 'official', archive });
    await assert.rejects(installNativeEngine({ folder: path.join(base, 'e'), now: '' }, context, make), {
      message: /^a\.tar\.gz: not an archive of TensorFlow \([^\n]+\); fetch it again$/,
    });
    assert.deepEqual(fs.readdirSync(base), ['a.tar.gz']);
  });
});
