import os from 'node:os';
import * as l10n from '@vscode/l10n';
import * as tf from '@tensorflow/tfjs-core';
import { AVOID_NATIVE_VARIABLE } from '../shared/contracts/engine';
import type { EngineChoice, EngineName } from '../shared/contracts/jobs';
import { UserError } from '../shared/userError';
import { tellEngineChosen } from './engineChosen';
import { loadAddon } from './native/loadAddon';
import { engineFolder, HOW_TO_INSTALL, isEngineInstalled, requireEngine } from './native/location';
import { useWasmBackend } from './wasmBackend';

/**
 * tfjs with one engine set as its backend. Of its tensors only the functions of `tf` may be relied on: the chained
 * methods that the types promise (`x.sum()`) belong to the union package, which is not bundled.
 */
export interface Runtime {
  name: EngineName;
  tf: typeof tf;
  /**
   * Package or library name -> version: `node`, `tfjs` and, with the native engine, `tensorflow`, which says as well
   * where it computes on a graphics processor.
   */
  versions: Record<string, string>;
  /** Threads that training may use: TensorFlow's own, or workers of ours on WASM (whose operations take one thread). */
  threads: number;
  /** Why this engine, in one sentence for a person. */
  why: string;
}

type Loaded = Omit<Runtime, 'why'>;

/** One of each for the process: TensorFlow cannot be loaded twice. */
const loaded = new Map<EngineName, Promise<Loaded>>();

/**
 * Loads an engine and sets it as tfjs's backend. Calling it again is cheap, and switches between engines.
 * @throws UserError when `native` is asked for and is not installed or does not load.
 */
export async function loadRuntime(choice: EngineChoice, folder = engineFolder()): Promise<Runtime> {
  if (choice === 'wasm') return use('wasm', l10n.t('the WASM engine was asked for'), loadWasm);
  if (choice === 'native') requireEngine(folder);
  const avoidance = process.env[AVOID_NATIVE_VARIABLE];
  if (choice === 'auto' && avoidance) return use('wasm', avoidance, loadWasm);
  if (!isEngineInstalled(folder)) return use('wasm', l10n.t('the native engine is not installed'), loadWasm);
  try {
    const why =
      choice === 'native' ? l10n.t('the native engine was asked for') : l10n.t('the native engine is installed');
    return await use('native', why, () => loadNative(folder));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (choice === 'native')
      throw new UserError(l10n.t('the native engine did not load: {0}', reason), HOW_TO_INSTALL, { file: folder });
    return use('wasm', l10n.t('the native engine is installed but did not load: {0}', reason), loadWasm);
  }
}

async function use(name: EngineName, why: string, load: () => Promise<Loaded>): Promise<Runtime> {
  tellEngineChosen(name);
  let engine = loaded.get(name);
  if (!engine) {
    engine = load();
    loaded.set(name, engine);
    // A failed attempt is not kept: the engine may be installed in the meantime.
    engine.catch(() => loaded.delete(name));
  }
  const runtime = await engine;
  await tf.setBackend(name === 'native' ? 'tensorflow' : 'wasm');
  return { ...runtime, why };
}

/**
 * tfjs-node's kernels over an addon from a folder of ours. Its main file is not used: that looks for the addon in
 * `node_modules` and loads the whole of tfjs beside it.
 */
async function loadNative(folder: string): Promise<Loaded> {
  const binding = loadAddon(folder);
  await import('@tensorflow/tfjs-node/dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = await import('@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js');
  const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node');
  tf.registerBackend('tensorflow', () => backend);
  const tensorflow = backend.isUsingGpuDevice ? `${binding.TF_Version} on the GPU` : binding.TF_Version;
  return {
    name: 'native',
    tf,
    versions: { node: process.versions.node, tfjs: tf.version_core, tensorflow },
    threads: os.availableParallelism(),
  };
}

async function loadWasm(): Promise<Loaded> {
  await useWasmBackend();
  const threads = os.availableParallelism();
  return { name: 'wasm', tf, versions: { node: process.versions.node, tfjs: tf.version_core }, threads };
}
