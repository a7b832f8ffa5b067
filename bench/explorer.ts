// What the explorer waits for, measured on the data process as it is built: start, first thumbnails, filters and sorts,
// memory, alike images; on the real set, and on a CSV of 500,000 rows that is made for it. `npm run bench:explorer [ROWS]`;
// FASHION_MNIST_DATA says where the real set is. Memory is told on Linux only.
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { imageAt } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';
import { ImageSet } from '../src/engine/explore/imageSet';
import { bestPlacement } from '../src/engine/explore/alike/shiftedDistance';
import { findNearPairs } from '../src/engine/explore/alike/nearPairs';
import { NEAR_THRESHOLD } from '../src/engine/explore/alike/findAlike';
import { Random } from '../src/engine/random';
import type { DataSide, ImageFilter, ImageSort } from '../src/shared/contracts/explorer';
import { processChannel } from '../src/shared/processChannel';
import { connect, type Connection, type Silent } from '../src/shared/rpc';
import { REAL_SET } from './realSet';

const ROUNDS = 20;
/** Images on a first screen. */
const SCREEN = 200;
const BY_INDEX: ImageSort = { by: 'index', descending: false };

const QUERIES: [what: string, filter: ImageFilter, sort: ImageSort][] = [
  ['all', {}, BY_INDEX],
  ['three classes, a range of means', { classes: [1, 2, 6], mean: [50, 150] }, BY_INDEX],
  ['all by mean', {}, { by: 'mean', descending: true }],
  ['all by distance to the class mean', {}, { by: 'classDistance', descending: true }],
  ['outliers or dark, by deviation', { marks: ['outlier', 'dark'] }, { by: 'deviation', descending: false }],
  ['a number', { text: '777' }, BY_INDEX],
  ['part of a file name', { text: 'images' }, BY_INDEX],
  ['the beginning of an id', { text: '5bd44e' }, BY_INDEX],
];

const row = (what: string, figure: string) => console.log(`| ${what.padEnd(52)} | ${figure.padStart(28)} |`);
const ms = (time: number) => `${time.toFixed(0)} ms`;

function summary(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${sorted[sorted.length >> 1].toFixed(1)} ms (max ${sorted[sorted.length - 1].toFixed(1)})`;
}

/** Memory in MB, by its name in `/proc`: VmRSS, VmHWM (the peak). */
function memory({ pid }: ChildProcess, name: string): string {
  try {
    const kilobytes = new RegExp(`${name}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
    return `${((Number(kilobytes) * 1024) / 1e6).toFixed(0)} MB`;
  } catch {
    return 'not told here';
  }
}

/** Seconds of processor time, which other work on the machine does not lengthen. */
function processorTime({ pid }: ChildProcess): number {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return NaN;
  }
}

async function start(): Promise<{ child: ChildProcess; data: Connection<Silent, DataSide> }> {
  const child = fork(path.join(__dirname, '../dist/data.cjs'), { serialization: 'advanced', execArgv: [] });
  let data!: Connection<Silent, DataSide>;
  await new Promise((ready) => {
    data = connect<Silent, DataSide>(processChannel(child), {}, { ready });
  });
  return { child, data };
}

async function measure(what: string, location: string, compares: boolean): Promise<void> {
  console.log(`\n${what}`);
  const from = performance.now();
  const { child, data } = await start();
  try {
    const up = performance.now();
    row('process start', ms(up - from));
    const { dataset, count } = await data.call('openDataset', { location: { path: location } });
    const opened = performance.now();
    const { order } = await data.call('query', { dataset, filter: {}, sort: BY_INDEX });
    await data.call('thumbnails', { dataset, images: order.slice(0, SCREEN) });
    row(`open ${count.toLocaleString('en')} images`, ms(opened - up));
    row('first query and thumbnails', ms(performance.now() - opened));
    row('from the start to the first pictures', ms(performance.now() - from));
    const overviewed = performance.now();
    await data.call('overview', dataset);
    row('overview', ms(performance.now() - overviewed));
    for (const [name, filter, sort] of QUERIES) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const asked = performance.now();
        await data.call('query', { dataset, filter, sort });
        times.push(performance.now() - asked);
      }
      row(`query: ${name}`, summary(times));
    }
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const asked = performance.now();
      await data.call('describeImage', { dataset, image: Math.floor((round / ROUNDS) * count) });
      times.push(performance.now() - asked);
    }
    row('one image with its nearest five', summary(times));
    row('memory, and its peak', `${memory(child, 'VmRSS')}, ${memory(child, 'VmHWM')}`);
    if (compares) await measureAlike(child, data, dataset);
    await data.call('closeDataset', dataset);
    await new Promise((resolve) => setTimeout(resolve, 500));
    row('memory once it is closed', memory(child, 'VmRSS'));
  } finally {
    child.kill();
  }
}

