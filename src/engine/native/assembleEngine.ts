import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { LibrarySource } from '../../shared/contracts/engine';
import { UserError } from '../../shared/userError';
import { addonFile, librariesFolder, quietAddonFile } from './location';
import type { EngineMaker, InstallContext } from './install';
import { runProgram } from './runProgram';
import { fetchWheel, findPip, unpackWheel, wantedMembers } from './wheel';

/**
 * Makes an engine of the addons that a package of the extension for this platform brings, compiled, and TensorFlow's
 * library, which it does not. Linux on x64.
 * @param addons the folder of the two addons, absolute
 */
export function assembleEngine(addons: string, source: LibrarySource): EngineMaker {
  return async ({ engine, scratch }, context) => {
    const origin = await placeLibraries(engine, scratch, source, context);
    for (const file of [addonFile(engine), quietAddonFile(engine)]) {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.copyFileSync(path.join(addons, path.basename(file)), file);
    }
    return origin;
  };
}

async function placeLibraries(
  engine: string,
  scratch: string,
  source: LibrarySource,
  context: InstallContext,
): Promise<'official' | 'pypi'> {
  if (source.kind === 'official') {
    await unpackOfficial(source.archive, engine, scratch, context);
    return 'official';
  }
  const wheel =
    source.kind === 'wheel' ? source.archive : await fetchWheel(await findPip(context.signal), scratch, context);
  await unpackWheel(wheel, wantedMembers(engine), context);
  return 'pypi';
}

const LIBRARY = 'libtensorflow.so.2';

/** The archive that TensorFlow's makers publish for C, whose checksum whoever fetched it has compared. */
async function unpackOfficial(
  archive: string,
  engine: string,
  scratch: string,
  { note, signal }: InstallContext,
): Promise<void> {
  note(l10n.t('unpacking TensorFlow'));
  const { code, stderr, missing } = await runProgram('tar', ['-xzf', archive, '-C', scratch], { signal });
  if (missing)
    throw new UserError(l10n.t('there is no tar to unpack TensorFlow with'), l10n.t('install it and try again'));
  if (/No space left/i.test(stderr)) throw Object.assign(new Error(stderr), { code: 'ENOSPC' });
  const unpacked = path.join(scratch, 'lib');
  if (code !== 0 || !fs.existsSync(path.join(unpacked, LIBRARY)))
    throw new UserError(
      l10n.t('not an archive of TensorFlow ({0})', stderr.trim().split('\n').at(-1) ?? ''),
      l10n.t('fetch it again'),
      { file: path.basename(archive) },
    );
  for (const name of ['LICENSE', 'THIRD_PARTY_TF_C_LICENSES'])
    if (fs.existsSync(path.join(scratch, name))) fs.copyFileSync(path.join(scratch, name), path.join(engine, name));
  fs.mkdirSync(path.dirname(librariesFolder(engine)), { recursive: true });
  fs.renameSync(unpacked, librariesFolder(engine));
  // The addons name the library as it is called in the wheel.
  fs.symlinkSync(LIBRARY, path.join(librariesFolder(engine), 'libtensorflow_cc.so.2'));
}
