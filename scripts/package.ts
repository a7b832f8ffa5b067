// Makes out/fashion-mnist.vsix from a production build. `npm run package`
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

async function main(): Promise<void> {
  const root = path.join(__dirname, '..');
  const vsix = path.join(root, 'out', 'fashion-mnist.vsix');
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
  const staging = path.join(root, 'out', 'package');
  fs.rmSync(staging, { recursive: true, force: true });
  for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
    fs.cpSync(path.join(root, file), path.join(staging, file));
  }
  // VS Code shows no pictures of a package in its README: they would be broken there, and only add to its size. Nor does
  // it follow links to other files.
  const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  fs.writeFileSync(
    path.join(staging, 'README.md'),
    readme.replace(/^!\[[^\]]*\]\(media\/screenshots\/.*\)\n+/gm, '').replace(/\[([^\]]*)\]\(docs\/[^)]*\)/g, '$1'),
  );
  await createVSIX({ cwd: staging, packagePath: vsix, dependencies: false, allowMissingRepository: true });
  console.log(`${(fs.statSync(vsix).size / 1e6).toFixed(2)} MB`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
