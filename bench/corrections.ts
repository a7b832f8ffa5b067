// What the corrections of reviewers cost: a decision until it is on the disk, reading a large file of them, and writing
// the corrected data set. `npm run bench:corrections`; FASHION_MNIST_DATA says where the real set is.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { appendCorrections } from '../src/engine/corrections/appendCorrections';
import { applyCorrections } from '../src/engine/corrections/applyCorrections';
import { correctLabels } from '../src/engine/corrections/correctLabels';
import { readCorrections } from '../src/engine/corrections/readCorrections';
import { imageAt, imageId } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';
import type { Correction } from '../src/shared/contracts/corrections';
import { REAL_SET } from './realSet';

const DECISIONS = 500;

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-bench-'));
  try {
    await measure(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<void> {
  const loaded = await readData({ path: REAL_SET });
  const train = loaded.splits[0];
  const decisions = Array.from({ length: train.count }, (_, index): Correction => {
    const [given, other] = [train.labels![index], (train.labels![index] + 1) % 10];
    return {
      imageId: imageId(imageAt(train, index)),
      dataset: 'fashion-mnist',
      split: 'train',
      index,
      givenLabel: given,
      givenName: loaded.classNames[given],
      decision: 'relabel',
      newLabel: other,
      newName: loaded.classNames[other],
      scoreName: 'margin',
      score: -index / 7,
      model: '2026-11-22-1000',
      reviewer: 'Ada',
      reviewedAt: new Date(Date.UTC(2026, 10, 22) + index).toISOString(),
      note: 'a note, with a comma',
    };
  });

  const one = path.join(folder, 'one.csv');
  const times: number[] = [];
  for (const decision of decisions.slice(0, DECISIONS))
    times.push(await seconds(() => appendCorrections(one, [decision])));
  times.sort((a, b) => a - b);
  const shown = [0.5, 0.95, 1].map((share) => milliseconds(times[Math.ceil(share * times.length) - 1]));
  console.log(`a decision until it is on the disk: ${shown[0]}, 95% within ${shown[1]}, at most ${shown[2]}`);

  const all = path.join(folder, 'all.csv');
  const count = decisions.length.toLocaleString('en');
  console.log(`${count} decisions at once: ${milliseconds(await seconds(() => appendCorrections(all, decisions)))}`);
  console.log(`the file: ${(fs.statSync(all).size / 1e6).toFixed(1)} MB`);
  console.log(`reading it: ${milliseconds(await seconds(() => readCorrections(all)))}`);
  const { corrections } = await readCorrections(all);
  const correcting = await seconds(() => Promise.resolve(correctLabels(loaded, corrections, all)));
  console.log(`correcting ${loaded.splits.length} splits in memory: ${milliseconds(correcting)}`);
  const request = { data: { path: REAL_SET }, correctionsFile: all, out: path.join(folder, 'corrected') };
  const context = { signal: new AbortController().signal, progress: () => undefined, note: () => undefined };
  const applying = await seconds(() => applyCorrections(request, context));
  console.log(`review apply, reading and writing the data set: ${milliseconds(applying)}`);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const milliseconds = (time: number) => `${(time * 1000).toFixed(time < 0.1 ? 2 : 0)} ms`;

void main();
