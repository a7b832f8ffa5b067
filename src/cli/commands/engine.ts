import type { Command } from 'commander';
import type { EngineCheck } from '../../engine/native/install';
import { checkEngineApart } from '../engineCheck';
import { formatSpeed, printable, printableLines } from '../formatting';
import { jsonOption } from '../options';
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
    .addOption(jsonOption())
    .action(async (options: Options) => {
      const { installNativeEngine } = await import('../../engine/native/install');
      const { engineFolder } = await import('../../engine/native/location');
      const request = { folder: engineFolder(), projectFolder: packageRoot(), now: session.now().toISOString() };
      const result = await withProgress(session, ({ note, progress, signal }) =>
        installNativeEngine(request, {
          note,
          progress: (message, fraction) => progress({ message, fraction }),
          onTerminal: 'isTTY' in session.stderr && session.stderr.isTTY,
          check: (engine, aborted) => checkEngineApart(engine, aborted),
          signal,
        }),
      );
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

/** @param measuring ends the measuring of the speed; null: it is not measured */
async function checkEngineHere(measuring: AbortSignal | null): Promise<EngineCheck> {
  const { loadRuntime } = await import('../../engine/runtime');
  const { selfTest } = await import('../../engine/native/selfTest');
  try {
    const runtime = await loadRuntime('native');
    const problem = await selfTest(runtime);
    if (problem) return { works: false, reason: problem };
    const works = { works: true, tensorflow: runtime.versions['tensorflow'] } as const;
    if (!measuring) return works;
    const { measureEngine } = await import('../../engine/jobs/calibrate');
    return { ...works, imagesPerSecond: await measureEngine(runtime, measuring) };
  } catch (error) {
    return { works: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
