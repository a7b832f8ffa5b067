import * as vscode from 'vscode';
import type { ReviewKeys } from '../../shared/contracts/reviewView';
import type { Parts } from '../parts';
import { checkKeys } from './checkKeys';

const SETTING = 'reviewKeys';

/** The keys of the review view as the settings have them; what they cannot have is told in the log. */
export function readReviewKeys({ log }: Parts, folder: vscode.WorkspaceFolder): ReviewKeys {
  const setting = vscode.workspace.getConfiguration('fashionMnist', folder.uri).get<unknown>(SETTING);
  const { keys, problems } = checkKeys(setting);
  for (const problem of problems) log.warn(`fashionMnist.${SETTING}: ${problem}`);
  return keys;
}

export function watchReviewKeys(folder: vscode.WorkspaceFolder, changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`fashionMnist.${SETTING}`, folder.uri)) changed();
  });
}
