// The process that bench/csv.ts measures: reads one CSV and tells how long that took; without one it is idle.
import fs from 'node:fs';
import { DEFAULT_CLASSES } from '../src/engine/data/classNames';
import { readCsv } from '../src/engine/data/csv';

async function measure([file]: (string | undefined)[]): Promise<void> {
  const start = performance.now();
  const count = file ? (await readCsv(file, DEFAULT_CLASSES)).count : 0;
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, count, peak: peakMemory() }));
}

/** Bytes; 0 where the system does not tell. */
function peakMemory(): number {
  if (process.platform !== 'linux') return 0;
  const found = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync('/proc/self/status', 'utf8'));
  return found ? Number(found[1]) * 1024 : 0;
}

void measure(process.argv.slice(2));
