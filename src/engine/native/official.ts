import fs from 'node:fs';
import path from 'node:path';
import { addonFile, librariesFolder } from './location';
import { runProgram } from './runProgram';

/** A host that says nothing at all for so long is taken as out of reach. */
const PATIENCE_SECONDS = 20;
const LONGEST_SECONDS = 30 * 60;

/**
 * tfjs-node's own way: its install script, run in a copy of the package, downloads TensorFlow and the addon that its
 * makers built. Those hosts have refused people since 2026 (tensorflow/tfjs #8742), so a refusal is an ordinary answer.
 * @param scratch an empty folder on the same disk as `folder`.
 * @returns whether `folder` now holds an engine.
 */
export async function installOfficially(
  tfjsNode: string,
  folder: string,
  scratch: string,
  signal: AbortSignal,
): Promise<boolean> {
  const copy = path.join(scratch, 'tfjs-node');
  for (const part of ['package.json', 'binding.gyp', 'scripts', 'binding']) {
    fs.cpSync(path.join(tfjsNode, part), path.join(copy, part), { recursive: true });
  }
  const modules = path.join(tfjsNode, '..', '..');
  const downloads = [path.join(copy, 'deps'), path.join(copy, 'scripts', '_tmp.zip')];
  const { code } = await runProgram(process.execPath, [path.join('scripts', 'install.js'), 'cpu', 'download'], {
    folder: copy,
    environment: {
      ...process.env,
      // The copy finds the script's libraries and node-pre-gyp where npm has put them.
      NODE_PATH: modules,
      PATH: `${path.join(modules, '.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
    signal,
    timeoutSeconds: LONGEST_SECONDS,
    giveUp: (seconds) => seconds >= PATIENCE_SECONDS && !downloads.some(holdsSomething),
  });
  if (code !== 0) return false;
  return placeEngine(copy, folder);
}

/** Moves what the script left in the package's folder to where ours looks for it. */
export function placeEngine(copy: string, folder: string): boolean {
  const built = path.join(copy, 'lib');
  const libraries = path.join(copy, 'deps', 'lib');
  if (!fs.existsSync(built) || !fs.existsSync(libraries)) return false;
  // The folder is named after the newest Node-API that the makers built for.
  const addon = fs
    .readdirSync(built)
    .map((name) => path.join(built, name, 'tfjs_binding.node'))
    .find((file) => fs.existsSync(file));
  if (!addon) return false;
  fs.mkdirSync(path.dirname(librariesFolder(folder)), { recursive: true });
  fs.renameSync(libraries, librariesFolder(folder));
  fs.mkdirSync(path.dirname(addonFile(folder)), { recursive: true });
  fs.renameSync(addon, addonFile(folder));
  // Windows looks beside the addon, and the script puts the library elsewhere (tensorflow/tfjs #7341).
  const dll = path.join(librariesFolder(folder), 'tensorflow.dll');
  if (fs.existsSync(dll)) fs.copyFileSync(dll, path.join(path.dirname(addonFile(folder)), 'tensorflow.dll'));
  return true;
}

function holdsSomething(place: string): boolean {
  const found = fs.statSync(place, { throwIfNoEntry: false });
  return found !== undefined && (found.isFile() ? found.size > 0 : fs.readdirSync(place).length > 0);
}
