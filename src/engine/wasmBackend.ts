import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { UserError } from '../shared/userError';

const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/** Sets WASM as tfjs' backend, on this thread. @throws UserError when it does not load. */
export async function useWasmBackend(): Promise<void> {
  setWasmPaths(wasmFolder() + path.sep);
  await withoutNewProcessListeners(() => tf.setBackend('wasm'));
  if (tf.getBackend() !== 'wasm') {
    throw new UserError(
      l10n.t('the WASM engine did not load'),
      l10n.t('build or install this program again; if that does not help, please report it'),
    );
  }
}

/** Beside the bundle, or in the package where the sources run as they are. */
function wasmFolder(): string {
  if (fs.existsSync(path.join(__dirname, WASM_FILE))) return __dirname;
  const packageFile = createRequire(__filename).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return path.join(path.dirname(packageFile), 'dist');
}

/** Emscripten's start-up code adds handlers that would turn every unhandled rejection into a crash of its own. */
async function withoutNewProcessListeners(load: () => Promise<unknown>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.rawListeners(event)));
  await load();
  events.forEach((event, index) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[index].has(listener)) process.removeListener(event, listener as (...args: unknown[]) => void);
    }
  });
}
