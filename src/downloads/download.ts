import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { DownloaderHelper } from 'node-downloader-helper';
import { decimalText } from '../shared/numbers';
import { claimPart } from './claim';
import { UserError } from '../shared/userError';

/** A file somewhere in the network whose content is known. */
export interface RemoteFile {
  /** http or https. */
  url: string;
  /** Where it is not known beforehand, the server is asked. */
  bytes?: number;
  /** In lower-case hex. */
  checksum: { algorithm: 'md5' | 'sha256'; hex: string };
}

export interface DownloadOptions {
  /** Told the bytes that are here so far, those of an earlier try counted, and how many the file has. */
  onBytes?: (bytes: number, total: number) => void;
  signal: AbortSignal;
  /** A server that says nothing for so long is given up, ms. */
  patience?: number;
  /** Before the second try, ms; before the third twice that. */
  pause?: number;
}

/** What a server may take to say anything, ms. */
const PATIENCE = 30_000;

/** So many tries in a row may bring nothing. */
const TRIES = 3;

/**
 * Downloads a file. What has come is kept in `<to>.part`, also when it is cancelled or fails, and the next call goes on from
 * there; `to` appears only when the checksum is right. If it is there already, nothing is done.
 * @param to absolute; its folder is there
 * @throws UserError when the server refuses, cannot be reached or sends something else, when the disk is full, or when
 * `to` is there with another content or is being downloaded already; the signal's reason when that aborts
 */
export async function download(remote: RemoteFile, to: string, options: DownloadOptions): Promise<void> {
  const { signal } = options;
  if (fs.existsSync(to)) {
    if (await hasContent(to, remote, signal)) return;
    const problem = l10n.t('exists already, with another content');
    throw new UserError(problem, l10n.t('move it away, or name another folder'), { file: to });
  }
  const part = `${to}.part`;
  const letGo = claim(part, remote.url, to);
  try {
    // What is written is a file of ours, never what a link leads to.
    if (fs.lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink()) fs.rmSync(part);
    const file = { ...remote, bytes: remote.bytes ?? (await askSize(remote, to, options)) };
    refuseFullDisk(file.bytes - sizeOf(part), to);
    await fetchAll(file, part, to, options);
  } finally {
    letGo();
  }
}

/** @throws UserError while another download writes the part, or where nothing can be written */
function claim(part: string, url: string, to: string): () => void {
  try {
    return claimPart(part);
  } catch (error) {
    throw error instanceof UserError ? error : describe(failureOf(error), url, 0, to);
  }
}

/** Tries until the file is here. @throws as `download` does */
async function fetchAll(file: SizedFile, part: string, to: string, options: DownloadOptions): Promise<void> {
  const { signal, pause = 1000 } = options;
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    if (sizeOf(part) > file.bytes) fs.rmSync(part);
    const before = sizeOf(part);
    const failure = before < file.bytes ? await fetchRest(file, part, options) : null;
    signal.throwIfAborted();
    if (failure) {
      if (failure.isFinal) throw describe(failure, file.url, file.bytes, to);
      failures = sizeOf(part) > before ? 1 : failures + 1;
      if (failures === TRIES) throw describe(failure, file.url, file.bytes, to);
      await wait(pause * failures, undefined, { signal }).catch(() => signal.throwIfAborted());
    } else if (await hasContent(part, file, signal)) {
      fs.renameSync(part, to);
      return;
    } else {
      fs.rmSync(part);
      // What an earlier try had left may have been of another version: once more, from the start.
      if (before === 0)
        throw new UserError(
          file.checksum.algorithm === 'md5'
            ? l10n.t('{0} is not what was expected: its MD5 sum differs', file.url)
            : l10n.t('{0} is not what was expected: its SHA-256 differs', file.url),
          l10n.t('nothing was kept; try again later, or from another place'),
        );
    }
  }
}

type SizedFile = Required<RemoteFile>;

/** More than that is none of the files that are fetched here. */
const MOST_BYTES = 1e9;

