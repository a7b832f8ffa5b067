import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';

interface Metafile {
  outputs: Record<string, unknown>;
}

describe('the package', () => {
  it('holds exactly what the extension needs', async () => {
    const root = path.join(__dirname, '../..');
    // Each bundle that is built, but the command line's: one that the allow-list lacks fails here.
    const { outputs } = JSON.parse(fs.readFileSync(path.join(root, 'dist/meta.json'), 'utf8')) as Metafile;
    const bundles = Object.keys(outputs).filter((file) => /\.(cjs|js|css)$/.test(file) && file !== 'dist/cli.cjs');
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    const expected = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      ...bundles,
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/kernels.wasm',
      'dist/tfjs-backend-wasm-simd.wasm',
      'dist/tfjs-backend-wasm.wasm',
      'dist/recipe.schema.json',
      'dist/webp_dec.wasm',
      'dist/webviews/codicon.ttf',
      'l10n/bundle.l10n.de.json',
      'media/activity.svg',
      'media/icon.png',
      'media/sample/LICENSE',
      'media/sample/README.md',
      'media/sample/t10k-images-idx3-ubyte.gz',
      'media/sample/t10k-labels-idx1-ubyte.gz',
      'media/sample/train-images-idx3-ubyte.gz',
      'media/sample/train-labels-idx1-ubyte.gz',
      ...['evaluation', 'explorer', 'review', 'training'].map((name) => `media/screenshots/${name}.png`),
      'package.json',
      'package.nls.de.json',
      'package.nls.json',
    ];
    assert.deepEqual(files.map((file) => file.split(path.sep).join('/')).sort(), expected.sort());
  });
});
