// From a decision asked of the data process, as it is built, to the answer: then its line is on the disk. And how long
// the details of an image take, which the review loads ahead. On the real 60,000; `npm run bench:decide [FOLDER]`, where
// the corrections file is written (a temporary folder unless named: its disk is what is measured). FASHION_MNIST_DATA
// says where the real set is.
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { formatCorrection, HEADER_LINE } from '../src/shared/corrections';
import type { DataSide } from '../src/shared/contracts/explorer';
import { processChannel } from '../src/shared/processChannel';
import { connect, type Connection, type Silent } from '../src/shared/rpc';
import { Random } from '../src/engine/random';
import { REAL_SET } from './realSet';

const ROUNDS = 200;
/** Decisions that stand in the file before. */
const STANDING = [0, 2000, 20_000];

const row = (what: string, figure: string) => console.log(`| ${what.padEnd(58)} | ${figure.padStart(30)} |`);

function summary(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${sorted[sorted.length >> 1].toFixed(1)} ms (max ${sorted[sorted.length - 1].toFixed(1)})`;
}

function memory({ pid }: ChildProcess): string {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
    return `${((Number(kilobytes) * 1024) / 1e6).toFixed(0)} MB`;
  } catch {
    return 'not told here';
  }
}

/** Milliseconds of processor time, which other work on the machine lengthens less. */
function processorTime({ pid }: ChildProcess): number {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return NaN;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function measure(folder: string): Promise<void> {
  const child = fork(path.join(__dirname, '../dist/data.cjs'), { serialization: 'advanced', execArgv: [] });
  let data!: Connection<Silent, DataSide>;
  await new Promise((ready) => {
    data = connect<Silent, DataSide>(processChannel(child), {}, { ready });
  });
  try {
    const opened = await data.call('openDataset', { location: { path: REAL_SET } });
    const { dataset, classNames } = opened;
    const train = opened.splits.find(({ split }) => split === 'train')!;
    const random = new Random('decide', 1);
    const images = Array.from({ length: ROUNDS }, () => train.first + random.below(train.count));
    await data.call('describeImage', { dataset, image: 0 }); // makes the search ready
    const before = processorTime(child);
    const details: number[] = [];
    for (const image of images) details.push(await timed(() => data.call('describeImage', { dataset, image })));
    row(`details of one of ${train.count} training images`, summary(details));
    row('the same, mean processor time', `${((processorTime(child) - before) / ROUNDS).toFixed(1)} ms`);
    const flagged = await data.call('flagImages', {
      dataset,
      images: Uint32Array.from({ length: train.count }, (_, at) => train.first + at),
    });
    row('memory, without corrections', memory(child));
    for (const standing of STANDING) {
      const file = path.join(folder, `corrections-${standing}.csv`);
      const lines = flagged.slice(-standing || flagged.length, standing ? undefined : 0).map((image) =>
        formatCorrection({
          ...{ imageId: image.imageId, dataset: 'data/fashion-mnist', split: image.split, index: image.index },
          ...{ givenLabel: image.givenLabel, givenName: classNames[image.givenLabel!], decision: 'relabel' },
          ...{ newLabel: 3, newName: classNames[3], scoreName: 'label-error', score: 0.87654321, model: 'standard' },
          ...{ reviewer: 'Ada Lovelace', reviewedAt: new Date(1.7e12).toISOString(), note: '' },
        }),
      );
      fs.writeFileSync(file, HEADER_LINE + lines.join(''));
      const having = `with ${standing} decisions: `;
      row(
        `${having}the file is taken up`,
        summary([await timed(() => data.call('useCorrections', { dataset, file }))]),
      );
      const request = (image: number) => ({
        ...{ dataset, file, datasetName: 'data/fashion-mnist', reviewer: 'Ada Lovelace', scoreName: 'label-error' },
        model: 'standard',
        decisions: [{ image, decision: 'relabel' as const, newLabel: 6, score: 0.5 }],
      });
      const decided: number[] = [];
      const synced: number[] = [];
      const others: number[] = [];
      for (const image of images) {
        decided.push(await timed(() => data.call('decide', request(image))));
        synced.push(await timed(() => data.call('useCorrections', { dataset, file })));
      }
      for (const image of images) {
        // As another window does between two decisions.
        const line = fs.readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)!;
        fs.appendFileSync(file, line + '\n');
        others.push(await timed(() => data.call('decide', request(image))));
      }
      row(`${having}a decision, until its line is on the disk`, summary(decided));
      row(`${having}the same while another window writes`, summary(others));
      row(`${having}the file is looked at again`, summary(synced));
      row(`${having}memory`, memory(child));
    }
    const many = Uint32Array.from({ length: 1000 }, (_, at) => train.first + at);
    const file = path.join(folder, 'corrections-many.csv');
    const decisions = Array.from(many, (image) => ({ image, decision: 'keep' as const, score: null }));
    const about = { dataset, file, datasetName: 'data', reviewer: 'Ada', scoreName: '', model: '' };
    row('1,000 decisions at once', summary([await timed(() => data.call('decide', { ...about, decisions }))]));
  } finally {
    child.kill();
  }
  const probe = fs.openSync(path.join(folder, 'probe'), 'a');
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    fs.writeSync(probe, `${'x'.repeat(150)}\n`);
    fs.fsyncSync(probe);
    bare.push(performance.now() - from);
  }
  fs.closeSync(probe);
  row('for comparison: write and fsync alone', summary(bare));
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(process.argv[2] ?? os.tmpdir(), 'fashion-mnist-decide-'));
  try {
    await measure(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
