import fs from 'node:fs';
import path from 'node:path';
import { parseCorrections } from '../../src/engine/corrections/readCorrections';
import { DEFAULT_CLASSES } from '../../src/engine/data/classNames';
import { readCsv } from '../../src/engine/data/csv';
import { DamagedPictureError, decodePicture } from '../../src/engine/data/decodePicture';
import { toImage } from '../../src/engine/data/greyPicture';
import { readIdxImages, readIdxLabels } from '../../src/engine/data/idx';
import { loadRunModel } from '../../src/engine/model/layersModel';
import type { Random } from '../../src/engine/random';
import { parseRunRecord } from '../../src/engine/runRecord';
import { loadRuntime } from '../../src/engine/runtime';
import { formatCorrection, HEADER_LINE } from '../../src/shared/corrections';
import { UserError } from '../../src/shared/userError';
import { writeSmallData } from '../cli/smallData';
import { csvOf, greyPng, idxImages, idxLabels, pixelsOf, withRightChecksums } from '../unit/engine/data/makeFiles';
import type { Campaign } from './campaign';
import { startCli } from './processes';

/** What one file may take, ms. */
const PATIENCE = 5000;
/** What all of them together may leave in memory, bytes. */
const ROOM = 400e6;

interface Kind {
  name: string;
  /** Of all. */
  share: number;
  good: Uint8Array;
  read: (bytes: Buffer) => unknown;
}

/** Files of every kind with a few bytes changed: read, or refused in one line. */
export const mutatedFiles: Campaign = {
  title: 'mutated CSV, IDX, PNG, model.json, run.json and corrections.csv files',
  times: 100_000,
  async run({ times, random, folder, tried, note }) {
    const kinds = await goodFiles(folder, random);
    const before = process.memoryUsage.rss();
    let longest = 0;
    for (const { name, share, good, read } of kinds) {
      let refused = 0;
      const count = Math.max(1, Math.round(times * share));
      for (let time = 0; time < count; time++) {
        const bytes = mutate(good, random);
        const from = performance.now();
        let lost: string | null = null;
        try {
          await read(bytes);
        } catch (error) {
          refused++;
          const isTyped = error instanceof UserError || error instanceof DamagedPictureError;
          if (!isTyped || /[\r\n]/.test(error.message)) {
            lost = `${name}, ${time}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
            fs.mkdirSync('out', { recursive: true });
            fs.writeFileSync(path.join('out', `lost-${name.replace(/\W/g, '-')}`), bytes);
          }
        }
        const took = performance.now() - from;
        longest = Math.max(longest, took);
        tried(lost ?? (took > PATIENCE ? `${name}, ${time}: took ${took.toFixed(0)} ms` : null));
      }
      note(`${name}: ${count.toLocaleString('en-US')}, of which ${refused.toLocaleString('en-US')} were refused`);
    }
    const grown = process.memoryUsage.rss() - before;
    note(`the longest took ${longest.toFixed(0)} ms; memory grew by ${(grown / 1e6).toFixed(0)} MB`);
    if (grown > ROOM) tried(`memory grew by ${(grown / 1e6).toFixed(0)} MB`);
  },
};

async function goodFiles(folder: string, random: Random): Promise<Kind[]> {
  await loadRuntime('wasm');
  const { data, recipe } = writeSmallData(folder, 1);
  const { code, stderr } = await startCli(['train', data, '--recipe', recipe, '--out', 'run'], folder).end;
  if (code !== 0) throw new Error(stderr);
  const run = path.join(folder, 'run');
  const recordFile = path.join(run, 'run.json');
  const modelFile = path.join(run, 'model', 'model.json');
  const record = parseRunRecord(fs.readFileSync(recordFile, 'utf8'), recordFile);
  const scratch = path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : folder, `mutated-${process.pid}`);
  const inFile = (read: (file: string) => unknown) => async (bytes: Buffer) => {
    fs.writeFileSync(scratch, bytes);
    try {
      await read(scratch);
    } finally {
      fs.rmSync(scratch, { force: true });
    }
  };
  const correction = (index: number) =>
    formatCorrection({
      ...{ imageId: index.toString(16).padStart(16, '0'), dataset: 'data', split: 'train', index, givenLabel: 3 },
      ...{ givenName: 'Dress', decision: 'relabel', newLabel: 6, newName: 'Shirt', scoreName: 'margin', score: 0.25 },
      ...{
        model: 'run',
        reviewer: 'Ada',
        reviewedAt: new Date(1.7e12 + index).toISOString(),
        note: 'a "note", quoted',
      },
    });
  const corrections = Buffer.from(HEADER_LINE + Array.from({ length: 8 }, (_, index) => correction(index)).join(''));
  return [
    {
      name: 'CSV',
      share: 0.2,
      good: Buffer.from(csvOf([1, 2])),
      read: inFile((file) => readCsv(file, DEFAULT_CLASSES)),
    },
    { name: 'IDX images', share: 0.15, good: idxImages(2), read: inFile((file) => readIdxImages(file)) },
    {
      name: 'IDX labels',
      share: 0.1,
      good: idxLabels([1, 2, 3]),
      read: inFile((file) => readIdxLabels(file, DEFAULT_CLASSES)),
    },
    {
      name: 'PNG',
      share: 0.2,
      good: greyPng(28, 28, pixelsOf(0)),
      read: async (bytes) => toImage(await decodePicture(random.below(2) ? withRightChecksums(bytes) : bytes), 'auto'),
    },
    {
      name: 'corrections.csv',
      share: 0.2,
      good: corrections,
      read: (bytes) => parseCorrections(bytes, 'corrections.csv'),
    },
    {
      name: 'run.json',
      share: 0.13,
      good: fs.readFileSync(recordFile),
      read: (bytes) => parseRunRecord(bytes.toString('utf8'), 'run.json'),
    },
    {
      name: 'model.json',
      share: 0.02,
      good: fs.readFileSync(modelFile),
      read: async (bytes) => {
        fs.writeFileSync(modelFile, bytes);
        (await loadRunModel({ folder: run, record })).model.dispose();
      },
    },
  ];
}

/** One to four changes: a byte set, a part cut off, doubled or taken out, or a number made another one. */
function mutate(good: Uint8Array, random: Random): Buffer {
  let bytes = Buffer.from(good);
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const how = random.below(12);
    if (how < 6 && at < bytes.length) bytes[at] = random.below(256);
    else if (how === 6) bytes = Buffer.from(before);
    else if (how === 7) bytes = Buffer.concat([before, after.subarray(0, random.below(40)), after]);
    else if (how === 8) bytes = Buffer.concat([before, after.subarray(random.below(40))]);
    else bytes = Buffer.concat([before, Buffer.from(ODD[random.below(ODD.length)]), after]);
  }
  return bytes;
}

const ODD = [
  '"',
  '""',
  ',',
  '\n',
  '\r\n',
  '-1',
  '1e999',
  '99999999999',
  'null',
  '{',
  '[]',
  '__proto__',
  '\u0000',
  '\ufeff',
  '=1+1',
  '../..',
  'ü',
];
