import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import type { Batch, Compute, ComputeOptions, Prediction, StepRates, StepResult } from '../model/compute';
import type { Weights } from '../model/forwardBackward';
import { scoreLogits, softTargets } from '../model/loss';
import type { Network } from '../model/network';
import type { Runtime } from '../runtime';
import { GraphSession, type Fed } from './graphSession';
import { adamInputs, buildPredictionGraph, buildTrainingGraph, optimizerVariables } from './trainingGraph';

/** The native engine: each step is one run of a TensorFlow graph, which keeps weights and optimizer until `end`. */
export class GraphCompute implements Compute {
  readonly optimizer: readonly Float32Array[];
  private readonly session: GraphSession;
  /** What unbiased variances are multiplied by to be biased ones, [statisticsCount]; 1 for means. */
  private readonly bias: Float32Array;

  constructor(
    runtime: Runtime,
    private readonly options: ComputeOptions,
  ) {
    const { network, training, batchSize } = options;
    this.optimizer = optimizerVariables(training).map(() => new Float32Array(network.parameterCount));
    this.session = new GraphSession(runtime, buildTrainingGraph(network, training, batchSize));
    this.bias = varianceBias(network, batchSize);
  }

  begin({ parameters }: Weights): void {
    this.variables(parameters).forEach(([name, values]) => {
      this.session.run({ values: vector(values) }, [`set_${name}`]);
    });
  }

  end({ parameters }: Weights): void {
    this.variables(parameters).forEach(([name, values]) => {
      values.set(this.session.run({}, [`get_${name}`])[0]);
    });
  }

  step({ pictures, labels, weights }: Batch, rates: StepRates): Promise<StepResult> {
    const { network, training, loss, seed } = this.options;
    const { classes } = network;
    const { step, learningRate, averagingRate } = rates;
    const count = labels.length;
    const shares = Float32Array.from(labels, (label, i) => {
      return ((loss.classWeights ? loss.classWeights[label] : 1) * (weights ? weights[i] : 1)) / count;
    });
    const [logits, statistics] = this.session.run(
      {
        pictures: pictureBatch(pictures),
        targets: { values: softTargets(labels, classes, loss.labelSmoothing), shape: [count, classes] },
        shares: { values: shares, shape: [count, 1] },
        learning_rate: scalar(learningRate),
        seed: vector(Int32Array.of(seed, step)),
        ...(training.optimizer === 'adam' && { adam: vector(adamInputs(step)) }),
        ...(training.averaging && { averaging_rate: scalar(averagingRate) }),
      },
      ['logits', 'statistics'],
    );
    this.bias.forEach((factor, i) => (statistics[i] *= factor));
    return Promise.resolve({ ...scoreLogits(logits, labels, classes), statistics });
  }

  predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]> {
    return Promise.resolve(predict(this.session, weights, lists));
  }

  get average(): Float32Array | null {
    return this.options.training.averaging ? this.optimizer.at(-1)! : null;
  }

  dispose(): void {
    this.session.dispose();
  }

  private variables(parameters: Float32Array): [name: string, values: Float32Array][] {
    const names = optimizerVariables(this.options.training);
    return [['parameters', parameters], ...names.map((name, i): [string, Float32Array] => [name, this.optimizer[i]])];
  }
}

/** The native engine, for predictions alone. */
export class GraphPrediction implements Prediction {
  private readonly session: GraphSession;

  constructor(runtime: Runtime, network: Network) {
    this.session = new GraphSession(runtime, buildPredictionGraph(network));
  }

  predict(weights: Weights, lists: readonly Float32Array[]): Promise<Float32Array[]> {
    return Promise.resolve(predict(this.session, weights, lists));
  }

  dispose(): void {
    this.session.dispose();
  }
}

function predict(
  session: GraphSession,
  { parameters, statistics }: Weights,
  lists: readonly Float32Array[],
): Float32Array[] {
  const weights = { flat: vector(parameters), moving: vector(statistics) };
  return lists.map((pictures) => {
    return session.run({ ...weights, some_pictures: pictureBatch(pictures) }, ['some_logits'])[0];
  });
}

function scalar(value: number): Fed {
  return { values: Float32Array.of(value), shape: [] };
}

function vector(values: Float32Array | Int32Array): Fed {
  return { values, shape: [values.length] };
}

function pictureBatch(pictures: Float32Array): Fed {
  return { values: pictures, shape: [pictures.length / IMAGE_BYTES, IMAGE_SIDE, IMAGE_SIDE, 1] };
}

function varianceBias(network: Network, batchSize: number): Float32Array {
  const factors = new Float32Array(network.statisticsCount).fill(1);
  const visit = (layers: Network['layers']) => {
    for (const layer of layers) {
      if (layer.type === 'residual') visit(layer.layers);
      if (layer.type !== 'batchNormalization') continue;
      const { varianceOffset, size } = layer.slot;
      const values = layer.inputShape.slice(0, -1).reduce((a, b) => a * b, batchSize);
      factors.fill((values - 1) / values, varianceOffset, varianceOffset + size);
    }
  };
  visit(network.layers);
  return factors;
}
