import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';
import { explainWriteError } from './atomicWrite';
import { birthOf, isProcessAlive } from './processAlive';

/**
 * `lock-1.json`. The lock of a process that died is not replaced but followed by the next number: of several processes
 * that find the same dead lock, the file system lets one make its successor, and nobody ever deletes a lock that
 * another one has just taken.
 */
const LOCK = /^lock-(\d+)\.json$/;
/** So long may a process take from making a file to writing into it, generously. */
const MOMENT_SECONDS = 10;

/** The name of the file that a process holds until it releases it, or dies. */
export type Lock = string;

export function busyRun(folder: string): UserError {
  return new UserError(l10n.t('another process works on this run'), l10n.t('wait for it, or end it first'), {
    file: folder,
  });
}

/** The process that holds a lock. */
export interface Holder {
  pid: number;
  /** Since when, ISO 8601 UTC. */
  at: string;
  /** What it is at, for a person. */
  what: string;
}

/**
 * Makes this process the one that works in `folder`. Of several that try at once, at most one succeeds.
 * @param what it is at, for the person who has to wait
 * @returns null when another process works there
 * @throws UserError when the place cannot be written.
 */
export async function tryLock(folder: string, what = ''): Promise<Lock | null> {
  const before = await readLocks(folder);
  if (before.some(({ isAlive }) => isAlive)) return null;
  const own: Lock = `lock-${1 + Math.max(0, ...before.map(({ number }) => number))}.json`;
  if (!(await create(path.join(folder, own), what))) return null;
  // Whoever saw the folder at another moment may have taken another number: each looks again after its own is there.
  const others = (await readLocks(folder)).filter((other) => other.name !== own);
  if (others.some(({ isAlive }) => isAlive)) {
    await releaseLock(folder, own);
    return null;
  }
  for (const dead of others) await releaseLock(folder, dead.name);
  return own;
}

/** As `tryLock`, for the run in `folder`. @throws UserError when another process works on it. */
export async function takeLock(folder: string): Promise<Lock> {
  const lock = await tryLock(folder);
  if (!lock) throw busyRun(folder);
  return lock;
}

/** @param folder where the lock is now: the folder may have been given another name since */
export async function releaseLock(folder: string, lock: Lock): Promise<void> {
  await rm(path.join(folder, lock), { force: true });
}

/** Whether a process that lives works in the folder. */
export async function isBeingMade(folder: string): Promise<boolean> {
  return (await readLocks(folder)).some(({ isAlive }) => isAlive);
}

/** Who works in the folder; null when nobody does, or it cannot be told yet. */
export async function lockHolder(folder: string): Promise<Holder | null> {
  const held = (await readLocks(folder)).find(({ isAlive }) => isAlive);
  if (!held) return null;
  try {
    const holder = JSON.parse(await readFile(path.join(folder, held.name), 'utf8')) as Partial<Holder>;
    return { pid: Number(holder.pid), at: String(holder.at), what: (holder.what ?? '').slice(0, 200) };
  } catch {
    return null; // gone, or not written yet
  }
}

interface FoundLock {
  name: string;
  number: number;
  /** Whether the process that it names still lives. A lock from before the machine's last start is dead. */
  isAlive: boolean;
}

async function readLocks(folder: string): Promise<FoundLock[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.flatMap((name) => {
    const number = LOCK.exec(name)?.[1];
    return number === undefined ? [] : [{ name, number: Number(number) }];
  });
  return Promise.all(found.map(async (lock) => ({ ...lock, isAlive: await isAlive(path.join(folder, lock.name)) })));
}

async function isAlive(file: string): Promise<boolean> {
  try {
    const text = await readFile(file, 'utf8');
    if (text === '') return await isFresh(file);
    const lock = JSON.parse(text) as { pid?: unknown; at?: unknown; birth?: unknown };
    if (!Number.isSafeInteger(lock.pid) || (lock.pid as number) <= 0) return false;
    if (Date.parse(String(lock.at)) < Date.now() - os.uptime() * 1000) return false;
    // Containers begin anew with small numbers: another process may have that of the dead one.
    const birth = typeof lock.birth === 'string' ? await birthOf(lock.pid as number) : null;
    return birth === null ? isProcessAlive(lock.pid as number) : birth === lock.birth;
  } catch {
    return false;
  }
}

/** @returns false where the file is there already, or where its folder was given another name meanwhile */
async function create(file: string, what: string): Promise<boolean> {
  const birth = (await birthOf(process.pid)) ?? undefined;
  const holder: Holder & { birth?: string } = { pid: process.pid, at: new Date().toISOString(), what, birth };
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw explainWriteError(error, file);
  }
}

async function isFresh(file: string): Promise<boolean> {
  const status = await stat(file).catch(() => null);
  return status !== null && Date.now() - status.mtimeMs < MOMENT_SECONDS * 1000;
}
