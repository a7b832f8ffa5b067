import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../shared/userError';
import { isInside } from './samePlace';
import { readSettings } from './settings';

/**
 * In a workspace that is not trusted nothing is written through a link that leads out of it: such a folder may come
 * from anyone. A place outside that the person's own settings name is not meant.
 * @param place what is to be written, or the folder that it comes into; it need not be there
 * @throws UserError when a link of the workspace leads it outside
 */
export async function refuseLinksOut(folder: vscode.WorkspaceFolder, place: string): Promise<void> {
  const root = folder.uri.fsPath;
  if (vscode.workspace.isTrusted || !isInside(place, root)) return;
  if (isInside(await realPlace(place), await realPlace(root))) return;
  throw new UserError(
    l10n.t('is a link out of the workspace, which is not trusted: nothing is written there'),
    l10n.t('trust the workspace, or remove the link'),
    { file: place },
  );
}

/**
 * The same for all that the engine keeps in the workspace by itself: runs with all that is in them, and reviews. Called
 * before it is asked anything, for nearly all that it does writes there.
 * @throws UserError when a link in there leads out
 */
export async function refuseLinksOfEngine(): Promise<void> {
  if (vscode.workspace.isTrusted) return;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const own = path.join(folder.uri.fsPath, '.fashion-mnist');
    const { runsFolder } = readSettings(folder);
    for (const place of isInside(runsFolder, own) ? [own] : [own, runsFolder]) {
      await refuseLinksOut(folder, place);
      if (!isInside(place, folder.uri.fsPath)) continue;
      for (const name of await fs.readdir(place, { recursive: true }).catch(() => [])) {
        const at = path.join(place, name);
        if ((await fs.lstat(at).catch(() => null))?.isSymbolicLink()) await refuseLinksOut(folder, at);
      }
    }
  }
}

/**
 * Where a place is in truth: links to what is not there are followed too, and of what is not there the nearest folder
 * that is. @param hops links that may still be followed
 */
async function realPlace(place: string, hops = 40): Promise<string> {
  const real = await fs.realpath(place).catch(() => null);
  if (real !== null) return real;
  const parent = path.dirname(place);
  if (parent === place) return place;
  const folder = await realPlace(parent, hops);
  const target = await fs.readlink(place).catch(() => null);
  if (target === null || hops === 0) return path.join(folder, path.basename(place));
  return await realPlace(path.resolve(folder, target), hops - 1);
}
