// A training set with wrong labels of which we know, a run that was trained on it as anybody trains, and what it predicts.
// What is made is kept in a folder and used again.
import fs from 'node:fs';
import path from 'node:path';
import { hashSplits } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';
import { predict } from '../src/engine/jobs/predict';
import { train } from '../src/engine/jobs/train';
import { predictionsFile } from '../src/engine/predictionsFile';
import type { JobContext } from '../src/shared/contracts/jobs';
import { disturb, drawPlaces, idxFile, type Noise } from './noisyLabels';

/** Of the labels, the share that is made wrong. */
export const NOISE_SHARE = 0.1;

export const quiet: JobContext = {
  progress: () => undefined,
  note: (line) => /^epoch/.test(line) && process.stderr.write(`${line}\n`),
  signal: new AbortController().signal,
};

export interface NoisyRun {
  /** Holds all of it, and `truth.bin`: the right labels. */
  place: string;
  data: string;
  runFolder: string;
  /** As the training was asked for. */
  request: Parameters<typeof train>[0];
}

/** @param source the real data, with a train split */
export async function makeNoisyRun(
  source: string,
  folder: string,
  {
    noise,
    seed,
    images,
    epochs,
    recipe = 'standard',
  }: { noise: Noise; seed: number; images: number; epochs: number; recipe?: string },
): Promise<NoisyRun> {
  const place = path.resolve(folder, `${noise}-${seed}-${images}-${epochs}-${recipe}`);
  const data = path.join(place, 'data');
  const runFolder = path.join(place, 'run');
  if (!fs.existsSync(path.join(place, 'truth.bin'))) {
    const { splits } = await readData({ path: source }, { choose: () => ['train'] });
    const [all] = splits;
    const places = drawPlaces(all.count, images, 1);
    const pixels = Buffer.concat(Array.from(places, (at) => all.pixels.subarray(at * 784, (at + 1) * 784)));
    const truth = Uint8Array.from(places, (at) => all.labels![at]);
    const { labels } = disturb(truth, { noise, share: NOISE_SHARE, seed });
    fs.mkdirSync(data, { recursive: true });
    fs.writeFileSync(path.join(data, 'train-images-idx3-ubyte'), idxFile(pixels, [places.length, 28, 28]));
    fs.writeFileSync(path.join(data, 'train-labels-idx1-ubyte'), idxFile(labels, [places.length]));
    fs.writeFileSync(path.join(place, 'truth.bin'), truth);
  }
  const startedAt = new Date().toISOString();
  const common = { data: { path: data }, recipe, engine: 'auto', runFolder, seed, startedAt } as const;
  const request = { ...common, epochs };
  if (!fs.existsSync(runFolder)) await train(request, quiet);
  const { splits } = await readData({ path: data });
  if (!fs.existsSync(predictionsFile(runFolder, hashSplits(splits)))) await predict(request, quiet);
  return { place, data, runFolder, request };
}
