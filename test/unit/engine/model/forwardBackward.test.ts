import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { wasmKernels } from '../../../../src/engine/kernels/wasmKernels';
import { toLayersModel } from '../../../../src/engine/model/exportModel';
import { Propagation } from '../../../../src/engine/model/forwardBackward';
import { scoreLogits } from '../../../../src/engine/model/loss';
import { buildNetwork } from '../../../../src/engine/model/network';
import { Random } from '../../../../src/engine/random';
import { loadRuntime } from '../../../../src/engine/runtime';
import {
  assertGradients,
  CLASSES,
  COUNT,
  labels,
  NETWORKS,
  pictures,
  stockGradients,
  weightsOf,
} from './stockGradients';

describe('forward and backward', () => {
  for (const [name, layers] of Object.entries(NETWORKS)) {
    it(`${name} has the gradients of stock tfjs`, async () => {
      const network = buildNetwork(layers, CLASSES);
      const expected = await stockGradients(network);

      const runtime = await loadRuntime('wasm');
      const before = tf.memory().numTensors;
      const propagation = new Propagation(runtime, wasmKernels(runtime.tf), network);
      propagation.setWeights(weightsOf(network));
      const gradients = new Float32Array(network.parameterCount).fill(NaN);
      const pass = {
        random: new Random('no dropout'),
        gradients,
        batchStatistics: new Float32Array(network.statisticsCount),
      };
      propagation.train(pictures, pass, (logits) => {
        const gradient = new Float32Array(logits.length);
        scoreLogits(logits, labels, CLASSES, gradient);
        return gradient;
      });
      propagation.dispose();

      assert.equal(tf.memory().numTensors, before, 'a step leaves no tensor behind');
      assertGradients(gradients, expected, network);
    });

    it(`${name} predicts as its Layers model`, async () => {
      const network = buildNetwork(layers, CLASSES);
      const runtime = await loadRuntime('wasm');
      const weights = weightsOf(network);
      weights.statistics.forEach((value, i) => (weights.statistics[i] = value + 0.3 * (i % 2)));
      const propagation = new Propagation(runtime, wasmKernels(runtime.tf), network);
      propagation.setWeights(weights);
      const logits = tf.tensor2d(propagation.predict(pictures), [COUNT, CLASSES]);
      const ours = tf.softmax(logits).dataSync<'float32'>();
      const model = toLayersModel(network, weights);
      const theirs = (model.predict(tf.tensor4d(pictures, [COUNT, 28, 28, 1])) as tf.Tensor).dataSync<'float32'>();
      ours.forEach((value, i) => assert.ok(Math.abs(value - theirs[i]) < 1e-5));
    });
  }
});
