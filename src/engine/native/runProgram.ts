import { spawn, type ChildProcess } from 'node:child_process';

/** How a program ended and what it said. */
export interface ProgramEnd {
  /** Exit code; null when it could not be started or a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Whether the program was not found. */
  missing: boolean;
  /** Whether `timeoutSeconds` or `giveUp` ended it. */
  gaveUp: boolean;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  folder?: string;
  environment?: NodeJS.ProcessEnv;
  signal: AbortSignal;
  timeoutSeconds?: number;
  /** Asked every second; true ends the program. */
  giveUp?: (secondsSoFar: number) => boolean;
  /** Show its standard output on our standard error as it comes, for its progress bar. */
  showOutput?: boolean;
}

/** Runs a program to its end, without a shell. It is stopped when `signal` aborts, which rejects with its reason. */
export async function runProgram(command: string, parameters: string[], options: ProgramOptions): Promise<ProgramEnd> {
  const { folder, environment, signal, timeoutSeconds = Infinity, giveUp = () => false, showOutput = false } = options;
  signal.throwIfAborted();
  // A group of its own, so that what it starts in turn is stopped with it.
  const child = spawn(command, parameters, {
    cwd: folder,
    env: environment,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', showOutput ? process.stderr : 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout = tail(stdout + text)));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = tail(stderr + text)));

  let seconds = 0;
  let gaveUp = false;
  const clock = setInterval(() => {
    seconds++;
    if (seconds < timeoutSeconds && !giveUp(seconds)) return;
    gaveUp = true;
    stop(child);
  }, 1000);
  const onAbort = () => stop(child);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const end = await new Promise<Pick<ProgramEnd, 'code' | 'signal' | 'missing'>>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ code: null, signal: null, missing: true });
        else reject(error);
      });
      child.once('close', (code, endSignal) => resolve({ code, signal: endSignal, missing: false }));
    });
    signal.throwIfAborted();
    return { ...end, gaveUp, stdout, stderr };
  } finally {
    clearInterval(clock);
    signal.removeEventListener('abort', onAbort);
  }
}

function stop(child: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

/** Enough for a message; a compiler can say much. */
function tail(text: string): string {
  return text.length > 1 << 20 ? text.slice(-(1 << 19)) : text;
}
