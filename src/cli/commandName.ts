import path from 'node:path';
import { packageRoot } from './packageRoot';

/** How this program was started. */
export interface Start {
  /** The script that Node was given: a link of the name `fashion-mnist`, or `dist/cli.cjs`. */
  script: string;
  workingFolder: string;
  /** The project's folder. */
  root: string;
  /** What npm says it does: `exec` for `npx`, `start` for `npm start`; undefined without npm. */
  npmCommand: string | undefined;
}

/**
 * What a person types to start this program once more from where they are, for hints: `npx fashion-mnist` in a clone,
 * `fashion-mnist` where that is on the path, else `node` with the script. Outside a clone `npx` would ask the registry
 * for a package of this name, and that is not ours.
 */
export function commandName(start: Start = thisStart()): string {
  const isLink = path.parse(start.script).name === 'fashion-mnist';
  if (start.npmCommand === 'exec' || isInside(start.workingFolder, start.root)) return 'npx fashion-mnist';
  return isLink ? 'fashion-mnist' : `node ${quoted(start.script)}`;
}

function thisStart(): Start {
  return {
    script: process.argv[1] ?? '',
    workingFolder: process.cwd(),
    root: packageRoot(),
    npmCommand: process.env['npm_command'],
  };
}

function isInside(folder: string, root: string): boolean {
  const relative = path.relative(root, folder);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** For a line that a person may copy into a shell. */
export function quoted(file: string): string {
  return /^[\w./\\:@+,-]+$/.test(file) ? file : `"${path.normalize(file)}"`;
}
