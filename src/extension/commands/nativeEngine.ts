import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { downloadTensorflow, TENSORFLOW_BYTES } from '../../downloads/tensorflow';
import { LIBRARY_FETCHED, type InstalledEngine, type LibrarySource } from '../../shared/contracts/engine';
import type { Progress, RunRecord } from '../../shared/contracts/jobs';
import { countText } from '../../shared/numbers';
import { CancelledError } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { registerCommand } from '../command';
import type { EngineProcess } from '../engineProcess';
import { tell } from '../messages';
import type { Parts } from '../parts';
import { readEngineDownloadAddress } from '../settings';

const INSTALL = 'fashionMnist.installNativeEngine';
const OFFERED = 'native engine offered';
/** How much faster than WASM it trains the default recipe: bench/README.md, two cores. */
const USUAL_GAIN = 4;
const SIZE = l10n.t('{0} MB', countText(TENSORFLOW_BYTES / 1e6));

/** `FashionMNIST: Install Native Engine` and its removal. */
export function registerNativeEngine(parts: Parts): void {
  const { engines, log } = parts;
  /** One at a time in this window: they share the download. */
  let isInstalling = false;
  registerCommand(parts, INSTALL, async () => {
    const addons = await requireAddons(parts);
    if (isInstalling) return;
    isInstalling = true;
    try {
      const installed = await parts.jobs.run(l10n.t('Install the native engine'), (engine, signal, _attempt, show) =>
        install(parts, { engine, addons, signal, show }),
      );
      if (!installed) return;
      engines.nativeChanged();
      await fs.rm(downloadsFolder(parts), { recursive: true, force: true });
      tell(log, 'information', describeInstalled(installed));
    } finally {
      isInstalling = false;
    }
  });
  registerCommand(parts, 'fashionMnist.removeNativeEngine', async () => {
    if (isInstalling) throw new UserError(l10n.t('the native engine is being installed'), l10n.t('cancel that first'));
    await fs.rm(downloadsFolder(parts), { recursive: true, force: true });
    if (!(await engines.ask('hasNativeEngine', null))) {
      tell(log, 'information', l10n.t('The native engine is not installed.'));
      return;
    }
    await engines.ask('removeEngine', null);
    engines.nativeChanged();
    tell(log, 'information', l10n.t('The native engine is removed. What is started now uses WASM.'));
  });
}

function describeInstalled({ tensorflow, alreadyInstalled, imagesPerSecond }: InstalledEngine): string {
  const [native, wasm] = [imagesPerSecond.native, imagesPerSecond.wasm].map(countText);
  return alreadyInstalled
    ? l10n.t(
        'The native engine was installed already (TensorFlow {0}): here, it trains {1} images a second, WASM {2}.',
        tensorflow,
        native,
        wasm,
      )
    : l10n.t(
        'The native engine is installed (TensorFlow {0}): here, it trains {1} images a second, WASM {2}.',
        tensorflow,
        native,
        wasm,
      );
}

/** After a training with WASM, once on this machine: that there is something faster. */
export async function offerNativeEngine(parts: Parts, { engine, results }: RunRecord): Promise<void> {
  const { globalState } = parts.context;
  if (engine.name !== 'wasm' || !results || globalState.get(OFFERED)) return;
  if (!(await hasAddons(parts)) || (await parts.engines.ask('hasNativeEngine', null))) return;
  await globalState.update(OFFERED, true);
  tell(
    parts.log,
    'information',
    l10n.t(
      'WASM trained {speed} images a second here. The native engine is usually about {gain} times as fast; it takes up to {size} to fetch and 0.9 GB on the disk.',
      { speed: countText(results.imagesPerSecond), gain: USUAL_GAIN, size: SIZE },
    ),
    [
      { title: l10n.t('Install Native Engine'), run: () => vscode.commands.executeCommand(INSTALL) },
      { title: l10n.t('Not Now'), run: () => undefined },
    ],
  );
}

interface Installation {
  engine: EngineProcess;
  addons: string;
  signal: AbortSignal;
  show: (progress: Progress) => void;
}

/** Fetches the library and installs it; by pip where it cannot be fetched, or what was fetched is refused. */
async function install(parts: Parts, { engine, addons, signal, show }: Installation): Promise<InstalledEngine> {
  const present = await engine.call('prepareEngine', null, signal);
  if (present) return present;
  const from = (source: LibrarySource) =>
    engine.call('installEngine', { addons, source, now: new Date().toISOString() }, signal);
  let source: LibrarySource | undefined;
  try {
    source = await fetchArchive(parts, show, signal);
    return await from(source);
  } catch (error) {
    // The wheel is what pip would fetch too.
    if (!(error instanceof UserError) || source?.kind === 'wheel') throw error;
    parts.log.warn(`the native engine: ${error.message}`);
    return await from({ kind: 'pip' }).catch((second: unknown) => {
      if (!(second instanceof UserError)) throw second;
      throw new UserError(l10n.t('{0}; and {1}', error.problem, second.problem), second.remedy, second.place);
    });
  }
}

/** Downloads in this process, because the editor's proxy settings hold here. */
async function fetchArchive(
  parts: Parts,
  show: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<LibrarySource> {
  const folder = downloadsFolder(parts);
  await fs.mkdir(folder, { recursive: true });
  try {
    return await downloadTensorflow(folder, readEngineDownloadAddress(), {
      onBytes: (bytes, total) =>
        show({
          message: l10n.t('fetching, {0} of {1} MB', Math.floor(bytes / 1e6), Math.round(total / 1e6)),
          fraction: (LIBRARY_FETCHED * bytes) / total,
        }),
      signal,
    });
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error;
  }
}

function downloadsFolder({ context }: Parts): string {
  return path.join(context.globalStorageUri.fsPath, 'downloads');
}

function addonsFolder({ context }: Parts): string {
  return context.asAbsolutePath(path.join('dist', 'native'));
}

async function hasAddons(parts: Parts): Promise<boolean> {
  return (await fs.stat(addonsFolder(parts)).catch(() => null)) !== null;
}

async function requireAddons(parts: Parts): Promise<string> {
  if (await hasAddons(parts)) return addonsFolder(parts);
  const here = `${process.platform}-${process.arch}`;
  throw new UserError(
    l10n.t('this package of the extension brings no native engine for {0}', here),
    here === 'linux-x64'
      ? l10n.t('install fashion-mnist-linux-x64.vsix instead, or run "npm run engine:native" in a clone of the project')
      : l10n.t('use the WASM engine, which needs no installation'),
  );
}
