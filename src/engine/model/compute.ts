import os from 'node:os';
import { GraphCompute, GraphPrediction } from '../graph/graphCompute';
import type { Runtime } from '../runtime';
import type { Weights } from './forwardBackward';
import type { BatchScores, LossOptions } from './loss';
import type { Network } from './network';
import type { TrainingSpec } from './recipe';
import { createShards, ShardedCompute } from './shardedCompute';

/** Images of a training step. */
export interface Batch {
  /** [count, 28, 28, 1], pixel / 255. */
  pictures: Float32Array;
  /** [count] */
  labels: Uint8Array;
  /** How much each image counts in the loss, [count]; absent: 1 each. */
  weights?: Float32Array;
}

export interface StepResult extends BatchScores {
  /** Means and biased variances of the batch at each batch normalization, [statisticsCount]. */
  statistics: Float32Array;
}

export interface Prediction {
  /** Logits of each list of pictures, [count, classes]. */
  predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]>;
  dispose(): void;
}

export interface StepRates {
  /** Of all steps of the training, from 1. */
  step: number;
  learningRate: number;
  /** How far the mean of the parameters moves to their new values, 0 to 1. */
  averagingRate: number;
}

/** Trains a network and predicts with it, on an engine. Steps come between `begin` and `end`. */
export interface Compute extends Prediction {
  /** What the optimizer keeps, each [parameterCount]: good before `begin` and after `end`. */
  readonly optimizer: readonly Float32Array[];
  /** That of them which is the mean of the parameters over time; null where the recipe wants none. */
  readonly average: Float32Array | null;
  /** Takes over the weights, and `optimizer`. */
  begin(weights: Weights): void;
  /** Forward, backward and a step of the optimizer. */
  step(batch: Batch, rates: StepRates): Promise<StepResult>;
  /** Writes back what the steps made of the parameters, and `optimizer`. */
  end(weights: Weights): void;
}

export interface ComputeOptions {
  network: Network;
  training: TrainingSpec;
  /** Images of a step. */
  batchSize: number;
  loss: LossOptions;
  /** Names the random numbers of dropout. */
  seed: number;
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

/** @param cores how many threads may work; TensorFlow takes all there are */
export function createCompute(runtime: Runtime, options: ComputeOptions, cores?: number): Compute {
  if (runtime.name === 'native') return new GraphCompute(runtime, options);
  const shards = shardCount('wasm', options.batchSize);
  return new ShardedCompute(runtime, options, shards, threadCount('wasm', shards, cores));
}

/** For predictions alone. @param threads of WASM, each of which takes a list of pictures; TensorFlow takes all there are */
export function createPrediction(runtime: Runtime, network: Network, threads: number): Prediction {
  if (runtime.name === 'native') return new GraphPrediction(runtime, network);
  return createShards(runtime, { network, loss: {} }, threads, threads);
}
