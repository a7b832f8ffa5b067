import path from 'node:path';
import fs from 'node:fs';
import { readCorrections } from '../../src/engine/corrections/readCorrections';
import { writeSmallData } from '../cli/smallData';
import type { Campaign } from './campaign';
import { forkData, SAMPLE, startCli } from './processes';

/** Two windows decide about the same data while runs are trained and deleted beside them. */
export const twoWindows: Campaign = {
  title: 'two windows on one corrections file, while runs come and go',
  times: 2000,
  async run({ times, random, folder, tried, note }) {
    const file = path.join(folder, 'corrections.csv');
    const each = Math.ceil(times / 2);
    let reviewing = true;
    const review = async (reviewer: string) => {
      const { child, data } = forkData();
      try {
        const { dataset } = await data.call('openDataset', { location: { path: SAMPLE } });
        await data.call('useCorrections', { dataset, file });
        const about = { dataset, file, datasetName: 'sample', reviewer, scoreName: 'margin', model: 'run' };
        for (let number = 0; number < each; number++) {
          const decision = { image: random.below(3000), decision: 'relabel', newLabel: random.below(10) } as const;
          await data.call('decide', {
            ...about,
            decisions: [{ ...decision, score: 0.5, note: `${reviewer} ${number}` }],
          });
        }
      } finally {
        child.kill();
      }
    };
    const { data, recipe } = writeSmallData(folder, 20);
    let runs = 0;
    const trainAndDelete = async () => {
      const list = path.join(folder, 'runs');
      for (; reviewing; runs++) {
        const { code, stderr } = await startCli(
          ['train', data, '--recipe', recipe, '--out', path.join(list, 'run')],
          folder,
        ).end;
        if (code !== 0) tried(`training beside it: ${stderr.trim().split('\n').at(-1)}`);
        fs.rmSync(path.join(list, 'run'), { recursive: true, force: true });
      }
    };
    const training = trainAndDelete();
    await Promise.all([review('Ada'), review('Grace')]).finally(() => (reviewing = false));
    await training;
    const { corrections } = await readCorrections(file);
    const counts = new Map<string, number>();
    for (const { note } of corrections) counts.set(note, (counts.get(note) ?? 0) + 1);
    for (const reviewer of ['Ada', 'Grace']) {
      for (let number = 0; number < each; number++) {
        const count = counts.get(`${reviewer} ${number}`) ?? 0;
        tried(count === 1 ? null : `decision ${number} of ${reviewer} is ${count} times in the file`);
      }
    }
    note(`${runs} runs were trained and deleted meanwhile`);
  },
};
