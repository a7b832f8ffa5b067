import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { clockText } from '../shared/dates';
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
    const text: string = holder ? describeHolder(holder) : (told ?? l10n.t('another training'));
    if (text !== told) waited(text);
    told = text;
    await wait(POLL, undefined, { signal }).catch(() => undefined);
  }
}

/** `run 2026-11-22_14-03-05_standard, in process 4711, since 14:03`. */
function describeHolder({ pid, at, what }: Holder): string {
  const time = clockText(new Date(at), new Date());
  return l10n.t('{work}, in process {pid}, since {time}', { work: describeWork(what), pid, time });
}

/** What stands in a lock file is English, whatever the language of the process that wrote it. */
function describeWork(what: string): string {
  const [, kind, name] = /^(run|ablation) (.+)$/s.exec(what) ?? [];
  if (kind === 'run') return l10n.t('run {0}', name);
  if (kind === 'ablation') return l10n.t('ablation {0}', name);
  return what || l10n.t('another training');
}
