import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../../shared/userError';
import { compileAddon, findCompiler } from './compile';
import type { EngineMaker } from './install';
import { installOfficially } from './official';
import { refuseOtherPlatforms } from './platform';
import { fetchWheel, findPip, unpackWheel, wantedMembers } from './wheel';

/**
 * Makes an engine in a clone of the project: what tfjs-node's own script downloads, else the library out of the wheel, with
 * the addon compiled here.
 * @param projectFolder holds `node_modules` and `src`
 * @param compiled whether the addon is to be compiled here in any case
 */
export function buildEngine(projectFolder: string, compiled = false): EngineMaker {
  return async ({ engine, scratch }, context) => {
    const tfjsNode = packageFolder(projectFolder, '@tensorflow/tfjs-node');
    const { note, signal } = context;
    if (!compiled) {
      note("asking tfjs-node's own download for TensorFlow");
      if (await installOfficially(tfjsNode, engine, scratch, signal)) return 'official';
      note('the official download does not answer; taking the library from PyPI');
    }
    refuseOtherPlatforms(compiled ? 'the official download is not wanted' : 'the official download does not answer');
    // Both are asked for before the long download.
    const pip = await findPip(signal);
    const compiler = await findCompiler(signal);
    const wheel = await fetchWheel(pip, scratch, context);
    const headers = path.join(scratch, 'include');
    await unpackWheel(wheel, wantedMembers(engine, headers), context);
    note(`building the addon with ${compiler}`);
    await compileAddon(
      compiler,
      engine,
      {
        tfjsNode,
        nodeHeaders: path.join(packageFolder(projectFolder, 'node-api-headers'), 'include'),
        tensorFlowHeaders: headers,
        quietSource: path.join(projectFolder, 'src', 'engine', 'native', 'quietStderr.cc'),
      },
      signal,
    );
    return 'pypi';
  };
}

function packageFolder(projectFolder: string, name: string): string {
  try {
    return path.dirname(createRequire(path.join(projectFolder, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    throw new UserError(
      `the package ${name} is not here`,
      'run "npm ci" in a clone of the project and install from there',
      {
        file: projectFolder,
      },
    );
  }
}
