import { fork, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { DataSide } from '../../src/shared/contracts/explorer';
import { processChannel } from '../../src/shared/processChannel';
import { connect, type Connection, type Silent } from '../../src/shared/rpc';

export const root = path.join(__dirname, '../..');
export const SAMPLE = path.join(root, 'media/sample');

export interface DataProcess {
  child: ChildProcess;
  data: Connection<Silent, DataSide>;
  exited: Promise<unknown>;
}

/** The data process as it is built, forked as the extension forks it. */
export function forkData(): DataProcess {
  const child = fork(path.join(root, 'dist/data.cjs'), { serialization: 'advanced', execArgv: [], silent: true });
  for (const stream of [child.stdout, child.stderr]) stream?.resume();
  const exited = new Promise((resolve) => child.once('close', resolve));
  return { child, exited, data: connect<Silent, DataSide>(processChannel(child), {}) };
}

export interface Program {
  child: ChildProcess;
  end: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** The built command line, without a native engine. */
export function startCli(parameters: string[], folder: string): Program {
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.cjs'), ...parameters], {
    cwd: folder,
    env: { ...process.env, FASHION_MNIST_ENGINE_DIR: path.join(folder, 'no engine here') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const end = new Promise<Awaited<Program['end']>>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, end };
}

/** Resident memory, bytes. Linux. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}
