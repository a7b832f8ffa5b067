import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { watchFiles } from '../watchFiles';

/**
 * Tells when something happens to the files of a data set: anything in its folder, or beside its file (labels, class
 * names). Whether the data changed by that is for the data process to say.
 */
export function watchData(dataPath: string, changed: () => void): vscode.Disposable {
  const isFolder = fs.statSync(dataPath, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folder = isFolder ? dataPath : path.dirname(dataPath);
  return watchFiles(vscode.Uri.file(folder), isFolder ? '**' : '*', changed, (file) => !isOwnFile(folder, file));
}

/** Runs are written all the time while a training works, and are no data. */
function isOwnFile(folder: string, file: string): boolean {
  return path.relative(folder, file).split(path.sep).includes('.fashion-mnist');
}
