// Contestants measured side by side: in rounds, each once a round, so that whatever else the machine does at a time meets
// them all.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import * as esbuild from 'esbuild';

const root = path.join(__dirname, '..');
const python = path.join(__dirname, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Whether the peers' Python is set up (`npm run bench:peers`). */
export const hasPeers = (): boolean => fs.existsSync(python);

/** A program that is measured. */
export interface Contestant {
  who: string;
  command: string;
  args: string[];
}

/** A figure of one contestant in one part: over the rounds. */
export interface Row {
  part: string;
  who: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  rounds: number;
}

/** A program of ours, from `bench/ours`, bundled as the product is. */
export function ours(who: string, program: string, ...args: string[]): Contestant {
  return { who, command: process.execPath, args: [path.join(root, `dist/bench-${program}.cjs`), ...args] };
}

/** A program in Python, in `bench/peers`. */
export function peer(who: string, program: string, ...args: string[]): Contestant {
  return { who, command: python, args: [path.join(__dirname, 'peers', `${program}.py`), ...args] };
}

/** Builds what `ours` names, beside the product's own bundles, whose files it needs. */
export async function bundleOurs(): Promise<void> {
  const programs = fs.readdirSync(path.join(__dirname, 'ours')).map((file) => path.basename(file, '.ts'));
  await esbuild.build({
    entryPoints: Object.fromEntries(
      programs.map((name) => [`bench-${name}`, path.join(__dirname, 'ours', `${name}.ts`)]),
    ),
    outdir: path.join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
    alias: { '@tensorflow/tfjs': '@tensorflow/tfjs-core' },
  });
}

/** The command line as it is built. */
export function commandLine(who: string, ...args: string[]): Contestant {
  return { who, command: process.execPath, args: [path.join(root, 'dist/cli.cjs'), ...args] };
}

const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', KERAS_BACKEND: 'tensorflow' };

/**
 * Contestants that stay: each is a process that prints a number for each line it is given, after a first one when it is
 * warm. Yields rows of their numbers, and of the most memory each held (MiB; Linux tells).
 */
export async function contestOfServers(
  part: string,
  unit: string,
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Row[]> {
  const servers = contestants.map(start);
  try {
    for (const server of servers) await server.next();
    const values = contestants.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, server] of servers.entries()) values[index].push(await server.next());
      progress(part, round + 1, rounds);
    }
    const memory = servers.map(({ child }) => peakMemory(child.pid!));
    return [
      ...contestants.map(({ who }, index) => rowOf(part, who, unit, values[index])),
      ...contestants.flatMap(({ who }, index) =>
        memory[index] > 0 ? [rowOf(`${part}: memory`, who, 'MiB', [memory[index]])] : [],
      ),
    ];
  } finally {
    for (const { child } of servers) child.kill();
  }
}

/** Contestants that run once a round, from start to end; the seconds of the whole process. */
export function contestOfProcesses(part: string, contestants: readonly Contestant[], rounds: number): Row[] {
  const seconds = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    contestants.forEach(({ who, command, args }, index) => {
      const started = performance.now();
      const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: environment });
      if (status !== 0) throw new Error(`${who} failed: ${stderr || stdout}`);
      seconds[index].push((performance.now() - started) / 1000);
    });
    progress(part, round + 1, rounds);
  }
  return contestants.map(({ who }, index) => rowOf(part, who, 's', seconds[index]));
}

/**
 * Contestants that print `{ seconds, accuracy }` lines: for each wanted accuracy the seconds at which it was first passed, one
 * round for each seed; and the accuracy at the end. Infinity: never.
 */
export function contestOfCurves(
  part: string,
  wanted: readonly number[],
  contestants: (seed: string) => readonly Contestant[],
  rounds: number,
): Row[] {
  const curves = new Map<string, { seconds: number; accuracy: number }[][]>();
  for (let round = 1; round <= rounds; round++) {
    for (const { who, command, args } of contestants(String(round))) {
      const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: environment });
      if (status !== 0) throw new Error(`${who} failed: ${stderr || stdout}`);
      const curve = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { seconds: number; accuracy: number });
      curves.set(who, [...(curves.get(who) ?? []), curve]);
    }
    progress(part, round, rounds);
  }
  const rows = (about: string, unit: string, value: (curve: { seconds: number; accuracy: number }[]) => number) =>
    [...curves].map(([who, all]) => rowOf(`${part}: ${about}`, who, unit, all.map(value)));
  return [
    ...wanted.flatMap((share) =>
      rows(`to ${100 * share}%`, 's', (curve) => curve.find(({ accuracy }) => accuracy >= share)?.seconds ?? Infinity),
    ),
    ...rows('at the end', '%', (curve) => 100 * curve.at(-1)!.accuracy),
    ...rows('whole training', 's', (curve) => curve.at(-1)!.seconds),
  ];
}

function start({ who, command, args }: Contestant): { child: ChildProcess; next: () => Promise<number> } {
  const child = spawn(command, args, { cwd: root, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
  const lines = readline.createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    child.stdin.write('\n');
    const line = (await lines.next()) as IteratorResult<string, undefined>;
    const value = Number(line.value);
    if (!Number.isFinite(value)) throw new Error(`${who} failed: ${line.value ?? said}`);
    return value;
  };
  return { child, next };
}

function rowOf(part: string, who: string, unit: string, values: readonly number[]): Row {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { part, who, unit, median, min: sorted[0], max: sorted.at(-1)!, rounds: sorted.length };
}

/** MiB; 0 where the system does not tell. */
function peakMemory(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const found = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found ? Number(found[1]) / 1024 : 0;
}

function progress(part: string, round: number, rounds: number): void {
  process.stderr.write(`${part}: round ${round} of ${rounds}\n`);
}
