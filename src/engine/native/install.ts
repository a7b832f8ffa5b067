import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../shared/userError';
import { compileAddon, findCompiler } from './compile';
import { missingProcessorFeature } from './loadAddon';
import { isEngineInstalled } from './location';
import { describeFiles, filesAreComplete, readManifest, writeManifest, type EngineManifest } from './manifest';
import { installOfficially } from './official';
import { BYTES_NEEDED, OLDEST_GLIBC, WHEEL } from './pins';
import { downloadWheel, findPip, unpack, verifyWheel, wantedMembers } from './wheel';
import { isProcessAlive } from '../processAlive';

/**
 * What an engine in a folder answered when it was loaded in a process of its own. `imagesPerSecond`: in training the default
 * recipe, where that was asked for.
 */
export type EngineCheck =
  { works: true; tensorflow: string; imagesPerSecond?: number } | { works: false; reason: string };

export interface InstallRequest {
  /** Where the engine shall lie. */
  folder: string;
  /** The project's folder, which holds `node_modules` and `src`. */
  projectFolder: string;
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

/** Lays an engine's files into `engine`; `scratch` is an empty folder for what is not kept. */
export type EngineMaker = (
  places: { engine: string; scratch: string; tfjsNode: string; projectFolder: string },
  context: InstallContext,
) => Promise<EngineManifest['origin']>;

export interface InstallResult {
  folder: string;
  alreadyInstalled: boolean;
  manifest: EngineManifest;
}

/**
 * Installs the native engine. All is made in a folder beside the final one and renamed at the very end, so what was
 * there before stays until the new engine has passed its self-test, and an interrupted installation leaves nothing.
 * @throws UserError with the next step, when it cannot be installed here.
 */
export async function installNativeEngine(
  request: InstallRequest,
  context: InstallContext,
  makeEngine: EngineMaker = downloadOrBuild,
): Promise<InstallResult> {
  const { folder, projectFolder } = request;
  const tfjsNode = packageFolder(projectFolder, '@tensorflow/tfjs-node');
  const tfjsNodeVersion = packageVersion(tfjsNode);

  const present = readManifest(folder);
  if (present?.tfjsNode === tfjsNodeVersion && filesAreComplete(folder, present)) {
    context.note('checking the engine that is installed');
    const answer = await context.check(folder, context.signal);
    if (answer.works) return { folder, alreadyInstalled: true, manifest: present };
    context.note(`it does not work here (${answer.reason}); installing it anew`);
  }
  refuseForeignFolder(folder);
  refuseProcessor();
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  refuseFullDisk(path.dirname(folder));
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
    const origin = await makeEngine({ engine, scratch, tfjsNode, projectFolder }, context);
    context.note('testing the engine');
    const answer = await context.check(engine, context.signal);
    if (!answer.works) {
      throw new UserError(
        `the engine failed its self-test: ${answer.reason}`,
        'nothing was installed; WASM works without it',
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

const downloadOrBuild: EngineMaker = async ({ engine, scratch, tfjsNode, projectFolder }, context) => {
  const { note, progress, signal } = context;
  note("asking tfjs-node's own download for TensorFlow");
  if (await installOfficially(tfjsNode, engine, scratch, signal)) return 'official';
  refuseOtherPlatforms();
  note('the official download does not answer; taking the library from PyPI');
  // Both are asked for before the long download.
  const pip = await findPip(signal);
  const compiler = await findCompiler(signal);
  note(`downloading ${WHEEL.project} ${WHEEL.version} (${Math.round(WHEEL.bytes / 1e6)} MB) with ${pip.join(' ')}`);
  const wheel = await downloadWheel(pip, scratch, context.onTerminal, signal);
  note('verifying its checksum');
  await verifyWheel(wheel, signal);
  note('unpacking TensorFlow (853 MB)');
  const headers = path.join(scratch, 'include');
  await unpack(wheel, wantedMembers(engine, headers), (done, total) => progress('unpacking', done / total), signal);
  note(`building the addon with ${compiler}`);
  await compileAddon(
    compiler,
    engine,
    {
      tfjsNode,
      nodeHeaders: path.join(packageFolder(projectFolder, 'node-api-headers'), 'include'),
      tensorFlowHeaders: headers,
      quietSource: path.join(projectFolder, 'src', 'engine', 'native', 'quietStderr.cc'),
    },
    signal,
  );
  return 'pypi';
};

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

/** The folder may be named by a setting; nothing but an engine is ever replaced. */
function refuseForeignFolder(folder: string): void {
  if (!fs.existsSync(folder)) return;
  if (fs.readdirSync(folder).length === 0 || readManifest(folder) || isEngineInstalled(folder)) return;
  throw new UserError('this folder holds something other than a native engine', 'name another, or empty it first', {
    file: folder,
  });
}

function refuseProcessor(): void {
  const missing = missingProcessorFeature();
  if (missing)
    throw new UserError(`this processor has no ${missing}`, 'use the WASM engine, which needs no installation');
}

function refuseOtherPlatforms(): void {
  const useWasm = 'use the WASM engine, which needs no installation';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      `the official download does not answer, and for ${process.platform} ${process.arch} there is no other`,
      `try again later, or ${useWasm}`,
    );
  }
  const version = glibcVersion();
  if (!version || version[0] < OLDEST_GLIBC[0] || (version[0] === OLDEST_GLIBC[0] && version[1] < OLDEST_GLIBC[1])) {
    throw new UserError(
      `TensorFlow needs the GNU C library ${OLDEST_GLIBC.join('.')} or newer, and this system has ${version?.join('.') ?? 'another one'}`,
      useWasm,
    );
  }
}

function glibcVersion(): [number, number] | null {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major, minor] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  return Number.isFinite(major) && Number.isFinite(minor) ? [major, minor] : null;
}

function refuseFullDisk(folder: string): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  if (bavail * bsize < BYTES_NEEDED) throw diskIsFull(folder);
}

function diskIsFull(folder: string): UserError {
  return new UserError(
    `too little room: the installation takes ${(BYTES_NEEDED / 1e9).toFixed(2)} GB`,
    'make room, or name a folder on another disk in FASHION_MNIST_ENGINE_DIR',
    { file: folder },
  );
}

function packageFolder(projectFolder: string, name: string): string {
  try {
    return path.dirname(createRequire(path.join(projectFolder, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    throw new UserError(
      `the package ${name} is not here`,
      'run "npm ci" in a clone of the project and install from there',
      {
        file: projectFolder,
      },
    );
  }
}

function packageVersion(folder: string): string {
  return (JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
