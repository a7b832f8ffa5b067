import type { Command } from 'commander';
import { checkEngineHere, type EngineCheck } from '../../engine/native/check';
import { formatSpeed, printable, printableLines } from '../formatting';
import { jsonOption } from '../options';
import { checkInstalledEngine } from '../engineCheck';
import { packageRoot } from '../packageRoot';
import { printResult, withProgress, type Session } from '../session';

interface Options {
  json?: boolean;
}

export function addEngine(program: Command, session: Session): void {
  const engine = program.command('engine').description('install or check the native engine');
  engine
    .command('install')
    .description('install the native engine for this user; nothing to do if it is there')
    .option('--compile', "compile the addon here, without asking tfjs-node's own download")
    .addOption(jsonOption())
    .action(async (options: Options & { compile?: boolean }) => {
      const { installNativeEngine } = await import('../../engine/native/install');
      const { engineFolder } = await import('../../engine/native/location');
      const { buildEngine } = await import('../../engine/native/buildEngine');
      const request = { folder: engineFolder(), now: session.now().toISOString() };
      const result = await withProgress(session, ({ note, progress, signal }) => {
        const context = {
          note,
          progress: (message: string, fraction: number) => progress({ message, fraction }),
          onTerminal: 'isTTY' in session.stderr && session.stderr.isTTY,
          check: checkInstalledEngine,
          signal,
        };
        return installNativeEngine(request, context, buildEngine(packageRoot(), options.compile));
      });
      const { alreadyInstalled, folder, manifest } = result;
      printResult(
        session,
        options.json,
        { alreadyInstalled, folder, tensorflow: manifest.tensorflow, origin: manifest.origin },
        () =>
          `The native engine is ${alreadyInstalled ? 'already ' : ''}installed and works: TensorFlow ${manifest.tensorflow} in ${printable(folder)}\n`,
      );
    });
  engine
    .command('check')
    .description('load the native engine and test it')
    .option('--speed', 'measure as well how fast it trains, for two seconds')
    .addOption(jsonOption())
    .action(async (options: Options & { speed?: boolean }) => {
      const answer = await checkEngineHere(options.speed ? session.signal : null);
      const speed = ({ imagesPerSecond }: EngineCheck & { works: true }) =>
        imagesPerSecond === undefined ? '' : `, ${formatSpeed(imagesPerSecond)}`;
      printResult(session, options.json, answer, () =>
        answer.works
          ? `The native engine works: TensorFlow ${answer.tensorflow}${speed(answer)}\n`
          : `The native engine does not work: ${printableLines(answer.reason)}\n`,
      );
      if (!answer.works) process.exitCode = 1;
    });
}
