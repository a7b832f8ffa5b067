import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { asShownText } from './shownText';

/**
 * The workspace folder that a job keeps its runs and reports in: the one that holds `resource`, the only one, or the
 * one that the person picks. Undefined when there is none; then the person has been told.
 */
export async function chooseWorkspaceFolder(resource?: vscode.Uri): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const owner = resource && vscode.workspace.getWorkspaceFolder(resource);
  if (owner) return owner;
  if (folders.length === 1) return folders[0];
  if (folders.length > 1) {
    return await vscode.window.showWorkspaceFolderPick({ placeHolder: l10n.t('Where to keep the runs and reports') });
  }
  const [open, make] = [l10n.t('Open Folder...'), l10n.t('Make a Folder')];
  const message = l10n.t(
    'FashionMNIST keeps its runs and reports in the workspace folder, and none is open. ' +
      'Open one, or let a folder "fashion-mnist" be made in your home folder.',
  );
  const choice = await vscode.window.showWarningMessage(message, open, make);
  if (choice === open) await vscode.commands.executeCommand('vscode.openFolder');
  if (choice === make) await vscode.commands.executeCommand('fashionMnist.makeFolder');
  return undefined;
}

/** How a place is called on the screen: relative to the workspace folder if it is inside, else its last part. */
export function nameOf(place: string, folder: vscode.WorkspaceFolder): string {
  const relative = path.relative(folder.uri.fsPath, place);
  if (relative === '') return asShownText(folder.name);
  const inside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return asShownText(inside ? relative.split(path.sep).join('/') : path.basename(place));
}
