import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as l10n from '@vscode/l10n';
import yauzl from 'yauzl';
import { countText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import type { InstallContext } from './install';
import { librariesFolder } from './location';
import { sha256OfFile } from './manifest';
import { WHEEL } from './pins';
import { runProgram } from './runProgram';

/** The ways in which pip is called on the machines of this world, the best first. */
const PIPS = [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];

/** @throws UserError when this machine has no pip. */
export async function findPip(signal: AbortSignal): Promise<string[]> {
  for (const [command, ...parameters] of PIPS) {
    const { code } = await runProgram(command, [...parameters, '--version'], { signal, timeoutSeconds: 60 });
    if (code === 0) return [command, ...parameters];
  }
  throw new UserError(
    l10n.t('the native engine needs pip to fetch TensorFlow, and there is none here'),
    l10n.t('install it ("apt-get install python3-pip", or "python3 -m ensurepip") and try again; WASM works without'),
  );
}

/**
 * Downloads the wheel with the machine's own pip, its settings and its cache. Nothing is installed into any Python.
 * @returns the wheel's path.
 */
export async function downloadWheel(
  pip: string[],
  folder: string,
  showProgress: boolean,
  signal: AbortSignal,
): Promise<string> {
  const [command, ...parameters] = pip;
  const { code, stdout, stderr } = await runProgram(
    command,
    [
      ...parameters,
      ...['--disable-pip-version-check', '--no-input', 'download', '--no-deps', '--only-binary=:all:'],
      ...['--implementation', 'cp', '--python-version', WHEEL.python, '--abi', WHEEL.abi, '--platform', WHEEL.platform],
      ...['--dest', folder, `${WHEEL.project}==${WHEEL.version}`],
    ],
    { signal, showOutput: showProgress },
  );
  const wheel = fs.readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (code !== 0 || !wheel) {
    const said = lastErrorLine(stderr) ?? lastErrorLine(stdout) ?? l10n.t('exit code {0}', code ?? 'none');
    throw new UserError(
      l10n.t('pip could not download {0} {1} ({2})', WHEEL.project, WHEEL.version, said),
      l10n.t('check the network and pip\'s index settings ("pip config list") and try again; WASM works without'),
    );
  }
  return path.join(folder, wheel);
}

function lastErrorLine(said: string): string | undefined {
  const lines = said.split('\n').filter((line) => line.trim());
  return lines.filter((line) => /^error/i.test(line)).at(-1) ?? lines.at(-1);
}

/** Downloads the wheel with pip. @returns its path */
export async function fetchWheel(
  pip: string[],
  folder: string,
  { note, onTerminal, signal }: InstallContext,
): Promise<string> {
  note(
    l10n.t('downloading {project} {version} ({megabytes} MB) with {pip}', {
      project: WHEEL.project,
      version: WHEEL.version,
      megabytes: countText(WHEEL.bytes / 1e6),
      pip: pip.join(' '),
    }),
  );
  return await downloadWheel(pip, folder, onTerminal, signal);
}

/** Verifies the wheel and unpacks what is wanted of it. @throws UserError when it is not the one that was tested */
export async function unpackWheel(
  wheel: string,
  wanted: Map<string, WantedMember>,
  { note, progress, signal }: InstallContext,
): Promise<void> {
  note(l10n.t('verifying its checksum'));
  await verifyWheel(wheel, signal);
  note(l10n.t('unpacking TensorFlow (853 MB)'));
  await unpack(wheel, wanted, (done, total) => progress(l10n.t('unpacking'), done / total), signal);
}

/** @throws UserError when the file is not, byte by byte, the one that was tested. */
export async function verifyWheel(wheel: string, signal: AbortSignal): Promise<void> {
  const { size } = fs.statSync(wheel);
  const sum = size === WHEEL.bytes ? await sha256OfFile(wheel, signal) : l10n.t('{0} bytes', size);
  if (sum !== WHEEL.sha256) throw checksumMismatch(path.basename(wheel), sum);
}

function checksumMismatch(name: string, found: string): UserError {
  return new UserError(
    l10n.t('checksum mismatch: {0} is not what was expected', found),
    l10n.t('the download is damaged or not the tested one; nothing was installed; try again after "pip cache purge"'),
    { file: name },
  );
}

/** Which member of the zip goes where, and its SHA-256 where that is pinned. */
export interface WantedMember {
  to: string;
  sha256?: string;
}

/** TensorFlow's libraries and notices into `folder`, and its headers into `headersFolder` where those are wanted. */
export function wantedMembers(folder: string, headersFolder?: string): Map<string, WantedMember> {
  const wanted = new Map<string, WantedMember>();
  for (const [name, sha256] of Object.entries(WHEEL.libraries)) {
    wanted.set(`tensorflow/${name}`, { to: path.join(librariesFolder(folder), name), sha256 });
  }
  if (headersFolder !== undefined) {
    for (const name of WHEEL.headers) wanted.set(`tensorflow/include/${name}`, { to: path.join(headersFolder, name) });
  }
  for (const name of WHEEL.notices) wanted.set(name, { to: path.join(folder, path.posix.basename(name)) });
  return wanted;
}

/**
 * Unpacks the wanted members of a zip, streaming. The names inside the zip are compared, never used as paths.
 * @param onBytes told the unpacked bytes so far and their total.
 * @throws UserError when a member is missing or its checksum is wrong.
 */
export async function unpack(
  archive: string,
  wanted: Map<string, WantedMember>,
  onBytes: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const zip = await yauzl.openPromise(archive, { autoClose: false, lazyEntries: true }).catch((error: unknown) => {
    throw new UserError(l10n.t('not a readable zip ({0})', String(error)), l10n.t('download it again'), {
      file: path.basename(archive),
    });
  });
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) if (wanted.has(entry.fileName)) entries.push(entry);
    const missing = [...wanted.keys()].find((name) => !entries.some((entry) => entry.fileName === name));
    if (missing)
      throw new UserError(l10n.t('{0} is not in the zip', missing), l10n.t('download it again'), {
        file: path.basename(archive),
      });

    const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    let done = 0;
    for (const entry of entries) {
      const { to, sha256 } = wanted.get(entry.fileName)!;
      fs.mkdirSync(path.dirname(to), { recursive: true });
      const hash = createHash('sha256');
      const watch = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          hash.update(chunk);
          done += chunk.length;
          onBytes(done, total);
          next(null, chunk);
        },
      });
      await pipeline(await zip.openReadStreamPromise(entry), watch, fs.createWriteStream(to), { signal });
      const sum = hash.digest('hex');
      if (sha256 && sum !== sha256) throw checksumMismatch(entry.fileName, sum);
    }
  } finally {
    zip.close();
  }
}
