import os from 'node:os';
import { IMAGE_BYTES } from '../../shared/classes';
import { kernelsFor } from '../kernels';
import type { Runtime } from '../runtime';
import { ComputePool } from './computePool';
import { Propagation, type Weights } from './forwardBackward';
import type { BatchScores, LossOptions } from './loss';
import type { Network } from './network';
import type { LayerSpec } from './recipe';
import { computeShard, type Shard, type ShardGradients } from './shard';

/** What computes: an engine on this thread, or on several. */
export interface Compute {
  /** Forward and backward over each shard; `results[i]` is written for `shards[i]`. */
  train(weights: Weights, shards: readonly Shard[], results: readonly ShardGradients[]): Promise<BatchScores[]>;
  /** Logits of each list of pictures, [count, classes]. */
  predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]>;
  dispose(): void;
}

export interface ComputeOptions {
  layers: readonly LayerSpec[];
  network: Network;
  loss: LossOptions;
  /** Shards that a batch has at most. */
  shards: number;
}

/**
 * Shards of a batch. TensorFlow shares out its operations itself. WASM's take one thread, so there a batch is cut, by
 * its size alone: the same numbers come out on any machine, however many cores work on them. Each shard is normalized
 * by its own statistics ("ghost batches", Hoffer et al. 2017, arXiv 1705.08741), which wants some sixteen images.
 */
export function shardCount(engine: Runtime['name'], batchSize: number): number {
  return engine === 'native' ? 1 : Math.min(4, Math.max(1, Math.floor(batchSize / 16)));
}

/** Threads that take part in a step. */
export function threadCount(engine: Runtime['name'], shards: number, cores = os.availableParallelism()): number {
  return engine === 'native' ? cores : Math.min(shards, cores);
}

/** @param cores how many threads may work */
export function createCompute(runtime: Runtime, options: ComputeOptions, cores?: number): Compute {
  const threads = Math.min(options.shards, threadCount(runtime.name, options.shards, cores));
  return threads > 1 ? new ComputePool(options, threads) : new LocalCompute(runtime, options);
}

/** All on this thread. */
class LocalCompute implements Compute {
  private readonly propagation: Propagation;

  constructor(
    runtime: Runtime,
    private readonly options: ComputeOptions,
  ) {
    this.propagation = new Propagation(runtime, kernelsFor(runtime), options.network);
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
  { pictures, labels, weights }: Omit<Shard, 'keys'>,
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
