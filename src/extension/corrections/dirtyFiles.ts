import * as vscode from 'vscode';
import { isSamePlace } from '../samePlace';

/** Whether a file is open in this window with changes that are not saved: as text, or in an editor of another extension. */
export function hasUnsavedChanges(file: string): boolean {
  const isIt = (uri: vscode.Uri) => uri.scheme === 'file' && isSamePlace(uri.fsPath, file);
  if (vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && isIt(uri))) return true;
  // Large files and editors of their own are known by their tab alone.
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ isDirty, input }) => {
    const isShown = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
    return isDirty && isShown && isIt(input.uri);
  });
}
