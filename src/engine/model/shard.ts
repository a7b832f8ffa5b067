import type { Batch } from './compute';
import type { Propagation } from './forwardBackward';
import { scoreLogits, type BatchScores, type LossOptions } from './loss';
import type { Network } from './network';
import { Random } from '../random';

/** A part of a batch that is computed at one go, by one thread. */
export interface Shard extends Batch {
  /** Names the random numbers of dropout. */
  keys: readonly (number | string)[];
}

/** What a shard yields beside its scores; the arrays are written. */
export interface ShardGradients {
  /** Gradient of the shard's mean loss, [parameterCount]. */
  gradients: Float32Array;
  /** Means and biased variances of the shard at each batch normalization, [statisticsCount]. */
  statistics: Float32Array;
}

/** A training step's forward and backward pass over a shard, with the weights that the propagation has. */
export function computeShard(
  propagation: Propagation,
  { classes }: Network,
  loss: LossOptions,
  { pictures, labels, weights, keys }: Shard,
  { gradients, statistics }: ShardGradients,
): BatchScores {
  let scores: BatchScores | null = null;
  const pass = { random: new Random(...keys), gradients, batchStatistics: statistics };
  propagation.train(pictures, pass, (logits) => {
    const gradient = new Float32Array(logits.length);
    scores = scoreLogits(logits, labels, classes, gradient, { ...loss, weights });
    return gradient;
  });
  return scores!;
}
