import type { Runtime } from '../runtime';
import { assemblePictures, mirrorPictures } from './augment';
import { createCompute, type Batch, type Compute } from './compute';
import type { Weights } from './forwardBackward';
import { scoreLogits, type LossOptions } from './loss';
import { initialParameters, initialStatistics, type Network } from './network';
import { averagingRateAt, learningRateAt } from './optimizer';
import { Random } from '../random';
import type { Recipe } from './recipe';

/** Images and their classes, a part of a data set: `indices` into `pixels` [count, 28, 28] and `labels` [count]. */
export interface LabelledPart {
  pixels: Uint8Array;
  labels: Uint8Array;
  indices: Uint32Array;
  /** How much each image counts in the loss, [indices.length]; absent: 1 each. */
  weights?: Float32Array;
}

/** Means over a part of the data. */
export interface Score {
  /** Cross-entropy in nats. */
  loss: number;
  /** 0 to 1. */
  accuracy: number;
  /** Images that took part. */
  count: number;
}

/** All that training changes: with this, and the request, it goes on exactly where it was. */
export interface TrainerState {
  weights: Weights;
  optimizer: readonly Float32Array[];
  /** Steps done. */
  step: number;
  /** Whether pictures are mirrored; decided on the way where the recipe says `auto`. */
  flip: boolean;
}

export interface TrainerOptions {
  recipe: Recipe;
  batchSize: number;
  epochs: number;
  seed: number;
  loss: LossOptions;
}

/** So many batches count in the moving statistics of batch normalizations, where the weights are not averaged. */
const STATISTICS_HORIZON = 20;

/** Trains a network epoch by epoch. Every random draw is named by seed, purpose and epoch, none depends on the clock. */
export class Trainer {
  private readonly compute: Compute;
  readonly state: TrainerState;

  constructor(
    runtime: Runtime,
    private readonly network: Network,
    private readonly part: LabelledPart,
    private readonly options: TrainerOptions,
  ) {
    const { recipe, loss, seed } = options;
    const batchSize = Math.min(options.batchSize, part.indices.length);
    const { training } = recipe;
    this.compute = createCompute(runtime, { network, training, batchSize, loss, seed });
    this.state = {
      weights: { parameters: initialParameters(network, seed), statistics: initialStatistics(network) },
      optimizer: this.compute.optimizer,
      step: 0,
      flip: training.flip === 'yes',
    };
  }

  get stepsPerEpoch(): number {
    return Math.max(1, Math.floor(this.part.indices.length / this.options.batchSize));
  }

  /** The network as it is to be used: the mean of the last ones, where the recipe wants that. */
  get learnt(): Weights {
    const { parameters, statistics } = this.state.weights;
    return { parameters: this.compute.average ?? parameters, statistics };
  }

  /** Steps that count in the mean of the weights, and in that of the statistics with it. */
  private get horizon(): number {
    const { averaging } = this.options.recipe.training;
    return averaging ? averaging * this.stepsPerEpoch : STATISTICS_HORIZON;
  }

  /** The learning rate of the step done last. */
  get learningRate(): number {
    return this.rateAt(Math.max(1, this.state.step));
  }

  /** Smaller batches take proportionally smaller steps with SGD (Goyal et al. 2017, arXiv 1706.02677). */
  private rateAt(step: number): number {
    const { recipe, batchSize, epochs } = this.options;
    const { training } = recipe;
    const rate = learningRateAt(training, step, epochs * this.stepsPerEpoch);
    return training.optimizer === 'sgd' ? (rate * batchSize) / training.batchSize : rate;
  }