/** @throws UserError as `download` does */
async function askSize({ url }: RemoteFile, to: string, options: DownloadOptions): Promise<number> {
  const { signal, pause = 1000, patience = PATIENCE } = options;
  const aborted = once(signal, 'abort').then(() => signal.throwIfAborted());
  aborted.catch(() => undefined);
  for (let failures = 1; ; failures++) {
    const helper = new DownloaderHelper(url, path.dirname(to), { timeout: patience });
    helper.on('error', () => undefined);
    try {
      signal.throwIfAborted();
      const { total } = (await Promise.race([helper.getTotalSize(), aborted]))!;
      if (total && total <= MOST_BYTES) return total;
      const message =
        typeof total === 'number' ? l10n.t('it has {0} bytes', total) : l10n.t('it has no number of bytes');
      throw describe({ message, isFinal: true }, url, 0, to);
    } catch (error) {
      if (error instanceof UserError || signal.aborted) throw error;
      const failure = failureOf(error);
      if (failure.isFinal || failures === TRIES) throw describe(failure, url, 0, to);
      await wait(pause * failures, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** What the downloader throws. */
function failureOf(error: unknown): Failure {
  const { message, code, ...known } = error as Error & { status?: number; code?: string };
  // Of a question for the size alone it is in the text.
  const status = known.status ?? (Number(/^Response status was (\d{3})$/.exec(message)?.[1]) || undefined);
  return {
    message: status === undefined ? (code ?? message) : l10n.t('the server answers {0}', status),
    isFinal: (status !== undefined && status < 500 && status !== 429) || isOfTheDisk(code),
    code,
    status,
  };
}

interface Failure {
  /** In the server's or the system's words. */
  message: string;
  /** Another try would bring the same. */
  isFinal: boolean;
  code?: string;
  /** Of HTTP. */
  status?: number;
}

/** Appends what is missing to `part`. @returns why it is not whole; null when it is */
async function fetchRest(
  { url, bytes }: SizedFile,
  part: string,
  { onBytes, signal, patience = PATIENCE }: DownloadOptions,
): Promise<Failure | null> {
  const helper = new DownloaderHelper(url, path.dirname(part), {
    fileName: path.basename(part),
    override: true,
    removeOnStop: false,
    removeOnFail: false,
    retry: false,
    resumeOnIncomplete: false,
    timeout: patience,
  });
  let tooMuch = false as boolean;
  helper.on('progress', ({ downloaded }) => {
    if (downloaded <= bytes) onBytes?.(downloaded, bytes);
    else if (!tooMuch) {
      tooMuch = true;
      void helper.stop();
    }
  });
  // Each error is told by the promise too; without a listener it would end the process.
  helper.on('error', () => undefined);
  const stop = () => void helper.stop();
  signal.addEventListener('abort', stop, { once: true });
  const had = sizeOf(part);
  try {
    await (had > 0 ? helper.resumeFromFile(part, { total: bytes, fileName: path.basename(part) }) : helper.start());
  } catch (error) {
    const failure = failureOf(error);
    if (failure.status === 416) {
      // What came so far ends behind the end of the server's file, so neither is the one that is wanted.
      fs.rmSync(part, { force: true });
      return { message: l10n.t('it has fewer than the expected {0} bytes', bytes), isFinal: true };
    }
    return failure;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (tooMuch) return { message: l10n.t('more than the expected {0} bytes come', bytes), isFinal: true };
  const has = sizeOf(part);
  return has === bytes ? null : { message: l10n.t('it ended after {0} of {1} bytes', has, bytes), isFinal: false };
}

function isOfTheDisk(code: string | undefined): boolean {
  return code !== undefined && ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'EISDIR'].includes(code);
}

function describe({ message, code }: Failure, url: string, bytes: number, to: string): UserError {
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskIsFull(bytes, to);
  if (isOfTheDisk(code)) {
    return new UserError(l10n.t('cannot be written ({0})', code!), l10n.t('name another folder'), { file: to });
  }
  return new UserError(
    l10n.t('{0} could not be fetched: {1}', url, message),
    l10n.t('check the network and the proxy settings and try again: what has come so far is kept'),
  );
}

/** The address of a file in a folder. @throws UserError where that is none of http or https */
export function addressIn(folder: string, name: string): string {
  const address = URL.canParse(folder) ? new URL(folder) : null;
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:')
    throw new UserError(
      l10n.t('"{0}" is no address that files can be fetched from', folder),
      l10n.t('give one with http:// or https://'),
    );
  return new URL(name, address.href.endsWith('/') ? address.href : `${address.href}/`).href;
}

function refuseFullDisk(missing: number, to: string): void {
  const { bavail, bsize } = fs.statfsSync(path.dirname(to));
  if (bavail * bsize < missing) throw diskIsFull(missing, to);
}

function diskIsFull(bytes: number, to: string): UserError {
  const problem = l10n.t('too little room: the file takes {0} MB', decimalText(bytes / 1e6, 1));
  return new UserError(problem, l10n.t('make room, or name a folder on another disk'), { file: to });
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function hasContent(file: string, { bytes, checksum }: RemoteFile, signal: AbortSignal): Promise<boolean> {
  if (bytes !== undefined && sizeOf(file) !== bytes) return false;
  const hash = createHash(checksum.algorithm);
  await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex') === checksum.hex;
}
