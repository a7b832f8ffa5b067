import type { Progress } from '../shared/contracts/jobs';

/** The least time between two messages of one kind, ms: about ten a second. */
const INTERVAL = 100;

/**
 * Passes on at most ten reports a second, and every change of what is being done. No timer: a job that computes
 * without a pause would never let it fire.
 */
export function coalesceProgress(emit: (progress: Progress) => void, now: () => number): (progress: Progress) => void {
  let last = -Infinity;
  let message: string | undefined;
  return (progress) => {
    const time = now();
    if (time - last < INTERVAL && progress.message === message) return;
    last = time;
    message = progress.message;
    emit(progress);
  };
}
