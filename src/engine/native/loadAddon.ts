import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import * as l10n from '@vscode/l10n';
import type { TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { addonFile, librariesFolder, quietAddonFile } from './location';

/** TensorFlow's log level by which nothing but fatal errors is written. */
const ONLY_FATAL = '3';

/** Loads tfjs-node's addon out of an engine folder into this process. @throws Error with the loader's own words. */
export function loadAddon(folder: string): TFJSBinding {
  const missing = missingProcessorFeature();
  if (missing) throw new Error(l10n.t('this processor has no {0}', missing));
  restoreRemovedNodeFunctions();
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= ONLY_FATAL;
  // Windows looks for the addon's libraries in the folders of PATH; elsewhere the addon itself says where they are.
  if (process.platform === 'win32')
    process.env['PATH'] = `${librariesFolder(folder)}${path.delimiter}${process.env['PATH'] ?? ''}`;
  // Whoever sets another level wants to read the log.
  const unmute = process.env['TF_CPP_MIN_LOG_LEVEL'] === ONLY_FATAL ? muteStderr(folder) : () => {};
  try {
    return openAddon(addonFile(folder)) as TFJSBinding;
  } finally {
    unmute();
  }
}

/** TensorFlow's builds for x64 stop the whole process where AVX is missing, so it is asked before. */
export function missingProcessorFeature(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    const flags = /^flags\s*:(.*)$/m.exec(fs.readFileSync('/proc/cpuinfo', 'latin1'))?.[1];
    return flags && !flags.split(' ').includes('avx') ? l10n.t('AVX instructions, which TensorFlow needs') : null;
  } catch {
    return null;
  }
}

/** Node 23 removed two functions that tfjs-node 4.22 calls (tensorflow/tfjs #8425). */
function restoreRemovedNodeFunctions(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

function muteStderr(folder: string): () => void {
  const file = quietAddonFile(folder);
  if (!fs.existsSync(file)) return () => {};
  try {
    const quiet = openAddon(file) as { mute: () => void; restore: () => void };
    quiet.mute();
    return quiet.restore;
  } catch {
    return () => {};
  }
}

/** `require` would do, were it not rewritten by bundlers. */
function openAddon(file: string): unknown {
  const addon: { exports: unknown } = { exports: {} };
  process.dlopen(addon, file, os.constants.dlopen.RTLD_LAZY);
  return addon.exports;
}
