// Evaluates the 10,000 test images as PNG files, cold, through the command line; beside it, Python with Pillow and numpy
// that only reads them. `npm run bench:pictures RUN`: a run folder with a model; PYTHON and FASHION_MNIST_DATA as in
// `bench:csv`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { imageAt } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';
import type { Evaluation } from '../src/shared/contracts/evaluation';

const ROUNDS = 5;
const { FASHION_MNIST_DATA: REAL_SET = path.join(__dirname, '../../shared/fashion-mnist'), PYTHON = 'python3' } =
  process.env;
const CLI = path.join(__dirname, '../dist/cli.cjs');

const PILLOW = `
import glob, sys
import numpy
from PIL import Image
assert len([numpy.asarray(Image.open(file)) for file in glob.glob(sys.argv[1] + "/*/*.png")]) == 10000
`;

async function writePictures(folder: string): Promise<void> {
  const { splits } = await readData({ path: REAL_SET }, { choose: () => ['test'] });
  const [test] = splits;
  for (let index = 0; index < test.count; index++) {
    const png = new PNG({ width: 28, height: 28, colorType: 0, inputColorType: 0 });
    png.data = Buffer.from(imageAt(test, index));
    const of = path.join(folder, String(test.labels![index]));
    fs.mkdirSync(of, { recursive: true });
    fs.writeFileSync(path.join(of, `${index}.png`), PNG.sync.write(png, { colorType: 0, inputColorType: 0 }));
  }
}

function time(command: string, args: string[]): { seconds: number; stdout: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { seconds, stdout };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

async function main(): Promise<void> {
  const run = process.argv[2] as string | undefined;
  if (!run) throw new Error('name a run folder with a model');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-bench-'));
  try {
    const pictures = path.join(folder, 'pictures');
    await writePictures(pictures);
    const evaluate = ['evaluate', pictures, '--model', run, '--out', path.join(folder, 'output.txt'), '--json'];
    const hasPillow = spawnSync(PYTHON, ['-c', 'import numpy, PIL']).status === 0;
    if (!hasPillow) console.log(`${PYTHON} has no Pillow: ours alone is measured (PYTHON says which Python to use)`);
    const seconds = { native: [] as number[], wasm: [] as number[], pillow: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const engine of ['native', 'wasm'] as const) {
        const { seconds: taken, stdout } = time(process.execPath, [CLI, ...evaluate, '--engine', engine]);
        seconds[engine].push(taken);
        const { count, accuracy } = JSON.parse(stdout) as Evaluation;
        if (round === 0) console.log(`${engine}: ${count} pictures, accuracy ${accuracy}`);
      }
      if (hasPillow) seconds.pillow.push(time(PYTHON, ['-c', PILLOW, pictures]).seconds);
    }
    for (const [name, values] of Object.entries(seconds)) {
      if (values.length) console.log(`${name}: ${median(values).toFixed(2)} s whole process, median of ${ROUNDS}`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
