import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { kernelsFor } from '../../../../src/engine/kernels';
import { toLayersModel } from '../../../../src/engine/model/exportModel';
import { Propagation } from '../../../../src/engine/model/forwardBackward';
import { scoreLogits } from '../../../../src/engine/model/loss';
import { buildNetwork, initialParameters, initialStatistics, type Network } from '../../../../src/engine/model/network';
import { Random } from '../../../../src/engine/random';
import type { LayerSpec } from '../../../../src/engine/model/recipe';
import { loadRuntime } from '../../../../src/engine/runtime';

const conv = { type: 'conv2d', filters: 3, kernelSize: 3, strides: 1, padding: 'same', useBias: true } as const;
const norm = { type: 'batchNormalization' } as const;
const relu = { type: 'relu' } as const;
const dense = { type: 'dense', units: 'classes', useBias: true } as const;

/** Every kind of layer but dropout, whose mask is random. */
const NETWORKS: Record<string, LayerSpec[]> = {
  'a residual network with global average pooling': [
    { ...conv, useBias: false },
    { type: 'maxPooling2d', poolSize: 2 },
    norm,
    relu,
    { type: 'residual', layers: [conv, norm, relu, conv, norm] },
    { type: 'globalAveragePooling2d' },
    dense,
  ],
  'a plain network with a hidden dense layer': [
    { ...conv, strides: 2, padding: 'valid' },
    relu,
    norm,
    { type: 'maxPooling2d', poolSize: 3 },
    { type: 'flatten' },
    { type: 'dense', units: 5, useBias: true },
    relu,
    norm,
    dense,
  ],
  'a linear network': [{ type: 'flatten' }, dense],
};

const COUNT = 6;
const CLASSES = 4;
const random = new Random(3, 'pictures');
const pictures = Float32Array.from({ length: COUNT * 784 }, () => random.uniform());
const labels = [0, 1, 2, 3, 1, 2];

function weightsOf(network: Network) {
  const parameters = initialParameters(network, 5);
  const noise = new Random(5, 'noise');
  return {
    parameters: parameters.map((value) => value + 0.1 * noise.normal()),
    statistics: initialStatistics(network),
  };
}

/** The mean cross-entropy's gradient by each weight, from stock tfjs' tape over stock layers on the CPU backend. */
async function stockGradients(network: Network): Promise<Map<string, Float32Array>> {
  await tf.setBackend('cpu');
  const model = toLayersModel(network, weightsOf(network));
  const x = tf.tensor4d(pictures, [COUNT, 28, 28, 1]);
  const y = tf.oneHot(labels, CLASSES);
  const { grads } = tf.variableGrads(() => {
    const probabilities = model.apply(x, { training: true }) as tf.Tensor2D;
    return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(y, tf.log(probabilities)), 1)));
  });
  return new Map(Object.entries(grads).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]));
}

describe('forward and backward', () => {
  for (const [name, layers] of Object.entries(NETWORKS)) {
    it(`${name} has the gradients of stock tfjs`, async () => {
      const network = buildNetwork(layers, CLASSES);
      const expected = await stockGradients(network);

      const runtime = await loadRuntime('wasm');
      const before = tf.memory().numTensors;
      const propagation = new Propagation(runtime, kernelsFor(runtime), network);
      propagation.setWeights(weightsOf(network));
      const gradients = new Float32Array(network.parameterCount).fill(NaN);
      const pass = { random, gradients, batchStatistics: new Float32Array(network.statisticsCount) };
      propagation.train(pictures, pass, (logits) => {
        const gradient = new Float32Array(logits.length);
        scoreLogits(logits, labels, CLASSES, gradient);
        return gradient;
      });
      propagation.dispose();

      assert.equal(tf.memory().numTensors, before, 'a step leaves no tensor behind');
      assert.equal(expected.size, network.parameters.length);
      for (const { name, offset, size } of network.parameters) {
        const stock = [...expected].find(([key]) => key === name || key.startsWith(`${name}_`))![1];
        const ours = gradients.subarray(offset, offset + size);
        // A bias before a normalization has no effect; its gradient is rounding alone.
        const scale = Math.max(1e-2, ...stock.map(Math.abs));
        const worst = Math.max(...ours.map((value, i) => Math.abs(value - stock[i])));
        assert.ok(worst < 2e-4 * scale, `${name}: off by ${worst}, values up to ${scale}`);
      }
    });

    it(`${name} predicts as its Layers model`, async () => {
      const network = buildNetwork(layers, CLASSES);
      const runtime = await loadRuntime('wasm');
      const weights = weightsOf(network);
      weights.statistics.forEach((value, i) => (weights.statistics[i] = value + 0.3 * (i % 2)));
      const propagation = new Propagation(runtime, kernelsFor(runtime), network);
      propagation.setWeights(weights);
      const logits = tf.tensor2d(propagation.predict(pictures), [COUNT, CLASSES]);
      const ours = tf.softmax(logits).dataSync<'float32'>();
      const model = toLayersModel(network, weights);
      const theirs = (model.predict(tf.tensor4d(pictures, [COUNT, 28, 28, 1])) as tf.Tensor).dataSync<'float32'>();
      ours.forEach((value, i) => assert.ok(Math.abs(value - theirs[i]) < 1e-5));
    });
  }
});
