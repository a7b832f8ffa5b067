import { Command, CommanderError } from 'commander';
import { UserError } from '../shared/userError';
import { addAblate } from './commands/ablate';
import { addAnalyze } from './commands/analyze';
import { addCompare } from './commands/compare';
import { addDemo } from './commands/demo';
import { addDoctor } from './commands/doctor';
import { addDownload } from './commands/download';
import { addEngine } from './commands/engine';
import { addEvaluate } from './commands/evaluate';
import { addReview } from './commands/review';
import { addRuns } from './commands/runs';
import { addSample } from './commands/sample';
import { addTrain } from './commands/train';
import { printable, printableLines } from './formatting';
import { abortAtProcessSignals, INTERRUPTED } from './interruption';
import { packageVersion } from './packageRoot';
import type { Session } from './session';

const BAD_INPUT = 1;
const BAD_USAGE = 2;

/** The whole program. @returns the exit code: 0, 1 bad input, 2 usage, 130 interrupted. */
export async function run(argv: readonly string[]): Promise<number> {
  tolerateClosedPipes();
  const signal = abortAtProcessSignals();
  const session: Session = {
    workingFolder: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    signal,
    now: () => new Date(),
    told: new Set(),
  };
  try {
    await makeProgram(session).parseAsync([...argv]);
    return signal.aborted ? INTERRUPTED : Number(process.exitCode ?? 0);
  } catch (error) {
    return explain(error, signal);
  }
}

function makeProgram(session: Session): Command {
  const program = new Command('fashion-mnist')
    .description('Analyses image data like Fashion-MNIST, trains networks on it and evaluates them.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .showHelpAfterError('(--help shows what can be given)')
    .exitOverride();
  for (const add of [
    addAnalyze,
    addTrain,
    addEvaluate,
    addCompare,
    addAblate,
    addReview,
    addRuns,
    addSample,
    addDownload,
    addDemo,
    addDoctor,
    addEngine,
  ]) {
    add(program, session);
  }
  return program;
}

function explain(error: unknown, signal: AbortSignal): number {
  // Commander has told the person already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_USAGE;
  if (signal.aborted && (error === signal.reason || (error as Error).name === 'AbortError')) {
    process.stderr.write('Interrupted.\n');
    return INTERRUPTED;
  }
  if (error instanceof UserError) {
    process.stderr.write(`${printable(error.message)}\n`);
    return BAD_INPUT;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `Sorry, this is a fault of fashion-mnist. Please report it with these lines:\n${printableLines(stack)}\n`,
  );
  return BAD_INPUT;
}

/** A reader that has seen enough (`| head`) is no fault, nor is a terminal that was closed. */
function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}
