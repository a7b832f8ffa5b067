// Reads the 60,000 training images from a CSV: our reader beside pandas, in turn, each in a process of its own.
// `npm run bench:csv`; PYTHON says which Python to use (it needs pandas), FASHION_MNIST_DATA where the real set is.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { imageAt } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';

const ROUNDS = 5;
const { FASHION_MNIST_DATA: REAL_SET = path.join(__dirname, '../../shared/fashion-mnist'), PYTHON = 'python3' } =
  process.env;

/** What a reader's process prints as its last line: seconds of the reading alone, and how many images it got. */
interface Report {
  seconds: number;
  count: number;
  /** The most memory that the process held, bytes. */
  peak: number;
}

const PANDAS = `
import json, sys, time
import pandas
start = time.perf_counter()
table = pandas.read_csv(sys.argv[1])
pixels = table.drop(columns="label").to_numpy(dtype="uint8")
seconds = time.perf_counter() - start
try:
    peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) * 1024
except OSError:
    peak = 0
print(json.dumps({"seconds": seconds, "count": len(pixels), "peak": peak}))
`;

async function writeCsv(file: string): Promise<void> {
  const { splits } = await readData({ path: REAL_SET });
  const train = splits[0];
  const lines = [['label', ...Array.from({ length: 784 }, (_, index) => `pixel${index + 1}`)].join(',')];
  for (let index = 0; index < train.count; index++)
    lines.push(`${train.labels![index]},${imageAt(train, index).join(',')}`);
  fs.writeFileSync(file, lines.join('\n') + '\n');
}

/** Runs a reader once. Returns its own report and the seconds of the whole process. */
function time(command: string, args: string[]): Report & { whole: number } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const whole = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Report), whole };
}

/** Only Linux tells the peak of a process apart from that of the one that started it. */
const mebibytes = (bytes: number) => (bytes > 0 ? `${(bytes / 1024 ** 2).toFixed(0)} MiB` : 'unknown memory');

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

function tell(name: string, runs: (Report & { whole: number })[]): { whole: number; seconds: number } {
  const whole = median(runs.map((run) => run.whole));
  const seconds = median(runs.map((run) => run.seconds));
  const peak = mebibytes(median(runs.map((run) => run.peak)));
  console.log(
    `${name}: ${whole.toFixed(2)} s whole process, ${seconds.toFixed(2)} s reading, ${peak} at most (${runs[0].count} images)`,
  );
  return { whole, seconds };
}

async function compare(folder: string): Promise<void> {
  const file = path.join(folder, 'fashion-mnist_train.csv');
  await writeCsv(file);
  const ours = path.join(folder, 'ours.cjs');
  await esbuild.build({
    entryPoints: [path.join(__dirname, 'csvProcess.ts')],
    outfile: ours,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  const idle = time(process.execPath, [ours]);
  console.log(`${(fs.statSync(file).size / 1e6).toFixed(0)} MB; an idle Node process: ${mebibytes(idle.peak)}`);
  const hasPandas = spawnSync(PYTHON, ['-c', 'import pandas']).status === 0;
  if (!hasPandas)
    console.log(`${PYTHON} has no pandas: our reader alone is measured (PYTHON says which Python to use)`);
  const runs: Record<'ours' | 'pandas', (Report & { whole: number })[]> = { ours: [], pandas: [] };
  for (let round = 0; round < ROUNDS; round++) {
    runs.ours.push(time(process.execPath, [ours, file]));
    if (hasPandas) runs.pandas.push(time(PYTHON, ['-c', PANDAS, file]));
  }
  const our = tell('ours', runs.ours);
  if (!hasPandas) return;
  const pandas = tell('pandas', runs.pandas);
  console.log(
    `pandas takes ${(pandas.whole / our.whole).toFixed(1)} times as long, ${(pandas.seconds / our.seconds).toFixed(1)} times for the reading alone`,
  );
}

async function main(): Promise<void> {
  if (!fs.existsSync(REAL_SET))
    throw new Error(`the real set is not in ${REAL_SET}; FASHION_MNIST_DATA says where it is`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-bench-'));
  try {
    await compare(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

void main();
