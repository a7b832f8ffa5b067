import fs from 'node:fs';
import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';

/** Downloads of this process. */
const own = new Set<string>();

/**
 * Makes sure that one download alone writes a part file, of this process or another one: two windows may be asked for
 * the same. @returns what ends that
 * @throws UserError while another one is under way
 */
export function claimPart(part: string): () => void {
  const lock = `${part}.lock`;
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      own.add(part);
      return () => {
        own.delete(part);
        fs.rmSync(lock, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(part, lock);
    if (holder !== null) {
      const problem = l10n.t('is being downloaded already, in process {0}', String(holder));
      throw new UserError(problem, l10n.t('wait for that, or stop it'), { file: part.replace(/\.part$/, '') });
    }
    fs.rmSync(lock, { force: true }); // left by one that was killed
  }
}

/** No download that is under way is still for so long, ms: by then it has given up. */
const STILLNESS = 180_000;

/** @returns the process that downloads; null: none does any more, whatever process has its number by now */
function holderOf(part: string, lock: string): number | null {
  const newest = Math.max(...[part, lock].map((file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (Date.now() - newest > STILLNESS) return null;
  const text = fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : '0';
  const holder = Number(text);
  if (text === '') return holder; // It is being written just now.
  return (holder === process.pid ? own.has(part) : isAlive(holder)) ? holder : null;
}

function isAlive(processId: number): boolean {
  try {
    return processId > 0 && process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