  /**
   * One pass over the training images, in an order drawn for this epoch (from 1). What does not fill a batch is left
   * out, each epoch other images. `margins` ([training images]) gets the margin of each image: as it was seen in
   * training, and of those left out as they are, at the end; after an epoch that ended early only of those seen.
   * `onStep` is told the score of the step; it may be slow or asynchronous, and ends the epoch early by returning false.
   */
  async runEpoch(
    epoch: number,
    margins: Float32Array,
    onStep: (step: number, score: Score) => Promise<boolean>,
  ): Promise<Score> {
    const { options, part, state } = this;
    const { batchSize, seed } = options;
    const order = new Random(seed, 'order', epoch).shuffle(Uint32Array.from(part.indices.keys()));
    let [loss, correct, seen] = [0, 0, 0];
    this.compute.begin(state.weights);
    for (let i = 0; i < this.stepsPerEpoch; i++) {
      const chosen = order.subarray(i * batchSize, (i + 1) * batchSize);
      state.step++;
      const averagingRate = averagingRateAt(this.horizon, state.step);
      const rates = { step: state.step, learningRate: this.rateAt(state.step), averagingRate };
      const batch = this.assemble(chosen);
      const result = await this.compute.step(batch, rates);
      result.margins.forEach((margin, k) => (margins[chosen[k]] = margin));
      loss += result.loss;
      correct += result.correct;
      const count = batch.labels.length;
      seen += count;
      this.updateStatistics(result.statistics, averagingRate);
      const score = { loss: result.loss / count, accuracy: result.correct / count, count };
      if (!(await onStep(i + 1, score))) break;
    }
    this.compute.end(state.weights);
    const left = order.subarray(this.stepsPerEpoch * batchSize);
    if (seen === this.stepsPerEpoch * batchSize && left.length) {
      const leftMargins = new Float32Array(left.length);
      await this.score({ ...part, indices: left.map((k) => part.indices[k]) }, { margins: leftMargins });
      left.forEach((k, i) => (margins[k] = leftMargins[i]));
    }
    return { loss: loss / seen, accuracy: correct / seen, count: seen };
  }

  /** The batch of these training images, changed at random as the recipe says. */
  private assemble(chosen: Uint32Array): Batch {
    const { part, state, options } = this;
    const { recipe, seed } = options;
    const indices = chosen.map((k) => part.indices[k]);
    const random = new Random(seed, 'augment', state.step);
    const { shift, cutout } = recipe.training;
    const augmentation = { random, shift, flip: state.flip, cutout };
    const { weights } = part;
    return {
      pictures: assemblePictures(part.pixels, indices, augmentation),
      labels: Uint8Array.from(indices, (index) => part.labels[index]),
      ...(weights && { weights: Float32Array.from(chosen, (k) => weights[k]) }),
    };
  }

  /** Moving means of the batches' statistics. */
  private updateStatistics(batchStatistics: Float32Array, rate: number): void {
    const { statistics } = this.state.weights;
    for (let i = 0; i < statistics.length; i++) statistics[i] += rate * (batchStatistics[i] - statistics[i]);
  }

  /**
   * Scores images with what was learnt, or with others. `margins`, if given, gets each image's margin,
   * [indices.length]; `logits` its logits, [indices.length, classes].
   */
  async score(
    part: LabelledPart,
    options: { mirrored?: boolean; weights?: Weights; margins?: Float32Array; logits?: Float32Array } = {},
  ): Promise<Score> {
    const { classes } = this.network;
    let [loss, correct] = [0, 0];
    const perRound = PREDICTION_BATCH * LISTS;
    for (let i = 0; i < part.indices.length; i += perRound) {
      const lists: Uint32Array[] = [];
      const end = Math.min(part.indices.length, i + perRound);
      for (let k = i; k < end; k += PREDICTION_BATCH)
        lists.push(part.indices.subarray(k, Math.min(end, k + PREDICTION_BATCH)));
      const pictures = lists.map((indices) => assemblePictures(part.pixels, indices));
      const all = await this.compute.predict(
        options.weights ?? this.learnt,
        options.mirrored ? pictures.map(mirrorPictures) : pictures,
      );
      all.forEach((logits, k) => {
        const scores = scoreLogits(
          logits,
          Uint8Array.from(lists[k], (index) => part.labels[index]),
          classes,
        );
        loss += scores.loss;
        correct += scores.correct;
        options.margins?.set(scores.margins, i + k * PREDICTION_BATCH);
        options.logits?.set(logits, (i + k * PREDICTION_BATCH) * classes);
      });
      await new Promise(setImmediate);
    }
    const count = part.indices.length;
    return { loss: loss / count, accuracy: correct / count, count };
  }

  dispose(): void {
    this.compute.dispose();
  }
}

/** Images a prediction takes at once; more do not make it faster. */
const PREDICTION_BATCH = 500;
/** So many of them at a time, for as many threads. */
const LISTS = 4;
