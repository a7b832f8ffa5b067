import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { downloadTensorflow, TENSORFLOW_BYTES } from '../../downloads/tensorflow';
import { LIBRARY_FETCHED, type InstalledEngine, type LibrarySource } from '../../shared/contracts/engine';
import type { Progress, RunRecord } from '../../shared/contracts/jobs';
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
const USUAL_GAIN = 'about 4 times';
const SIZE = `${Math.round(TENSORFLOW_BYTES / 1e6)} MB`;

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
      const installed = await parts.jobs.run('Install the native engine', (engine, signal, _attempt, show) =>
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
    if (isInstalling) throw new UserError('the native engine is being installed', 'cancel that first');
    await fs.rm(downloadsFolder(parts), { recursive: true, force: true });
    if (!(await engines.ask('hasNativeEngine', null))) {
      tell(log, 'information', 'The native engine is not installed.');
      return;
    }
    await engines.ask('removeEngine', null);
    engines.nativeChanged();
    tell(log, 'information', 'The native engine is removed. What is started now uses WASM.');
  });
}

function describeInstalled({ tensorflow, alreadyInstalled, imagesPerSecond }: InstalledEngine): string {
  const [native, wasm] = [imagesPerSecond.native, imagesPerSecond.wasm].map(Math.round);
  const gain = `it trains ${native.toLocaleString('en-US')} images a second, WASM ${wasm.toLocaleString('en-US')}`;
  const state = alreadyInstalled ? 'was installed already' : 'is installed';
  return `The native engine ${state} (TensorFlow ${tensorflow}): here, ${gain}.`;
}

/** After a training with WASM, once on this machine: that there is something faster. */
export async function offerNativeEngine(parts: Parts, { engine, results }: RunRecord): Promise<void> {
  const { globalState } = parts.context;
  if (engine.name !== 'wasm' || !results || globalState.get(OFFERED)) return;
  if (!(await hasAddons(parts)) || (await parts.engines.ask('hasNativeEngine', null))) return;
  await globalState.update(OFFERED, true);
  const speed = Math.round(results.imagesPerSecond).toLocaleString('en-US');
  tell(
    parts.log,
    'information',
    `WASM trained ${speed} images a second here. The native engine is usually ${USUAL_GAIN} as fast; it takes up to ${SIZE} to fetch and 0.9 GB on the disk.`,
    [
      { title: 'Install Native Engine', run: () => vscode.commands.executeCommand(INSTALL) },
      { title: 'Not Now', run: () => undefined },
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
      throw new UserError(`${error.problem}; and ${second.problem}`, second.remedy, second.place);
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
          message: `fetching, ${Math.floor(bytes / 1e6)} of ${Math.round(total / 1e6)} MB`,
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
    `this package of the extension brings no native engine for ${here}`,
    here === 'linux-x64'
      ? 'install fashion-mnist-linux-x64.vsix instead, or run "npm run engine:native" in a clone of the project'
      : 'use the WASM engine, which needs no installation',
  );
}
