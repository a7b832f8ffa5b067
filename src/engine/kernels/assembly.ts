import fs from 'node:fs';
import path from 'node:path';

/** The functions of `assembly/kernels.ts`, which says what each does; pointers are byte addresses. */
export type Assembly = Record<
  'filterGradient' | 'padPictures' | 'sumColumns' | 'combineColumns' | 'reluGradient' | 'maxPoolGradient',
  (...pointersAndSizes: number[]) => void
>;

const FILE = 'kernels.wasm';

/** Links the compiled kernels to the memory that they work on. */
export function loadAssembly(memory: WebAssembly.Memory): Assembly {
  // Beside the bundle, or where the build leaves it when the sources run as they are.
  const beside = path.join(__dirname, FILE);
  const file = fs.existsSync(beside) ? beside : path.join(__dirname, '../../../dist', FILE);
  const module = new WebAssembly.Module(fs.readFileSync(file));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Assembly;
}
