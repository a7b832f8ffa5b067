import path from 'node:path';
import type { Command } from 'commander';
import { downloadFashionMnist, FASHION_MNIST_ADDRESS, FASHION_MNIST_BYTES } from '../../downloads/fashionMnist';
import { commandName, quoted } from '../commandName';
import { printable } from '../formatting';
import { jsonOption } from '../options';
import { printResult, shownPath, withProgress, type Session } from '../session';

export function addDownload(program: Command, session: Session): void {
  program
    .command('download')
    .description('get Fashion-MNIST (70,000 images, 31 MB) into a folder; goes on where an earlier try has stopped')
    .argument('<dir>', 'the folder; it is made if it is not there')
    .option('--from <url>', 'the address of a folder that holds the four files', FASHION_MNIST_ADDRESS)
    .addOption(jsonOption())
    .action(async (dir: string, options: { from: string; json?: boolean }) => {
      const folder = path.resolve(session.workingFolder, dir);
      const files = await withProgress(session, ({ progress, signal }) =>
        downloadFashionMnist(folder, options.from, {
          signal,
          onBytes: (bytes) => progress({ message: 'downloading', fraction: bytes / FASHION_MNIST_BYTES }),
        }),
      );
      printResult(
        session,
        options.json,
        { folder, files },
        () =>
          `Fashion-MNIST is in ${printable(shownPath(session, folder))}\n` +
          `Next: ${commandName()} train ${printable(quoted(shownPath(session, folder)))}\n`,
      );
    });
}