async function measureAlike(child: ChildProcess, data: Connection<Silent, DataSide>, dataset: number): Promise<void> {
  const before = processorTime(child);
  const state = { isDone: false };
  const comparing = data.call('findAlike', dataset).finally(() => (state.isDone = true));
  const times: number[] = [];
  while (!state.isDone) {
    const asked = performance.now();
    await data.call('query', { dataset, filter: { classes: [1] }, sort: { by: 'mean', descending: true } });
    times.push(performance.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { seconds, pairCount, acrossSplits, twins, differingLabels } = await comparing;
  row('alike images', `${seconds.toFixed(1)} s (processor ${(processorTime(child) - before).toFixed(1)} s)`);
  row('pairs, across splits, with differing labels', `${pairCount}, ${acrossSplits}, ${differingLabels}`);
  row('images with a twin in another split', String(twins));
  row('a query meanwhile', summary(times));
  row('memory, and its peak', `${memory(child, 'VmRSS')}, ${memory(child, 'VmHWM')}`);
}

/** Of pairs that are planted (shifted by up to two, with noise) and of those that comparing all finds, how many are found. */
async function measureRecall(): Promise<void> {
  const { splits, classNames } = await readData({ path: REAL_SET }, { choose: () => ['test'] });
  const [test] = splits;
  const random = new Random('recall', 1);
  const count = 1500;
  const pixels = new Uint8Array(2 * count * 784);
  for (let index = 0; index < count; index++) {
    const image = imageAt(test, index);
    const [dx, dy] = [random.below(5) - 2, random.below(5) - 2];
    const amount = 9 * random.uniform();
    pixels.set(image, index * 784);
    for (let at = 0; at < 784; at++) {
      const [x, y] = [(at % 28) - dx, Math.floor(at / 28) - dy];
      const moved = x >= 0 && x < 28 && y >= 0 && y < 28 ? image[y * 28 + x] : 0;
      pixels[(count + index) * 784 + at] = Math.max(0, Math.min(255, Math.round(moved + amount * random.normal())));
    }
  }
  const set = new ImageSet([{ ...test, count: 2 * count, pixels, labels: null }], classNames);
  const { pairs } = await findNearPairs(
    set,
    Uint32Array.from({ length: 2 * count }, (_, at) => at),
    NEAR_THRESHOLD,
    () => undefined,
  );
  const found = new Set(pairs.map(({ a, b }) => `${a} ${b}`));
  const planted = Array.from({ length: count }, (_, at) => at).filter((at) => found.has(`${at} ${count + at}`)).length;
  console.log('\nRecall, 1,500 real images and their shifted, noisy twins');
  row('planted twins that are found', `${planted} of ${count}`);
  let all = 0;
  let both = 0;
  for (let b = 1; b < 2 * count; b++) {
    for (let a = 0; a < b; a++) {
      if (!bestPlacement(set.pixelsOf(a), set.pixelsOf(b), NEAR_THRESHOLD)) continue;
      all++;
      if (found.has(`${a} ${b}`)) both++;
    }
  }
  row('of the pairs that comparing all with all finds', `${both} of ${all}`);
}

function writeCsv(file: string, rows: number): void {
  const handle = fs.openSync(file, 'w');
  const random = new Random('csv', 1);
  for (let from = 0; from < rows; from += 1000) {
    const lines: string[] = [];
    for (let at = from; at < Math.min(rows, from + 1000); at++) {
      const pixels = Array.from({ length: 784 }, (_, pixel) => ((pixel * 7 + at * 31) ^ (at >>> 5)) & 255);
      lines.push([random.below(10), ...pixels].join(','));
    }
    fs.writeSync(handle, lines.join('\n') + '\n');
  }
  fs.closeSync(handle);
}

async function main(): Promise<void> {
  const rows = Number(process.argv[2] ?? 500_000);
  if (fs.existsSync(REAL_SET)) {
    await measure('The real set, IDX.gz', REAL_SET, true);
    await measureRecall();
  } else console.log(`the real set is not in ${REAL_SET}; FASHION_MNIST_DATA says where it is`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-bench-'));
  try {
    const file = path.join(folder, 'large.csv');
    writeCsv(file, rows);
    await measure(
      `A CSV of ${rows.toLocaleString('en')} rows, ${(fs.statSync(file).size / 1e9).toFixed(1)} GB`,
      file,
      false,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
