// The parts of the benchmark: what is measured, and beside whom.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  commandLine,
  contestOfCurves,
  contestOfProcesses,
  contestOfServers,
  hasPeers,
  ours,
  peer,
  type Contestant,
  type Row,
} from './contest';
import { REAL_SET, writeCsv, writePictures } from './realSet';

export interface Part {
  /** For a person: what it measures. */
  about: string;
  /** Takes an hour or more: only where it is asked for. */
  slow?: boolean;
  /** @param folder for files that are made for it */
  run(rounds: number, folder: string): Promise<Row[]> | Row[];
}

const peers = (...contestants: Contestant[]) => (hasPeers() ? contestants : []);

/** Steps of a round; slow ones take fewer. */
const STEPS = '40';
const FEW_STEPS = '10';

const trainers = (recipe: string) => [
  ours('ours, native', 'train', 'native', recipe, STEPS),
  ours('ours, WASM', 'train', 'wasm', recipe, FEW_STEPS),
  ours('tfjs-node fit', 'train', 'stock', recipe, FEW_STEPS),
];

export const PARTS: Readonly<Record<string, Part>> = {
  training: {
    about: 'training steps of the reference CNN, batch 128, Adam',
    run: (rounds) =>
      contestOfServers(
        'training',
        'images/s',
        [
          ...trainers('reference'),
          ...peers(
            peer('Keras fit', 'train', 'keras', STEPS),
            peer('PyTorch', 'train', 'torch', STEPS),
            peer('PyTorch, channels last', 'train', 'torch_channels_last', STEPS),
          ),
        ],
        rounds,
      ),
  },
  standard: {
    about: 'training steps of our default recipe',
    run: (rounds) => contestOfServers('standard', 'images/s', trainers('standard'), rounds),
  },
  inference: {
    about: 'predicting the 10,000 test images with the reference CNN',
    run: (rounds) =>
      contestOfServers(
        'inference',
        'images/s',
        [
          ours('ours, native', 'predict', 'native', 'reference'),
          ours('ours, WASM', 'predict', 'wasm', 'reference'),
          ours('tfjs-node predict', 'predict', 'stock', 'reference'),
          ...peers(
            peer('Keras predict', 'predict', 'keras'),
            peer('PyTorch', 'predict', 'torch'),
            peer('PyTorch, channels last', 'predict', 'torch_channels_last'),
          ),
        ],
        rounds,
      ),
  },
  csv: {
    about: 'the 60,000 training images from a CSV of 133 MB, whole process',
    run: async (rounds, folder) => {
      const file = path.join(folder, 'train.csv');
      await writeCsv(file, 'train');
      const readers = ['pandas', 'polars', 'numpy'].map((name) => peer(name, 'read', name, file));
      return contestOfProcesses('csv', [ours('ours', 'read', file), ...peers(...readers)], rounds);
    },
  },
  idx: {
    about: 'the 60,000 training images from IDX.gz, whole process',
    run: (rounds) => {
      const file = path.join(REAL_SET, 'train-images-idx3-ubyte.gz');
      return contestOfProcesses(
        'idx',
        [ours('ours', 'read', file), ...peers(peer('numpy', 'read', 'idx', file))],
        rounds,
      );
    },
  },
  pictures: {
    about: 'the 10,000 test images from PNG files in class folders, whole process',
    run: async (rounds, folder) => {
      const pictures = path.join(folder, 'pictures');
      await writePictures(pictures);
      const readers = [peer('Pillow', 'read', 'pillow', pictures), peer('Keras', 'read', 'keras', pictures)];
      return contestOfProcesses('pictures', [ours('ours', 'read', pictures), ...peers(...readers)], rounds);
    },
  },
  evaluate: {
    about: 'cold: from the command to the report on the 10,000 test images, from PNG files and from a CSV',
    run: async (rounds, folder) => {
      const run = path.join(folder, 'run');
      const [pictures, csv] = [path.join(folder, 'evaluated'), path.join(folder, 'test.csv')];
      await writePictures(pictures);
      await writeCsv(csv, 'test');
      const model = path.join(folder, 'model.keras');
      prepare(commandLine('train', 'train', 'media/sample', '--recipe', 'reference', '--epochs', '1', '--out', run));
      if (hasPeers()) prepare(peer('Keras', 'evaluate', model));
      const evaluate = (of: string, engine: string) =>
        commandLine(
          `ours, ${engine}`,
          'evaluate',
          of,
          '--model',
          run,
          '--engine',
          engine,
          '--out',
          path.join(folder, 'o.txt'),
        );
      return [pictures, csv].flatMap((data) => {
        const contestants = [
          evaluate(data, 'native'),
          evaluate(data, 'wasm'),
          ...peers(peer('Keras and scikit-learn', 'evaluate', model, data, path.join(folder, 'keras.txt'))),
        ];
        return contestOfProcesses(data === csv ? 'evaluate CSV' : 'evaluate PNG', contestants, rounds);
      });
    },
  },
  start: {
    about: 'from the start of the process to the end of the first training step, with reading the 60,000 images',
    run: (rounds) =>
      contestOfProcesses(
        'start',
        [
          ours('ours, native', 'firstStep', 'native'),
          ours('ours, WASM', 'firstStep', 'wasm'),
          ...peers(peer('Keras', 'first_step', 'keras'), peer('PyTorch', 'first_step', 'torch')),
        ],
        rounds,
      ),
  },
  accuracy: {
    about: 'seconds of training until the test accuracy first passes 90%, 92% and 93%; a round is a seed',
    slow: true,
    run: (rounds) =>
      contestOfCurves(
        'accuracy',
        [0.9, 0.92, 0.93],
        (seed) => [
          ours('ours, native', 'accuracy', 'native', 'standard', seed, '0'),
          ...peers(peer('Keras, reference CNN', 'accuracy', seed, '30')),
        ],
        rounds,
      ),
  },
};

function prepare({ who, command, args }: Contestant): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: path.join(__dirname, '..') });
  if (status !== 0) throw new Error(`${who}: ${stderr}`);
}
