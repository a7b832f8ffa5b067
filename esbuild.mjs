// Bundles each entry point into dist/. `--watch` rebuilds on change, `--production` minifies.
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** The .wasm files stand beside the bundles: they are read from disk at run time. */
function copyWasm() {
  const from = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  fs.copyFileSync(path.join(from, 'dist/tfjs-backend-wasm-simd.wasm'), 'dist/tfjs-backend-wasm-simd.wasm');
  fs.copyFileSync(path.join(from, 'dist/tfjs-backend-wasm.wasm'), 'dist/tfjs-backend-wasm.wasm');
  fs.copyFileSync(require.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'), 'dist/webp_dec.wasm');
}

/** Compiles the kernels of the WASM engine, if they are newer than what was compiled last. */
async function compileKernels() {
  const source = 'src/engine/kernels/assembly/kernels.ts';
  const target = 'dist/kernels.wasm';
  const changed = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changed(target) > Math.max(...[source, 'esbuild.mjs', 'package-lock.json'].map(changed))) return;
  const { main } = await import('assemblyscript/asc');
  const { error, stderr } = await main([
    ...[source, '--outFile', target, '-O3', '--enable', 'simd'],
    // No memory, start-up code or error handler of its own: it works in the memory of tfjs' backend.
    ...['--importMemory', '--runtime', 'stub', '--noAssert', '--use', 'abort='],
  ]);
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr}`);
}

/** The licences of all that the bundles hold, as those licences ask for. */
function writeNotices({ inputs }) {
  const folders = Object.keys(inputs).flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  const notices = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const texts = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const told = texts.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...told].join('\n\n');
  });
  // TensorFlow.js' packages name their licence without its text.
  const apache = fs.readFileSync('node_modules/typescript/LICENSE.txt', 'utf8').trim();
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  fs.writeFileSync('dist/THIRD-PARTY-NOTICES.txt', ['This program contains:', ...notices, apache, ''].join(rule));
}

/** What editors complete and check recipes by: generated from the schema that recipes are read with. */
async function writeRecipeSchema() {
  const entry = 'src/engine/model/recipeSchema.ts';
  const built = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'node20',
  });
  const source = `data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`;
  const { recipeJsonSchema } = await import(source);
  fs.writeFileSync('dist/recipe.schema.json', JSON.stringify(recipeJsonSchema(), null, 2));
}

/** One bundle each. */
const entryPoints = {
  cli: 'src/cli/main.ts',
  engine: 'src/engine/main.ts',
  data: 'src/engine/dataMain.ts',
  extension: 'src/extension/extension.ts',
  computeWorker: 'src/engine/model/computeWorker.ts',
};

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  metafile: true,
  logLevel: 'warning',
};

const forNode = {
  ...common,
  entryPoints,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The WebP decoder asks for its own address only to find its .wasm, which we hand to it.
  logOverride: { 'empty-import-meta': 'silent' },
  external: ['vscode'],
  alias: {
    // tfjs-node asks for the union package, of which its backend uses the core alone; this spares three megabytes.
    '@tensorflow/tfjs': '@tensorflow/tfjs-core',
  },
};

/** A script and a style sheet for each view. */
const views = ['explorer', 'training', 'evaluation', 'review', 'corrections'];
const forViews = {
  ...common,
  entryPoints: Object.fromEntries(views.map((view) => [view, `src/webviews/${view}/main.ts`])),
  outdir: 'dist/webviews',
  platform: 'browser',
  // The Chromium of the oldest VS Code that is supported.
  target: 'chrome122',
  format: 'iife',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

fs.mkdirSync('dist', { recursive: true });
copyWasm();
await compileKernels();
await writeRecipeSchema();
if (watch) {
  for (const options of [forNode, forViews]) await (await esbuild.context(options)).watch();
  console.log('watching');
} else {
  const [node, web] = await Promise.all([forNode, forViews].map((options) => esbuild.build(options)));
  const inputs = { ...node.metafile.inputs, ...web.metafile.inputs };
  const outputs = { ...node.metafile.outputs, ...web.metafile.outputs };
  fs.writeFileSync('dist/meta.json', JSON.stringify({ inputs, outputs }));
  writeNotices({ inputs });
  fs.chmodSync('dist/cli.cjs', 0o755);
}
