import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { toLayersModel } from '../../../../src/engine/model/exportModel';
import { initialParameters, initialStatistics, type Network } from '../../../../src/engine/model/network';
import { Random } from '../../../../src/engine/random';
import type { LayerSpec } from '../../../../src/engine/model/recipe';

const conv = { type: 'conv2d', filters: 3, kernelSize: 3, strides: 1, padding: 'same', useBias: true } as const;
const norm = { type: 'batchNormalization' } as const;
const relu = { type: 'relu' } as const;
const dense = { type: 'dense', units: 'classes', useBias: true } as const;

/** Every kind of layer but dropout, whose mask is random. */
export const NETWORKS: Record<string, LayerSpec[]> = {
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
  'windows of all sorts: even, with a stride, smaller than their stride': [
    { ...conv, kernelSize: 4, strides: 2, useBias: false },
    relu,
    { ...conv, kernelSize: 2, padding: 'valid' },
    relu,
    { ...conv, filters: 5, kernelSize: 1, strides: 2, useBias: false },
    norm,
    { type: 'flatten' },
    dense,
  ],
  'a first layer of points with a stride': [
    { ...conv, kernelSize: 1, strides: 2, padding: 'valid' },
    relu,
    { type: 'globalAveragePooling2d' },
    dense,
  ],
  'a linear network': [{ type: 'flatten' }, dense],
};

export const COUNT = 6;
export const CLASSES = 4;
const random = new Random(3, 'pictures');
export const pictures = Float32Array.from({ length: COUNT * 784 }, () => random.uniform());
export const labels = Uint8Array.of(0, 1, 2, 3, 1, 2);

export function weightsOf(network: Network) {
  const parameters = initialParameters(network, 5);
  const noise = new Random(5, 'noise');
  return {
    parameters: parameters.map((value) => value + 0.1 * noise.normal()),
    statistics: initialStatistics(network),
  };
}

/** The mean cross-entropy's gradient by each weight, from stock tfjs' tape over stock layers on the CPU backend. */
export async function stockGradients(network: Network): Promise<Map<string, Float32Array>> {
  await tf.setBackend('cpu');
  const model = toLayersModel(network, weightsOf(network));
  const x = tf.tensor4d(pictures, [COUNT, 28, 28, 1]);
  const y = tf.oneHot([...labels], CLASSES);
  const { grads } = tf.variableGrads(() => {
    const probabilities = model.apply(x, { training: true }) as tf.Tensor2D;
    return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(y, tf.log(probabilities)), 1)));
  });
  return new Map(Object.entries(grads).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]));
}

/** Gradients [parameterCount] beside those of stock tfjs. */
export function assertGradients(gradients: Float32Array, expected: Map<string, Float32Array>, network: Network): void {
  assert.equal(expected.size, network.parameters.length);
  for (const { name, offset, size } of network.parameters) {
    const stock = [...expected].find(([key]) => key === name || key.startsWith(`${name}_`))![1];
    const ours = gradients.subarray(offset, offset + size);
    // A bias before a normalization has no effect; its gradient is rounding alone.
    const scale = Math.max(1e-2, ...stock.map(Math.abs));
    const worst = Math.max(...ours.map((value, i) => Math.abs(value - stock[i])));
    assert.ok(worst < 2e-4 * scale, `${name}: off by ${worst}, values up to ${scale}`);
  }
}

/** The rates of a step. */
export const at = (step: number, learningRate: number, averagingRate = 0) => ({ step, learningRate, averagingRate });
