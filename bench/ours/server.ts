// What a contestant that stays does: warms up at the first line it is given, measures at each further one.
import readline from 'node:readline';

/** @param measure of a round; what the first call gives is not counted */
export async function serve(measure: () => Promise<number>): Promise<void> {
  const lines = readline.createInterface(process.stdin)[Symbol.asyncIterator]();
  while (!(await lines.next()).done) console.log(await measure());
}

/** Images a second of a piece of work. */
export async function imagesPerSecond(images: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (1000 * images) / (performance.now() - started);
}
