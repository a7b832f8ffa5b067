import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

interface Metafile {
  inputs: Record<string, { imports: { path: string; external?: boolean; original?: string }[] }>;
  outputs: Record<string, { inputs: Record<string, unknown> }>;
}

/** Which part may import which other parts of the project. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  shared: [],
  engine: ['shared'],
  downloads: ['shared'],
  cli: ['shared', 'engine', 'downloads'],
  extension: ['shared', 'downloads'],
  webviews: ['shared'],
};

describe('who may import whom', () => {
  const root = path.join(__dirname, '../..');
  const { inputs, outputs } = JSON.parse(fs.readFileSync(path.join(root, 'dist/meta.json'), 'utf8')) as Metafile;
  const imports = Object.entries(inputs)
    .filter(([file]) => file.startsWith('src/'))
    .flatMap(([file, { imports }]) => imports.map(({ path: target, original }) => ({ file, target, original })));
  const partOf = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1];
  const told = (found: typeof imports) => found.map(({ file, target }) => `${file} imports ${target}`);

  it('sees each part that there is', () => {
    const parts = new Set(imports.map(({ file }) => partOf(file)));
    for (const part of Object.keys(MAY_IMPORT)) assert.ok(parts.has(part), part);
  });

  it('each part imports only what it may', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [partOf(file)!, partOf(target)];
      return to !== undefined && to !== from && !MAY_IMPORT[from].includes(to);
    });
    assert.deepEqual(told(wrong), []);
  });

  it('shared imports nothing but itself, and the look-up of texts', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        partOf(file) === 'shared' && partOf(target) !== 'shared' && !target.includes('@vscode/l10n/'),
    );
    assert.deepEqual(told(wrong), []);
  });

  it('only the extension imports vscode', () => {
    const wrong = imports.filter(({ file, target }) => target === 'vscode' && partOf(file) !== 'extension');
    assert.deepEqual(told(wrong), []);
  });

  it('tfjs is imported by name where an engine is loaded, and where its model format is written and read', () => {
    const mayImportTfjs = [
      // Of tfjs-node, its version alone.
      'native/install.ts',
      'runtime.ts',
      'wasmBackend.ts',
      'model/computeWorker.ts',
      'model/exportModel.ts',
      'model/layersModel.ts',
    ];
    const isTfjs = ({ target, original }: (typeof imports)[number]) =>
      target.includes('@tensorflow/') || original?.startsWith('@tensorflow/');
    const wrong = imports.filter(
      (one) => isTfjs(one) && !mayImportTfjs.some((file) => one.file === `src/engine/${file}`),
    );
    assert.deepEqual(told(wrong), []);
  });

  it('the data process holds no engine', () => {
    const held = Object.keys(outputs['dist/data.cjs'].inputs);
    assert.ok(held.includes('src/engine/dataMain.ts'));
    assert.deepEqual(
      held.filter((file) => /@tensorflow|engine\/(model|kernels|native)\/|engine\/runtime/.test(file)),
      [],
    );
  });

  it('only one module knows the controls, and only one the charts', () => {
    const knows = (library: RegExp) => imports.filter(({ target }) => library.test(target)).map(({ file }) => file);
    assert.deepEqual([...new Set(knows(/webview-ui-toolkit/))], ['src/webviews/shared/controls.ts']);
    assert.deepEqual([...new Set(knows(/node_modules\/chart\.js/))], ['src/webviews/shared/charts.ts']);
  });
});
