import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Weights } from './forwardBackward';
import type { BatchScores, LossOptions } from './loss';
import type { LayerSpec } from './recipe';
import type { Shard, ShardGradients } from './shard';
import type { ShardCompute, ShardOptions } from './shardedCompute';

/** What a worker is given when it starts. Weights are shared memory that only the main thread writes. */
export interface WorkerSetup {
  layers: readonly LayerSpec[];
  classes: number;
  loss: LossOptions;
  weights: Weights;
}

/** A list of tasks for a worker, all with the weights of the moment. */
export type WorkerTask =
  | { kind: 'train'; shards: readonly Shard[]; results: readonly ShardGradients[] }
  | { kind: 'predict'; lists: readonly Float32Array[] };

export type WorkerAnswer = { ok: true; scores?: BatchScores[]; logits?: Float32Array[] } | { ok: false; error: Error };

const FILE = 'computeWorker.cjs';

/** WASM on several threads: workers with an engine each. Which worker does what never changes the numbers. */
export class ComputePool implements ShardCompute {
  private readonly weights: Weights;
  private readonly workers: Worker[];
  private readonly results: ShardGradients[];
  private failure: Error | null = null;

  constructor({ network, loss }: ShardOptions, shards: number, threads: number) {
    const { specs, classes, parameterCount, statisticsCount } = network;
    this.weights = { parameters: shared(parameterCount), statistics: shared(statisticsCount) };
    this.results = Array.from({ length: shards }, () => ({
      gradients: shared(parameterCount),
      statistics: shared(statisticsCount),
    }));
    const workerData: WorkerSetup = { layers: specs, classes, loss, weights: this.weights };
    this.workers = Array.from({ length: threads }, () => {
      const worker = new Worker(workerFile(), { workerData });
      worker.unref();
      worker.on('error', (error) => (this.failure ??= error));
      return worker;
    });
  }

  async train(weights: Weights, shards: readonly Shard[], results: readonly ShardGradients[]): Promise<BatchScores[]> {
    const answers = await this.share(weights, shards.length, (mine) => ({
      kind: 'train',
      shards: mine.map((i) => shards[i]),
      results: mine.map((i) => this.results[i]),
    }));
    return shards.map((_, i) => {
      results[i].gradients.set(this.results[i].gradients);
      results[i].statistics.set(this.results[i].statistics);
      return answers[i % this.workers.length].scores![Math.floor(i / this.workers.length)];
    });
  }

  async predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]> {
    const answers = await this.share(weights, lists.length, (mine) => ({
      kind: 'predict',
      lists: mine.map((i) => lists[i]),
    }));
    return lists.map((_, i) => answers[i % this.workers.length].logits![Math.floor(i / this.workers.length)]);
  }

  dispose(): void {
    for (const worker of this.workers) void worker.terminate();
  }

  /** Deals items 0 to count - 1 out to the workers in turn. */
  private share(weights: Weights, count: number, taskOf: (items: number[]) => WorkerTask) {
    this.weights.parameters.set(weights.parameters);
    this.weights.statistics.set(weights.statistics);
    return Promise.all(
      this.workers.map((worker, w) => {
        const items = Array.from({ length: count }, (_, i) => i).filter((i) => i % this.workers.length === w);
        return this.ask(worker, taskOf(items));
      }),
    );
  }

  private ask(worker: Worker, task: WorkerTask): Promise<Extract<WorkerAnswer, { ok: true }>> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const settle = () => {
        worker.unref();
        worker.off('message', answered).off('error', failed).off('exit', ended);
      };
      const answered = (answer: WorkerAnswer) => {
        settle();
        if (answer.ok) resolve(answer);
        else reject(answer.error);
      };
      const failed = (error: Error) => {
        settle();
        reject(error);
      };
      const ended = (code: number) => failed(new Error(`a compute thread ended with ${code}`));
      worker.on('message', answered).on('error', failed).on('exit', ended);
      // Only while it works does a worker keep the process alive.
      worker.ref();
      worker.postMessage(task);
    });
  }
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/** Beside the bundle, or where the build leaves it when the sources run as they are. */
function workerFile(): string {
  const beside = path.join(__dirname, FILE);
  return fs.existsSync(beside) ? beside : path.join(__dirname, '../../../dist', FILE);
}
