import { IMAGE_BYTES } from '../../shared/classes';
import { wasmKernels } from '../kernels/wasmKernels';
import type { Runtime } from '../runtime';
import type { Batch, Compute, ComputeOptions, Prediction, StepRates, StepResult } from './compute';
import { ComputePool } from './computePool';
import { Propagation, type Weights } from './forwardBackward';
import type { BatchScores, LossOptions } from './loss';
import type { Network } from './network';
import { createOptimizer, type Optimizer } from './optimizer';
import { computeShard, type Shard, type ShardGradients } from './shard';

export interface ShardOptions {
  network: Network;
  loss: LossOptions;
}

/** What computes the shards of a batch. */
export interface ShardCompute extends Prediction {
  /** Forward and backward over each shard; `results[i]` is written for `shards[i]`. */
  train(weights: Weights, shards: readonly Shard[], results: readonly ShardGradients[]): Promise<BatchScores[]>;
}

/** The WASM engine: a batch is cut into shards, whose gradients are joined for the optimizer. */
export class ShardedCompute implements Compute {
  private readonly compute: ShardCompute;
  private readonly rule: Optimizer;
  readonly optimizer: readonly Float32Array[];
  readonly average: Float32Array | null;
  /** What each shard of a batch yields. */
  private readonly results: ShardGradients[];
  /** Those of the whole batch. */
  private readonly gradients: Float32Array;
  private weights: Weights | null = null;

  /** @param shards that a batch is cut into; they alone decide the numbers, `threads` does not */
  constructor(
    runtime: Runtime,
    private readonly options: ComputeOptions,
    shards: number,
    threads: number,
  ) {
    const { network, training } = options;
    this.compute = createShards(runtime, options, shards, threads);
    this.rule = createOptimizer(training, network);
    this.average = training.averaging ? new Float32Array(network.parameterCount) : null;
    this.optimizer = this.average ? [...this.rule.state, this.average] : this.rule.state;
    this.results = Array.from({ length: shards }, () => ({
      gradients: new Float32Array(network.parameterCount),
      statistics: new Float32Array(network.statisticsCount),
    }));
    this.gradients = new Float32Array(network.parameterCount);
  }

  begin(weights: Weights): void {
    this.weights = weights;
  }

  end(): void {
    this.weights = null;
  }

  async step(batch: Batch, rates: StepRates): Promise<StepResult> {
    const weights = this.weights!;
    const shards = cutBatch(batch, this.results.length, [this.options.seed, 'dropout', rates.step]);
    const scores = await this.compute.train(weights, shards, this.results);
    const statistics = this.joinShards(shards.map(({ labels }) => labels.length / batch.labels.length));
    this.rule.apply(weights.parameters, this.gradients, rates);
    this.updateAverage(weights.parameters, rates.averagingRate);
    const result: StepResult = { loss: 0, correct: 0, margins: new Float32Array(batch.labels.length), statistics };
    let at = 0;
    for (const { loss, correct, margins } of scores) {
      result.loss += loss;
      result.correct += correct;
      result.margins.set(margins, at);
      at += margins.length;
    }
    return result;
  }

  predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]> {
    return this.compute.predict(weights, lists);
  }

  dispose(): void {
    this.compute.dispose();
  }

  private updateAverage(parameters: Float32Array, rate: number): void {
    const { average } = this;
    if (!average) return;
    for (let i = 0; i < average.length; i++) average[i] += rate * (parameters[i] - average[i]);
  }

  /** Gradients and statistics of the batch, from those of its shards, which hold these shares of its images. */
  private joinShards(shares: readonly number[]): Float32Array {
    const { gradients, results } = this;
    const { slots, statisticsCount } = this.options.network;
    const joined = new Float32Array(statisticsCount);
    gradients.fill(0);
    results.forEach((result, k) => {
      for (let i = 0; i < gradients.length; i++) gradients[i] += shares[k] * result.gradients[i];
    });
    for (const { meanOffset, varianceOffset, size } of slots) {
      for (let i = 0; i < size; i++) {
        let mean = 0;
        let square = 0;
        results.forEach(({ statistics }, k) => {
          mean += shares[k] * statistics[meanOffset + i];
          square += shares[k] * (statistics[varianceOffset + i] + statistics[meanOffset + i] ** 2);
        });
        joined[meanOffset + i] = mean;
        joined[varianceOffset + i] = square - mean ** 2;
      }
    }
    return joined;
  }
}

/** @param shards that there are at most at a time */
export function createShards(runtime: Runtime, of: ShardOptions, shards: number, threads: number): ShardCompute {
  return threads > 1 ? new ComputePool(of, shards, threads) : new LocalCompute(runtime, of);
}

/** All shards on this thread. */
class LocalCompute implements ShardCompute {
  private readonly propagation: Propagation;

  constructor(
    runtime: Runtime,
    private readonly options: ShardOptions,
  ) {
    this.propagation = new Propagation(runtime, wasmKernels(runtime.tf), options.network);
  }

  train(weights: Weights, shards: readonly Shard[], results: readonly ShardGradients[]): Promise<BatchScores[]> {
    const { network, loss } = this.options;
    this.propagation.setWeights(weights);
    return Promise.resolve(shards.map((shard, i) => computeShard(this.propagation, network, loss, shard, results[i])));
  }

  predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]> {
    this.propagation.setWeights(weights);
    return Promise.resolve(lists.map((pictures) => this.propagation.predict(pictures)));
  }

  dispose(): void {
    this.propagation.dispose();
  }
}

/** Cuts a batch into shards as equal as can be. */
export function cutBatch(
  { pictures, labels, weights }: Batch,
  shards: number,
  keys: readonly (number | string)[],
): Shard[] {
  return Array.from({ length: shards }, (_, shard) => {
    const from = Math.floor((shard * labels.length) / shards);
    const to = Math.floor(((shard + 1) * labels.length) / shards);
    return {
      pictures: pictures.subarray(from * IMAGE_BYTES, to * IMAGE_BYTES),
      labels: labels.subarray(from, to),
      ...(weights && { weights: weights.subarray(from, to) }),
      keys: [...keys, shard],
    };
  });
}
