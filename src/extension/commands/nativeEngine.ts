import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { downloadTensorflow, TENSORFLOW_BYTES } from '../../downloads/tensorflow';
import type { InstalledEngine, LibrarySource } from '../../shared/contracts/engine';
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
  registerCommand(parts, INSTALL, async () => {
    const addons = await requireAddons(parts);
    const installed = await parts.jobs.run('Install the native engine', (engine, signal, _attempt, show) =>
      install(parts, { engine, addons, signal, show }),
    );
    if (!installed) return;
    engines.trustNative();
    await fs.rm(downloadsFolder(parts), { recursive: true, force: true });
    const { tensorflow, alreadyInstalled, imagesPerSecond } = installed;
    const [native, wasm] = [imagesPerSecond.native, imagesPerSecond.wasm].map(Math.round);
    const gain = `it trains ${native.toLocaleString('en-US')} images a second, WASM ${wasm.toLocaleString('en-US')}`;
    const state = alreadyInstalled ? 'was installed already' : 'is installed';
    tell(log, 'information', `The native engine ${state} (TensorFlow ${tensorflow}): here, ${gain}.`);
  });
  registerCommand(parts, 'fashionMnist.removeNativeEngine', async () => {
    await fs.rm(downloadsFolder(parts), { recursive: true, force: true });
    if (!(await engines.ask('hasNativeEngine', null))) {
      tell(log, 'information', 'The native engine is not installed.');
      return;
    }
    await engines.ask('removeEngine', null);
    tell(log, 'information', 'The native engine is removed. What is started now uses WASM.');
  });
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
    `WASM trained ${speed} images a second here. The native engine is usually ${USUAL_GAIN} as fast; it takes ${SIZE} to fetch and 0.9 GB on the disk.`,
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

/** The share of the whole that fetching is. */
const FETCHING = 0.7;

/** Tries one source after the other. */
async function install(parts: Parts, { engine, addons, signal, show }: Installation): Promise<InstalledEngine> {
  const failures: UserError[] = [];
  for (const fetch of [() => fetchArchive(parts, show, signal), () => Promise.resolve({ kind: 'pip' } as const)]) {
    try {
      const source: LibrarySource = await fetch();
      return await engine.call('installEngine', { addons, source, now: new Date().toISOString() }, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      parts.log.warn(`the native engine: ${error.message}`);
      failures.push(error);
    }
  }
  const [first, last] = failures;
  throw new UserError(`${first.problem}; and ${last.problem}`, last.remedy);
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
      onBytes: (bytes) =>
        show({
          message: `fetching, ${Math.floor(bytes / 1e6)} of ${SIZE}`,
          fraction: (FETCHING * bytes) / TENSORFLOW_BYTES,
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
