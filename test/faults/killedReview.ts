import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readCorrections } from '../../src/engine/corrections/readCorrections';
import { between, type Campaign } from './campaign';
import { forkData, SAMPLE } from './processes';

/** The data process is killed while it writes decisions: what it has answered is in the file, once. */
export const killedReview: Campaign = {
  title: 'kill -9 of the data process while it saves decisions',
  times: 100,
  async run({ times, random, folder, tried, note }) {
    const file = path.join(folder, 'corrections.csv');
    /** Those that were answered: then the view shows the next picture. */
    const shown: string[] = [];
    let asked = 0;
    let pending = 0;
    for (let kills = 0; kills < times; kills++) {
      const { child, data, exited } = forkData();
      const { dataset } = await data.call('openDataset', { location: { path: SAMPLE } });
      await data.call('useCorrections', { dataset, file });
      const deadline = wait(between(random, 0, 60)).then(() => child.kill('SIGKILL'));
      try {
        for (;;) {
          const note = `decision ${++asked}`;
          const decision = {
            image: random.below(3000),
            decision: 'relabel',
            newLabel: random.below(10),
            note,
          } as const;
          const about = { dataset, file, datasetName: 'sample', reviewer: 'Ada', scoreName: 'margin', model: 'run' };
          await data.call('decide', { ...about, decisions: [{ ...decision, score: 0.5 }] });
          shown.push(note);
        }
      } catch {
        pending++; // The one under way: it may be in the file or not.
      }
      await deadline;
      await exited;
      tried(await missing(file, shown));
    }
    note(`${shown.length} decisions were answered, ${pending} were under way`);
  },
};

async function missing(file: string, shown: readonly string[]): Promise<string | null> {
  if (!shown.length && !fs.existsSync(file)) return null;
  const { corrections } = await readCorrections(file);
  const counts = new Map<string, number>();
  for (const { note } of corrections) counts.set(note, (counts.get(note) ?? 0) + 1);
  const wrong = shown.find((note) => counts.get(note) !== 1) ?? [...counts].find(([, count]) => count > 1)?.[0];
  return wrong === undefined ? null : `${wrong} is ${counts.get(wrong) ?? 0} times in the file`;
}
