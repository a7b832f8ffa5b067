import fs from 'node:fs';
import path from 'node:path';

/** The project's folder, which holds package.json and media/: one or two levels above the code that runs. Absolute. */
export function packageRoot(from = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) throw new Error(`no package.json above ${from}`);
  }
}

/** This program's version. */
export function packageVersion(root = packageRoot()): string {
  return (JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
