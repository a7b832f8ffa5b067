/** What a shell shows for a program that Ctrl+C has ended. */
export const INTERRUPTED = 130;

/** The process has to end (SIGTERM, SIGHUP): nobody waits for a result. */
export class ProcessEndError extends Error {
  override readonly name = 'ProcessEndError';
}

/** A second SIGINT within this time is the same Ctrl+C: npm passes on what the terminal has told its child already. */
const SAME_KEY_MILLISECONDS = 200;

/** What sends the signals, and what they lead to; the process itself but in tests. */
export interface Host {
  on: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void) => unknown;
  exit: (code: number) => void;
  /** Milliseconds, of a clock that only goes forward. */
  now: () => number;
  /** One line for a person at a terminal. */
  tell: (line: string) => void;
}

/**
 * A signal for the jobs. A person's Ctrl+C aborts it with an `AbortError`: training keeps its best epoch as a model.
 * What ends the process aborts it with a `ProcessEndError`: training leaves its run as interrupted, with the checkpoint.
 * A Ctrl+C after either ends the process at once.
 */
export function abortWhenInterrupted({ on, exit, now, tell }: Host): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let since = 0;
  on('SIGINT', () => {
    if (signal.aborted) {
      if (now() - since > SAME_KEY_MILLISECONDS) exit(INTERRUPTED);
      return;
    }
    since = now();
    controller.abort();
    tell('Stopping; Ctrl+C again ends at once.');
  });
  for (const name of ['SIGTERM', 'SIGHUP'] as const) {
    on(name, () => {
      if (!signal.aborted) since = now();
      controller.abort(new ProcessEndError(`ended by ${name}`));
    });
  }
  return signal;
}

/** The signals of this process. */
export function abortAtProcessSignals(): AbortSignal {
  return abortWhenInterrupted({
    on: (name, listener) => process.on(name, listener),
    exit: (code) => process.exit(code),
    now: () => performance.now(),
    tell: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\n${line}\n`);
    },
  });
}
