// Makes out/fashion-mnist.vsix from a production build. `npm run package`; with `-- --target linux-x64` the package for that
// platform, which brings the native engine's addons: those that `npm run engine:native` compiled on this machine.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { addonFile, engineFolder, quietAddonFile } from '../src/engine/native/location';
import { readManifest } from '../src/engine/native/manifest';

async function main(): Promise<void> {
  const { target } = parseArgs({ options: { target: { type: 'string' } } }).values;
  const root = path.join(__dirname, '..');
  const vsix = path.join(root, 'out', `fashion-mnist${target === undefined ? '' : `-${target}`}.vsix`);
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
  const staging = path.join(root, 'out', 'package');
  fs.rmSync(staging, { recursive: true, force: true });
  for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
    fs.cpSync(path.join(root, file), path.join(staging, file));
  }
  if (target !== undefined) bringAddons(target, path.join(staging, 'dist', 'native'));
  // VS Code shows no pictures of a package in its README: they would be broken there, and only add to its size. Nor does
  // it follow links to other files.
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  fs.writeFileSync(
    path.join(staging, 'README.md'),
    readme.replace(/^!\[[^\]]*\]\(media\/screenshots\/.*\)\n+/gm, '').replace(/\[([^\]]*)\]\(docs\/[^)]*\)/g, '$1'),
  );
  await createVSIX({ cwd: staging, packagePath: vsix, target, dependencies: false, allowMissingRepository: true });
  console.log(`${(fs.statSync(vsix).size / 1e6).toFixed(2)} MB`);
}

/** The addons are bound to a system and a processor, and to no version of Node or VS Code. */
function bringAddons(target: string, to: string): void {
  const engine = engineFolder();
  if (target !== 'linux-x64' || `${process.platform}-${process.arch}` !== target)
    throw new Error(`--target ${target}: only linux-x64 has a package of its own, made on such a machine`);
  if (readManifest(engine)?.origin !== 'pypi')
    throw new Error('the addons are not there: run "npm run engine:native -- --compile" first');
  fs.mkdirSync(to);
  for (const file of [addonFile(engine), quietAddonFile(engine)])
    fs.copyFileSync(file, path.join(to, path.basename(file)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
