import { randomBytes } from 'node:crypto';
import { lstat, mkdir, realpath, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { explainWriteError, renamePatiently } from '../atomicWrite';

/** @throws UserError if there is something at `out` already, or it lies within the data */
export async function checkNewPlace(out: string, data: string): Promise<void> {
  if (await exists(out)) {
    throw new UserError(l10n.t('is there already'), l10n.t('name a place where nothing is; nothing was written'), {
      file: out,
    });
  }
  const [place, root] = [await realPlace(out), await realPlace(data)];
  if (place.startsWith(root + path.sep)) {
    throw new UserError(l10n.t('lies within the data'), l10n.t('name a place outside of it; nothing was written'), {
      file: out,
    });
  }
}

/**
 * Makes something new, whole or not at all: `write` writes to a temporary path beside `out` (a file or a folder, as it
 * likes), which is renamed at the end. After an error nothing is left, no folder above it either.
 * @throws UserError when the place cannot be written
 */
export async function makeWhole(out: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const parent = path.dirname(out);
  const temporary = path.join(parent, `.${path.basename(out).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  let made: string | undefined;
  try {
    made = await mkdir(parent, { recursive: true });
    await write(temporary);
    if (await exists(out)) {
      throw new UserError(l10n.t('came to be there meanwhile'), l10n.t('name another place'), { file: out });
    }
    await renamePatiently(temporary, out);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (made !== undefined) await removeEmpty(parent, made);
    throw explainWriteError(error, out);
  }
}

/** Removes the folders from `folder` up to `top`, as far as they are empty. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  for (let at = folder; at.length >= top.length; at = path.dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return; // somebody has put something there
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return false;
      throw explainWriteError(error, file);
    },
  );
}

/** The path without links, of which the last parts need not be there. */
async function realPlace(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(await realPlace(parent), path.basename(file));
  }
}
