import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './host';

/** Bundles test/extension for the extension host, which knows no TypeScript. @returns the file with `run()` */
export async function bundleHostTests(): Promise<string> {
  const from = path.join(root, 'test/extension');
  const to = path.join(root, 'out/host-tests');
  const suites = fs.readdirSync(path.join(from, 'suite')).filter((file) => file.endsWith('.test.ts'));
  fs.rmSync(to, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: ['index.ts', ...suites.map((file) => `suite/${file}`)].map((file) => path.join(from, file)),
    outbase: from,
    outdir: to,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(to, 'index.js');
}
