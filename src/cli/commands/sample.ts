import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../shared/userError';
import { commandName, quoted } from '../commandName';
import { printable } from '../formatting';
import { jsonOption } from '../options';
import { packageRoot } from '../packageRoot';
import { printResult, shownPath, type Session } from '../session';

/** The data that the project carries. */
export function sampleFolder(): string {
  return path.join(packageRoot(), 'media', 'sample');
}

export function addSample(program: Command, session: Session): void {
  program
    .command('sample')
    .description('copy the carried sample of Fashion-MNIST into a folder')
    .argument('<dir>', 'the folder; it is made if it is not there')
    .addOption(jsonOption())
    .action((dir: string, options: { json?: boolean }) => {
      const folder = path.resolve(session.workingFolder, dir);
      const files = copySample(folder);
      printResult(
        session,
        options.json,
        { folder, files },
        () =>
          `Copied ${files.length} files to ${printable(shownPath(session, folder))}\n` +
          `Next: ${commandName()} train ${printable(quoted(shownPath(session, folder)))}\n`,
      );
    });
}

/** @returns the names of the files. @throws UserError when a file of that name is there already. */
function copySample(folder: string): string[] {
  const names = fs.readdirSync(sampleFolder()).sort();
  for (const name of names) {
    if (fs.existsSync(path.join(folder, name))) {
      throw new UserError('exists already', 'name another folder; nothing was copied', {
        file: path.join(folder, name),
      });
    }
  }
  try {
    fs.mkdirSync(folder, { recursive: true });
    for (const name of names) {
      fs.copyFileSync(path.join(sampleFolder(), name), path.join(folder, name), fs.constants.COPYFILE_EXCL);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new UserError('no permission to write here', 'name another folder', { file: folder });
    }
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new UserError('is not a folder', 'name another', { file: folder });
    throw error;
  }
  return names;
}
