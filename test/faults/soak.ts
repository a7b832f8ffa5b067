import path from 'node:path';
import type { Campaign } from './campaign';
import { forkData, memoryOf, SAMPLE, startCli } from './processes';

/** Actions before memory is measured for the first time: so long V8 takes to find how large its heaps are to be. */
const WARM_UP = 1500;
/** Measurements at each end, of which the median counts. */
const SAMPLES = 50;
/** By so much may a process have grown at the end. */
const MOST_GROWTH = 0.1;

/** One person explores, filters and decides for a long time while a training runs beside it: memory stays level. */
export const soak: Campaign = {
  title: 'explore, filter and review for long beside a training',
  times: 1000,
  async run({ times, random, folder, tried, note }) {
    const training = startCli(['train', SAMPLE, '--recipe', 'quick', '--epochs', '1000', '--out', 'run'], folder);
    const { child, data } = forkData();
    const file = path.join(folder, 'corrections.csv');
    const memory = (): number[] => [child, training.child].map(memoryOf);
    try {
      const { dataset, count } = await data.call('openDataset', { location: { path: SAMPLE } });
      await data.call('useCorrections', { dataset, file });
      const about = { dataset, file, datasetName: 'sample', reviewer: 'Ada', scoreName: 'margin', model: 'run' };
      const warm: number[][] = [];
      const end: number[][] = [];
      for (let time = -WARM_UP; time < times; time++) {
        const image = random.below(count);
        const sort = { by: 'index', descending: false } as const;
        const { order } = await data.call('query', { dataset, filter: { classes: [random.below(10)] }, sort });
        await data.call('thumbnails', { dataset, images: order.slice(0, 100) });
        await data.call('describeImage', { dataset, image });
        const decision =
          Math.abs(time % 3) === 2 ? ({ decision: 'undo' } as const) : ({ decision: 'relabel', newLabel: 3 } as const);
        const place = Math.abs(time % 3) === 2 ? order[0] : image;
        await data
          .call('decide', { ...about, decisions: [{ image: place, score: 0.5, ...decision }] })
          .catch(() => undefined); // There may be nothing to take back.
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (time >= 0) tried(training.child.exitCode === null ? null : 'the training ended');
        if (time >= 0 && time < SAMPLES) warm.push(memory());
        if (time >= times - SAMPLES) end.push(memory());
      }
      for (const [at, name] of ['data process', 'training process'].entries()) {
        const [first, last] = [warm, end].map((samples) => median(samples.map((sample) => sample[at])));
        const growth = last / first - 1;
        note(`${name}: ${megabytes(first)} after the warm-up, ${megabytes(last)} at the end`);
        tried(growth <= MOST_GROWTH ? null : `the ${name} grew by ${(100 * growth).toFixed(0)}%`);
      }
    } finally {
      child.kill('SIGKILL');
      training.child.kill('SIGKILL');
      await training.end;
    }
  },
};

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
