import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src/shared/userError';
import { csvOf, idxImages, idxLabels } from '../unit/engine/data/makeFiles';
import type { Campaign } from './campaign';
import { forkData, type DataProcess } from './processes';

const IMAGES = 60;
const LABELS = Array.from({ length: IMAGES }, (_, image) => image % 10);

/** Files are cut, replaced or deleted while a view has them open. */
export const changedData: Campaign = {
  title: 'data cut, replaced or deleted while it is open',
  times: 200,
  async run({ times, random, folder, tried }) {
    const opened = forkData();
    for (let time = 0; time < times; time++) {
      const place = path.join(folder, `data${time}`);
      fs.mkdirSync(place);
      const write = (labels: number[]) => {
        if (time % 2) fs.writeFileSync(path.join(place, 'train.csv'), csvOf(labels));
        else {
          fs.writeFileSync(path.join(place, 'train-images-idx3-ubyte'), idxImages(labels.length));
          fs.writeFileSync(path.join(place, 'train-labels-idx1-ubyte'), idxLabels(labels));
        }
      };
      write(LABELS);
      tried(await survives(opened, place, time, random.below(IMAGES), () => change(place, random.below(4), write)));
      fs.rmSync(place, { recursive: true, force: true });
    }
    opened.child.kill();
  },
};

function change(place: string, how: number, write: (labels: number[]) => void): void {
  const [name] = fs.readdirSync(place).sort();
  const file = path.join(place, name);
  if (how === 0) fs.truncateSync(file, fs.statSync(file).size >> 1);
  else if (how === 1) fs.rmSync(file);
  else if (how === 2) write(LABELS.slice(1, 31));
  else {
    fs.rmSync(file);
    fs.mkdirSync(file);
  }
}

async function survives(
  { child, data }: DataProcess,
  place: string,
  time: number,
  image: number,
  damage: () => void,
): Promise<string | null> {
  const location = { path: place };
  const { dataset, count } = await data.call('openDataset', { location });
  if (count !== IMAGES) return `${count} images`;
  damage();
  const file = path.join(place, 'corrections.csv');
  const about = { dataset, file, datasetName: 'data', reviewer: 'Ada', scoreName: '', model: '' };
  const questions = [
    () => data.call('hasChanged', dataset),
    () => data.call('query', { dataset, filter: { classes: [3] }, sort: { by: 'index', descending: false } }),
    () => data.call('thumbnails', { dataset, images: Uint32Array.of(image) }),
    () => data.call('describeImage', { dataset, image }),
    () => data.call('decide', { ...about, decisions: [{ image, decision: 'relabel', newLabel: 1, score: null }] }),
    () => data.call('openDataset', { location }),
  ];
  for (const [at, ask] of questions.entries()) {
    try {
      const answer = await ask();
      if (at === 0 && answer !== true) return `trial ${time}: the change is not seen`;
    } catch (error) {
      if (!(error instanceof UserError)) return `trial ${time}, question ${at}: ${String(error)}`;
      if (child.exitCode !== null) return 'the process ended';
    }
  }
  await data.call('closeDataset', dataset);
  return null;
}
