import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunRecord } from '../shared/contracts/jobs';
import { explainWriteError, writeAtomically } from './atomicWrite';
import { formatJson } from './reports/json';
import { releaseLock, takeLock } from './runLock';
import { hideFromGit, readRun } from './runs';

/** The folder that an ablation is written into, while this process works on it. */
export interface AblationFolder {
  /**
   * Lets it go: its `run.json`, where the folder is of the ablation alone, then says how it ended. A folder that was
   * made for it and has got nothing is taken away.
   */
  close: (state: 'finished' | 'stopped', gotTrials: boolean, finishedAt: string) => Promise<void>;
}

/**
 * Opens a folder for an ablation: a new one, which gets a `run.json` of the kind `ablation` and is listed among the
 * runs; one that was made so; or any other, say that of a run, beside whose files those of the ablation are put.
 * @throws UserError when another process works in it, or it cannot be written
 */
export async function openAblationFolder(folder: string, record: RunRecord): Promise<AblationFolder> {
  const isNew = await makeFolder(folder);
  const lock = await takeLock(folder);
  const before = isNew ? null : await readRun(folder).catch(() => null);
  const isOwn = isNew || before?.record.kind === 'ablation';
  const save = (next: RunRecord) => writeAtomically(path.join(folder, 'run.json'), formatJson(next));
  if (isOwn) await save(record);
  return {
    async close(state, gotTrials, finishedAt) {
      if (isNew && !gotTrials) {
        await rm(path.join(folder, 'run.json'), { force: true });
        await releaseLock(folder, lock);
        // Not a folder that someone has put something into meanwhile.
        if ((await readdir(folder)).length === 0) await rmdir(folder);
        return;
      }
      if (isOwn) await save({ ...record, state, finishedAt });
      await releaseLock(folder, lock);
    },
  };
}

/** @returns whether it was not there */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await hideFromGit(folder);
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw explainWriteError(error, folder);
  }
}
