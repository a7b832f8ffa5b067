import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../shared/userError';

/**
 * In a workspace that is not trusted nothing is written through a link that leads out of it: such a folder may come
 * from anyone. A place outside that the person's own settings name is not meant.
 * @param place what is to be written, or the folder that it comes into; it need not be there
 * @throws UserError when a link of the workspace leads it outside
 */
export async function refuseLinksOut(folder: vscode.WorkspaceFolder, place: string): Promise<void> {
  const root = folder.uri.fsPath;
  if (vscode.workspace.isTrusted || !isInside(place, root)) return;
  if (isInside(await realPlace(place), await fs.realpath(root))) return;
  throw new UserError(
    l10n.t('is a link out of the workspace, which is not trusted: nothing is written there'),
    l10n.t('trust the workspace, or remove the link'),
    { file: place },
  );
}

export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

/** Where a place is in truth, by its nearest ancestor that is there. A link to nothing counts as where it points. */
async function realPlace(place: string): Promise<string> {
  try {
    return await fs.realpath(place);
  } catch {
    const target = await fs.readlink(place).catch(() => null);
    if (target !== null) return path.resolve(path.dirname(place), target);
    const parent = path.dirname(place);
    return parent === place ? place : path.join(await realPlace(parent), path.basename(place));
  }
}
