import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import envPaths from 'env-paths';
import { UserError } from '../../shared/userError';

/** Set to keep the native engine elsewhere than in the user's data folder. */
export const ENGINE_FOLDER_VARIABLE = 'FASHION_MNIST_ENGINE_DIR';

/**
 * The one folder, for each user, that holds the native engine. It lies outside every clone, so that `npm ci` does not
 * wipe it and the clones and the installed extension share it. Absolute; it need not exist.
 */
export function engineFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment[ENGINE_FOLDER_VARIABLE];
  return path.resolve(chosen || path.join(envPaths('fashion-mnist', { suffix: '' }).data, 'native-engine'));
}

/** tfjs-node's addon, a Node-API library. It finds TensorFlow in `../../deps/lib`. */
export function addonFile(folder: string): string {
  return path.join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** Where TensorFlow's own libraries lie. */
export function librariesFolder(folder: string): string {
  return path.join(folder, 'deps', 'lib');
}

/** A small addon beside tfjs-node's that keeps TensorFlow quiet while it loads; not in every engine. */
export function quietAddonFile(folder: string): string {
  return path.join(folder, 'lib', 'napi-v8', 'quiet_stderr.node');
}

/** The next step where the native engine is missing or does not load. */
export const HOW_TO_INSTALL = l10n.t(
  'run "FashionMNIST: Install Native Engine" in the editor or "npm run engine:native" in a clone of the project, or choose the engine auto or wasm',
);

/** @throws UserError when no engine lies there. */
export function requireEngine(folder: string): void {
  if (!isEngineInstalled(folder))
    throw new UserError(l10n.t('the native engine is not installed'), HOW_TO_INSTALL, { file: folder });
}

/** Whether an engine lies there; whether it loads is another question. */
export function isEngineInstalled(folder: string): boolean {
  return fs.existsSync(addonFile(folder));
}
