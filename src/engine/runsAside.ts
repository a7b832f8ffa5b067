import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';
import { explainWriteError, renamePatiently } from './atomicWrite';
import { existingFolder, PARTIAL, requireRun } from './runs';

/** Begins the name of a run's folder while it is out of sight. */
const ASIDE = '.aside-';

/**
 * Puts a run out of sight, in the same folder under a hidden name; `bringRunBack` brings it back as it was.
 * @param runFolder with or without `.partial`
 * @throws UserError when it is no run, or is being trained
 */
export async function putRunAside(runFolder: string): Promise<void> {
  const found = path.resolve((await existingFolder(runFolder)) ?? runFolder);
  await requireRun(found);
  const hidden = hiddenName(found);
  try {
    // One that was put aside before, of a folder of this name that is there again: it is gone for good.
    await rm(hidden, { recursive: true, force: true });
    await renamePatiently(found, hidden);
  } catch (error) {
    throw explainWriteError(error, found);
  }
}

/** @throws UserError when it was not put aside, or another run has its name by now */
export async function bringRunBack(runFolder: string): Promise<void> {
  const name = (await namesAside(runFolder)).at(0);
  if (name === undefined) {
    throw new UserError(l10n.t('was not put aside, or was deleted since'), l10n.t('refresh the list of runs'), {
      file: path.resolve(runFolder),
    });
  }
  if ((await existingFolder(name)) !== null) {
    throw new UserError(l10n.t('is there again: another run has this name'), l10n.t('rename its folder first'), {
      file: name,
    });
  }
  try {
    await renamePatiently(hiddenName(name), name);
  } catch (error) {
    throw explainWriteError(error, name);
  }
}

/** Deletes for good what was put aside, of these runs alone: another window may still bring its own back. */
export async function deleteAside(runFolders: readonly string[]): Promise<void> {
  for (const runFolder of runFolders) {
    for (const name of await namesAside(runFolder)) {
      const folder = hiddenName(name);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
        throw explainWriteError(error, folder);
      });
    }
  }
}

/** The names that a run which is out of sight had: whole or not. */
async function namesAside(runFolder: string): Promise<string[]> {
  const whole = path.resolve(runFolder);
  const found: string[] = [];
  for (const name of whole.endsWith(PARTIAL) ? [whole] : [whole, whole + PARTIAL]) {
    if ((await existingFolder(hiddenName(name))) === hiddenName(name)) found.push(name);
  }
  return found;
}

function hiddenName(folder: string): string {
  return path.join(path.dirname(folder), ASIDE + path.basename(folder));
}
