import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { GraphCompute } from '../../src/engine/graph/graphCompute';
import { toLayersModel } from '../../src/engine/model/exportModel';
import { scoreLogits } from '../../src/engine/model/loss';
import { buildNetwork, initialParameters, initialStatistics } from '../../src/engine/model/network';
import { createOptimizer } from '../../src/engine/model/optimizer';
import { RECIPES, type LayerSpec, type TrainingSpec } from '../../src/engine/model/recipe';
import { loadRuntime } from '../../src/engine/runtime';
import {
  assertGradients,
  at,
  CLASSES,
  COUNT,
  labels,
  NETWORKS,
  pictures,
  stockGradients,
  weightsOf,
} from '../unit/engine/model/stockGradients';

const plain: TrainingSpec = { ...RECIPES['standard'].training, weightDecay: 0 };
const batch = { pictures, labels };

describe('training graph of the native engine', () => {
  const made: GraphCompute[] = [];
  afterEach(() => made.splice(0).forEach((compute) => compute.dispose()));

  async function compute(layers: LayerSpec[], training = plain, loss = {}) {
    const network = buildNetwork(layers, CLASSES);
    const options = { network, training, batchSize: COUNT, loss, seed: 1 };
    const graph = new GraphCompute(await loadRuntime('native'), options);
    made.push(graph);
    return { graph, network };
  }

  for (const [name, layers] of Object.entries(NETWORKS)) {
    it(`${name} has the gradients of stock tfjs`, async () => {
      const expected = await stockGradients(buildNetwork(layers, CLASSES));
      const { graph, network } = await compute(layers);
      const before = tf.memory().numTensors;
      const weights = weightsOf(network);
      graph.begin(weights);
      const { loss, correct, margins } = await graph.step(batch, at(1, 0.1));
      graph.end(weights);
      assert.equal(tf.memory().numTensors, before, 'a step leaves no tensor behind');
      // From a standing start the velocity is the gradient.
      assertGradients(graph.optimizer[0], expected, network);
      assert.ok(loss > 0 && correct >= 0 && margins.length === COUNT);
    });

    it(`${name} predicts as its Layers model`, async () => {
      const { graph, network } = await compute(layers);
      const weights = weightsOf(network);
      weights.statistics.forEach((value, i) => (weights.statistics[i] = value + 0.3 * (i % 2)));
      const [logits, one] = await graph.predict(weights, [pictures, pictures.subarray(0, 784)]);
      const model = toLayersModel(network, weights);
      const theirs = (model.predict(tf.tensor4d(pictures, [COUNT, 28, 28, 1])) as tf.Tensor).dataSync<'float32'>();
      const ours = tf.softmax(tf.tensor2d(logits, [COUNT, CLASSES])).dataSync<'float32'>();
      ours.forEach((value, i) => assert.ok(Math.abs(value - theirs[i]) < 1e-5));
      one.forEach((value, i) => assert.ok(Math.abs(value - logits[i]) < 1e-4));
    });
  }

  for (const optimizer of ['sgd', 'adam'] as const) {
    it(`${optimizer}, with weight decay, steps as our own on the other engine`, async () => {
      const training: TrainingSpec = { ...plain, optimizer, weightDecay: 1 };
      const layers = NETWORKS['a linear network'];
      const { graph, network } = await compute(layers, training, { labelSmoothing: 0.1 });
      const weights = weightsOf(network);
      const expected = weights.parameters.slice();
      const rule = createOptimizer(training, network);
      graph.begin(weights);
      for (let step = 1; step <= 5; step++) {
        const gradients = linearGradients(expected, network.parameters[1].offset, 0.1);
        await graph.step(batch, at(step, 0.01));
        rule.apply(expected, gradients, { learningRate: 0.01, step });
      }
      graph.end(weights);
      const squares = expected.reduce((sum, value, i) => sum + (value - weights.parameters[i]) ** 2, 0);
      const difference = Math.sqrt(squares / expected.length);
      assert.ok(difference < 2e-6, String(difference));
    });
  }

  it('keeps a mean of the weights where the recipe wants one', async () => {
    const { graph, network } = await compute(NETWORKS['a linear network'], { ...plain, averaging: 1 });
    const weights = weightsOf(network);
    const stepAt = async (step: number, averagingRate: number) => {
      graph.begin(weights);
      await graph.step(batch, at(step, 0.1, averagingRate));
      graph.end(weights);
      return weights.parameters.slice();
    };
    const first = await stepAt(1, 1);
    assert.deepEqual(graph.average, first);
    const second = await stepAt(2, 0.25);
    graph.average.forEach((value, i) => {
      assert.ok(Math.abs(value - (0.75 * first[i] + 0.25 * second[i])) < 1e-6, `${i}: ${value}`);
    });
  });

  it('classes and images count in the loss as they are weighted', async () => {
    const classWeights = Float32Array.of(1, 2, 0.5, 1);
    const { graph, network } = await compute(NETWORKS['a linear network'], plain, { classWeights });
    const weights = weightsOf(network);
    const start = weights.parameters.slice();
    const shares = Float32Array.of(1, 0, 0.5, 1, 1, 2);
    graph.begin(weights);
    await graph.step({ ...batch, weights: shares }, at(1, 0.1));
    graph.end(weights);
    const expected = linearGradients(start, network.parameters[1].offset, 0, { classWeights, weights: shares });
    expected.forEach((value, i) => assert.ok(Math.abs(value - graph.optimizer[0][i]) < 1e-5, `${i}: ${value}`));
  });

  it('yields the means and biased variances of the batch', async () => {
    const layers: LayerSpec[] = [
      { type: 'batchNormalization' },
      { type: 'flatten' },
      { type: 'dense', units: 'classes', useBias: true },
    ];
    const { graph, network } = await compute(layers);
    graph.begin({ parameters: initialParameters(network, 1), statistics: initialStatistics(network) });
    const { statistics } = await graph.step(batch, at(1, 0.1));
    const mean = pictures.reduce((a, b) => a + b, 0) / pictures.length;
    const variance = pictures.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pictures.length;
    assert.ok(Math.abs(statistics[0] - mean) < 1e-5);
    assert.ok(Math.abs(statistics[1] - variance) < 1e-6);
  });

  it('drops the wanted share, others at each step, the same for the same seed and step', async () => {
    // With a weight of 1 for each of the inputs, all 1, the logit is the share that is kept, over the rate of keeping.
    const layers: LayerSpec[] = [
      { type: 'flatten' },
      { type: 'dropout', rate: 0.25 },
      { type: 'dense', units: 'classes', useBias: false },
    ];
    const { graph, network } = await compute(layers);
    const weights = { parameters: new Float32Array(network.parameterCount), statistics: new Float32Array(0) };
    const white = { pictures: new Float32Array(pictures.length).fill(1), labels };
    const gradientAt = async (step: number) => {
      graph.optimizer[0].fill(0);
      weights.parameters.fill(0);
      graph.begin(weights);
      await graph.step(white, at(step, 0.1));
      graph.end(weights);
      return graph.optimizer[0].slice();
    };
    const [first, again, second] = [await gradientAt(1), await gradientAt(1), await gradientAt(2)];
    assert.deepEqual(again, first);
    assert.notDeepEqual(second, first);
    // Of each class' gradient by the 784 inputs; without dropout they would be equal. Their mean is that of all, their
    // variance that of images kept or not.
    const column = (gradient: Float32Array) => gradient.filter((_, i) => i % CLASSES === 0);
    // At zero weights each probability is 1/4: (1/4 - 1) of one image of class 0, 1/4 of five others, over six.
    const whole = (0.25 - 1 + 5 * 0.25) / COUNT;
    const mean = column(first).reduce((a, b) => a + b, 0) / 784;
    assert.ok(Math.abs(mean - whole) < 0.01, String(mean));
    const kept = new Set([...column(first)].map((value) => value.toFixed(5)));
    assert.ok(kept.size > 5 && kept.size < 40, String(kept.size));
  });
});

/** The gradient of a linear network, [784 x classes, classes]: pixels times the gradient by the logits. */
function linearGradients(
  parameters: Float32Array,
  biasAt: number,
  labelSmoothing: number,
  weighted: { classWeights?: Float32Array; weights?: Float32Array } = {},
): Float32Array {
  const logits = new Float32Array(COUNT * CLASSES);
  for (let i = 0; i < COUNT; i++) {
    for (let k = 0; k < CLASSES; k++) {
      let sum = parameters[biasAt + k];
      for (let p = 0; p < 784; p++) sum += pictures[i * 784 + p] * parameters[p * CLASSES + k];
      logits[i * CLASSES + k] = sum;
    }
  }
  const byLogits = new Float32Array(logits.length);
  scoreLogits(logits, labels, CLASSES, byLogits, { labelSmoothing, ...weighted });
  const gradients = new Float32Array(parameters.length);
  for (let i = 0; i < COUNT; i++) {
    for (let k = 0; k < CLASSES; k++) {
      const value = byLogits[i * CLASSES + k];
      gradients[biasAt + k] += value;
      for (let p = 0; p < 784; p++) gradients[p * CLASSES + k] += value * pictures[i * 784 + p];
    }
  }
  return gradients;
}
