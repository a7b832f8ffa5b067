import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { watchFiles } from '../watchFiles';
import type { Disposable } from '../../shared/rpc';

const DATA_FILE = /\.(csv|gz|png|jpe?g|gif|bmp|webp)$|ubyte$|[\\/]classes\.txt$/i;
/** What this program writes beside or in a workspace's data. */
const OWN_FILE = /[\\/]\.fashion-mnist[\\/]|[\\/](predictions|history)\.csv$/;

/** Tells when data changes on the disk. `path`: a file, or a folder with all that is below. */
export function watchData(dataPath: string, changed: () => void): Disposable {
  const isFolder = fs.statSync(dataPath, { throwIfNoEntry: false })?.isDirectory() ?? path.extname(dataPath) === '';
  const folder = vscode.Uri.file(isFolder ? dataPath : path.dirname(dataPath));
  return watchFiles(folder, isFolder ? '**' : '*', changed, (file) =>
    // A folder that goes or comes is told without what is in it; it has no ending then.
    isFolder
      ? (DATA_FILE.test(file) || path.extname(file) === '') && !OWN_FILE.test(file)
      : file === dataPath || path.basename(file) === 'classes.txt',
  );
}
