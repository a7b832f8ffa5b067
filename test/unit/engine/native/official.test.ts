import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { addonFile, librariesFolder } from '../../../../src/engine/native/location';
import { installOfficially } from '../../../../src/engine/native/official';
import { temporaryFolder } from '../temporaryFolder';

const signal = new AbortController().signal;

/** A stand-in for tfjs-node's package, whose install script does what `script` says. */
async function makePackage(script: string): Promise<{ tfjsNode: string; scratch: string; folder: string }> {
  const base = await temporaryFolder();
  const tfjsNode = path.join(base, 'node_modules', '@tensorflow', 'tfjs-node');
  for (const part of ['scripts', 'binding']) fs.mkdirSync(path.join(tfjsNode, part), { recursive: true });
  fs.writeFileSync(path.join(tfjsNode, 'package.json'), '{}');
  fs.writeFileSync(path.join(tfjsNode, 'binding.gyp'), '{}');
  fs.writeFileSync(path.join(tfjsNode, 'scripts', 'install.js'), script);
  const scratch = path.join(base, 'scratch');
  fs.mkdirSync(scratch);
  return { tfjsNode, scratch, folder: path.join(base, 'engine') };
}

describe('native engine: the official download', () => {
  it('what the script leaves is moved to where the engine is looked for; the package stays as it was', async () => {
    const { tfjsNode, scratch, folder } = await makePackage(`
      const fs = require('fs');
      if (process.argv.slice(2).join() !== 'cpu,download') process.exit(1);
      fs.mkdirSync('deps/lib', { recursive: true });
      fs.writeFileSync('deps/lib/libtensorflow.so.2', 'library');
      fs.mkdirSync('lib/napi-v10', { recursive: true });
      fs.writeFileSync('lib/napi-v10/tfjs_binding.node', 'addon');
    `);
    assert.equal(await installOfficially(tfjsNode, folder, scratch, signal), true);
    assert.equal(fs.readFileSync(addonFile(folder), 'utf8'), 'addon');
    assert.deepEqual(fs.readdirSync(librariesFolder(folder)), ['libtensorflow.so.2']);
    assert.deepEqual(fs.readdirSync(tfjsNode).sort(), ['binding', 'binding.gyp', 'package.json', 'scripts']);
  });

  it('a refusal is an ordinary answer, and leaves no engine', async () => {
    const { tfjsNode, scratch, folder } = await makePackage('throw new Error("403")');
    assert.equal(await installOfficially(tfjsNode, folder, scratch, signal), false);
    assert.ok(!fs.existsSync(folder));
  });

  it('a script that ends well without an addon has not installed an engine', async () => {
    const { tfjsNode, scratch, folder } = await makePackage('');
    assert.equal(await installOfficially(tfjsNode, folder, scratch, signal), false);
  });
});
