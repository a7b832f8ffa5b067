import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Collects garbage at once. Pixels lie outside of the heap, so that an idle process might keep those of a closed data set
 * for long, and be twice as large when the next one is opened.
 */
export function freeMemory(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('globalThis.gc') as (() => void) | undefined;
  collect?.();
}
