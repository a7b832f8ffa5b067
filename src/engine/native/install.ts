import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { version as tfjsNodeVersion } from '@tensorflow/tfjs-node/dist/version';
import { decimalText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import type { EngineCheck } from './check';
import { missingProcessorFeature } from './loadAddon';
import { isEngineInstalled } from './location';
import { describeFiles, filesAreComplete, readManifest, writeManifest, type EngineManifest } from './manifest';
import { BYTES_NEEDED } from './pins';
import { isProcessAlive } from '../processAlive';

export interface InstallRequest {
  /** Where the engine shall lie. */
  folder: string;
  /** ISO 8601, UTC. */
  now: string;
}

export interface InstallContext {
  /** One line for a person. */
  note: (line: string) => void;
  /** Share of the current step that is done, 0 to 1. */
  progress: (step: string, fraction: number) => void;
  /** Whether pip may draw its own progress bar on standard error. */
  onTerminal: boolean;
  /** Loads and tests an engine in another process, which may crash. */
  check: (folder: string, signal: AbortSignal) => Promise<EngineCheck>;
  signal: AbortSignal;
}

/** Lays an engine's files into `engine`; `scratch` is an empty folder on the same disk for what is not kept. */
export type EngineMaker = (
  places: { engine: string; scratch: string },
  context: InstallContext,
) => Promise<EngineManifest['origin']>;

export interface InstallResult {
  folder: string;
  alreadyInstalled: boolean;
  manifest: EngineManifest;
}

/**
 * What is asked before anything is fetched.
 * @returns the engine that is installed already and works; null: it can be installed
 * @throws UserError where it cannot
 */
export async function requireInstallable(
  folder: string,
  { note, check, signal }: Pick<InstallContext, 'note' | 'check' | 'signal'>,
): Promise<EngineManifest | null> {
  const present = readManifest(folder);
  if (present?.tfjsNode === tfjsNodeVersion && filesAreComplete(folder, present)) {
    note(l10n.t('checking the engine that is installed'));
    const answer = await check(folder, signal);
    if (answer.works) return present;
    note(l10n.t('it does not work here ({0}); installing it anew', answer.reason));
  }
  refuseForeignFolder(folder);
  refuseProcessor();
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  refuseFullDisk(path.dirname(folder));
  return null;
}

/**
 * Installs the native engine. All is made in a folder beside the final one and renamed at the very end, so what was
 * there before stays until the new engine has passed its self-test, and an interrupted installation leaves nothing.
 * @throws UserError with the next step, when it cannot be installed here.
 */
export async function installNativeEngine(
  request: InstallRequest,
  context: InstallContext,
  makeEngine: EngineMaker,
): Promise<InstallResult> {
  const { folder } = request;
  const present = await requireInstallable(folder, context);
  if (present) return { folder, alreadyInstalled: true, manifest: present };
  removeLeftovers(folder);

  const staging = fs.mkdtempSync(`${folder}${STAGING_MARK}${process.pid}-`);
  // A signal that ends the process at once must not leave a gigabyte behind either.
  const removeStaging = () => fs.rmSync(staging, { recursive: true, force: true });
  process.once('exit', removeStaging);
  try {
    const engine = path.join(staging, 'engine');
    const scratch = path.join(staging, 'scratch');
    fs.mkdirSync(engine);
    fs.mkdirSync(scratch);
    const origin = await makeEngine({ engine, scratch }, context);
    context.note(l10n.t('testing the engine'));
    const answer = await context.check(engine, context.signal);
    if (!answer.works) {
      throw new UserError(
        l10n.t('the engine failed its self-test: {0}', answer.reason),
        l10n.t('nothing was installed; WASM works without it'),
      );
    }
    const manifest: EngineManifest = {
      formatVersion: 1,
      origin,
      tfjsNode: tfjsNodeVersion,
      tensorflow: answer.tensorflow,
      platform: process.platform,
      arch: process.arch,
      installedAt: request.now,
      files: await describeFiles(engine),
    };
    writeManifest(engine, manifest);
    context.signal.throwIfAborted();
    replaceFolder(engine, folder, path.join(staging, 'previous'));
    return { folder, alreadyInstalled: false, manifest };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskIsFull(path.dirname(folder));
    throw error;
  } finally {
    removeStaging();
    process.off('exit', removeStaging);
  }
}

const STAGING_MARK = '.installing-';

/** What an earlier process that was killed has left; the name tells the process. */
function removeLeftovers(folder: string): void {
  const prefix = path.basename(folder) + STAGING_MARK;
  for (const name of fs.readdirSync(path.dirname(folder))) {
    if (!name.startsWith(prefix) || isProcessAlive(Number.parseInt(name.slice(prefix.length)))) continue;
    fs.rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
  }
}

function replaceFolder(from: string, to: string, aside: string): void {
  const replaces = fs.existsSync(to);
  if (replaces) fs.renameSync(to, aside);
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (replaces) fs.renameSync(aside, to);
    throw error;
  }
}

/** Takes the engine away, if there is one. @throws UserError where the folder holds something else */
export function removeNativeEngine(folder: string): void {
  refuseForeignFolder(folder);
  if (!fs.existsSync(folder)) return;
  // Out of sight at once: what begins meanwhile does not find half an engine.
  const aside = `${folder}${STAGING_MARK}${process.pid}-removed`;
  fs.renameSync(folder, aside);
  fs.rmSync(aside, { recursive: true, force: true });
}

/** The folder may be named by a setting; nothing but an engine is ever replaced. */
function refuseForeignFolder(folder: string): void {
  if (!fs.existsSync(folder)) return;
  if (fs.readdirSync(folder).length === 0 || readManifest(folder) || isEngineInstalled(folder)) return;
  throw new UserError(
    l10n.t('this folder holds something other than a native engine'),
    l10n.t('name another, or empty it first'),
    { file: folder },
  );
}

function refuseProcessor(): void {
  const missing = missingProcessorFeature();
  if (missing)
    throw new UserError(
      l10n.t('this processor has no {0}', missing),
      l10n.t('use the WASM engine, which needs no installation'),
    );
}

function refuseFullDisk(folder: string): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  if (bavail * bsize < BYTES_NEEDED) throw diskIsFull(folder);
}

function diskIsFull(folder: string): UserError {
  return new UserError(
    l10n.t('too little room: the installation takes {0} GB', decimalText(BYTES_NEEDED / 1e9, 2)),
    l10n.t('make room, or name a folder on another disk in FASHION_MNIST_ENGINE_DIR'),
    { file: folder },
  );
}
