import { setImmediate as nextTurn } from 'node:timers/promises';

/** The longest that a computation holds the thread, ms. */
const TURN = 25;

/**
 * A function to await often in a long computation: it lets messages and timers through every 25 ms, and ends the
 * computation with the signal's reason when it is cancelled.
 */
export function breather(signal: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN) return undefined;
    return nextTurn().then(() => {
      signal.throwIfAborted();
      last = performance.now();
    });
  };
}
