import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashSplits, imageId } from '../../../../src/engine/data/dataset';
import { readData } from '../../../../src/engine/data/readData';
import { chooseTrainingData } from '../../../../src/engine/model/trainingData';
import { listReview } from '../../../../src/engine/review/listReview';
import type { Correction, UnsureUse } from '../../../../src/shared/contracts/corrections';
import type { JobContext, RunRecord } from '../../../../src/shared/contracts/jobs';
import type { ReviewListRequest } from '../../../../src/shared/contracts/review';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { correction } from '../../shared/sampleCorrection';
import { makeRun } from '../jobs/makeRun';
import { sampleRecord } from '../sampleRecord';
import { temporaryFolder } from '../temporaryFolder';

export const NAMES = ['hat', '=glove', 'scarf'];
const COUNT = 60;

export interface ReviewData {
  folder: string;
  data: string;
  runFolder: string;
  /** Of the training images. */
  ids: string[];
  /** As `hashSplits` computes it. */
  dataHash: string;
  list(changes?: Partial<ReviewListRequest>, context?: Partial<JobContext>): ReturnType<typeof listReview>;
  /** Writes a corrections file; a relabel is to class 2. @returns its path */
  correct(name: string, ...changes: Partial<Correction>[]): Promise<string>;
  changeRun(change: (record: RunRecord) => object): Promise<void>;
  /** Lets the run be one that was trained with the corrections kept in its folder. */
  trainedWithCorrections(unsureUse: UnsureUse): Promise<void>;
}

/**
 * Sixty training images of three classes in turn, all different, number 7 labelled wrongly (0 in place of 1), and six of
 * a test split; a run of five epochs that was trained on the sixty, whose network tells classes by their pixel. The
 * higher the number, the less sure it is.
 * @param margin of each training image, in each of two epochs
 */
export async function makeReviewData(margin = (at: number): number => (at === 7 ? -6 : 5)): Promise<ReviewData> {
  const folder = await temporaryFolder();
  const data = path.join(folder, 'data');
  const runFolder = path.join(folder, 'run');
  await mkdir(data);
  await writeFile(path.join(data, 'classes.txt'), NAMES.join('\n'));
  const train = Array.from({ length: COUNT }, (_, at) => ({
    label: at === 7 ? 0 : at % 3,
    pixels: pixelsOf(at, at % 3),
  }));
  const test = [0, 1, 2, 0, 1, 2].map((label, at) => ({ label, pixels: pixelsOf(COUNT + at, label) }));
  await writeFile(path.join(data, 'train.csv'), rowsOf(train));
  await writeFile(path.join(data, 'test.csv'), rowsOf(test));
  const loaded = await readData({ path: data });
  const { hash, splitHash } = chooseTrainingData(loaded, data, 0.1, 1);
  const record = sampleRecord();
  await makeRun(runFolder, NAMES, {
    seed: 1,
    settings: { data: { path: data }, validationShare: 0.1, classWeights: 'none' },
    data: { ...record.data, path: data, classNames: NAMES, hash, splitHash },
    results: { ...record.results!, epochs: 5 },
  });
  const margins = Float32Array.from({ length: 2 * COUNT }, (_, at) => margin(at % COUNT));
  await writeFile(path.join(runFolder, 'margins.f32'), Buffer.from(margins.buffer));
  const recordFile = path.join(runFolder, 'run.json');
  const changeRun: ReviewData['changeRun'] = async (change) => {
    const before = JSON.parse(await readFile(recordFile, 'utf8')) as RunRecord;
    await writeFile(recordFile, JSON.stringify({ ...before, ...change(before) }));
  };
  return {
    folder,
    data,
    runFolder,
    ids: train.map(({ pixels }) => imageId(Uint8Array.from(pixels))),
    dataHash: hashSplits(loaded.splits),
    list: (changes = {}, context = {}) =>
      listReview(
        { data: { path: data }, runFolder, score: 'label-error', top: 10, engine: 'wasm', ...changes },
        { progress: () => undefined, note: () => undefined, signal: new AbortController().signal, ...context },
      ),
    async correct(name, ...changes) {
      const lines = changes.map((one) => formatCorrection(correction({ newLabel: 2, newName: 'scarf', ...one })));
      await writeFile(path.join(folder, name), HEADER_LINE + lines.join(''));
      return path.join(folder, name);
    },
    changeRun,
    async trainedWithCorrections(unsureUse) {
      const kept = await readFile(path.join(runFolder, 'corrections.csv'));
      const hash = createHash('sha256').update(kept).digest('hex');
      await changeRun(() => ({ corrections: { file: '/elsewhere/corrections.csv', unsureUse, hash } }));
    },
  };
}

function pixelsOf(at: number, label: number): number[] {
  return Array.from({ length: 784 }, (_, pixel) => {
    if (pixel === label) return 255;
    if (pixel === (label + 1) % 3) return 3 * at;
    return pixel === 100 + at ? 200 : 0;
  });
}

function rowsOf(images: readonly { label: number; pixels: number[] }[]): string {
  return images.map(({ label, pixels }) => `${[label, ...pixels].join(',')}\n`).join('');
}
