import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { explainWriteError } from './atomicWrite';
import { lockHolder, releaseLock, tryLock, type Holder } from './runLock';
import { hideFromGit } from './runs';

/** Between two looks whether the other training has ended, ms. */
const POLL = 1000;

/**
 * Waits until no other process trains in `folder`, a runs folder, and takes the turn. A turn whose process died is over.
 * @param what this one is at, for those who then wait: `run 2026-11-22_14-03-05_standard`
 * @param waited told who has the turn, when that changes; null when it has come, if it had to be waited for
 * @returns to be called when the work is over
 * @throws the signal's reason when it is cancelled; UserError when the folder cannot be written
 */
export async function takeTurn(
  folder: string,
  what: string,
  signal: AbortSignal,
  waited: (holder: string | null) => void,
): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true });
    await hideFromGit(folder);
  } catch (error) {
    throw explainWriteError(error, folder);
  }
  let told: string | null = null;
  for (;;) {
    signal.throwIfAborted();
    const lock = await tryLock(folder, what);
    if (lock) {
      if (told !== null) waited(null);
      return () => releaseLock(folder, lock);
    }
    const holder = await lockHolder(folder);
    const text: string = holder ? describeHolder(holder) : (told ?? 'another training');
    if (text !== told) waited(text);
    told = text;
    await wait(POLL, undefined, { signal }).catch(() => undefined);
  }
}

/** `run 2026-11-22_14-03-05_standard, in process 4711, since 14:03`. */
function describeHolder({ pid, at, what }: Holder): string {
  const since = new Date(at);
  const time = since.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = since.toDateString() === new Date().toDateString();
  const day = isToday ? '' : `${since.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}, `;
  return `${what || 'another training'}, in process ${pid}, since ${day}${time}`;
}
