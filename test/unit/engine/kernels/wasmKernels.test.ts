import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
// Stock tfjs: its CPU backend, and its gradients for the tape.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import type { Kernels, Window } from '../../../../src/engine/kernels/kernels';
import { wasmKernels } from '../../../../src/engine/kernels/wasmKernels';
import { loadRuntime } from '../../../../src/engine/runtime';
import { Random } from '../../../../src/engine/random';

/** A value on stock tfjs' CPU backend, computed by its own tape. */
function onCpu(compute: () => tf.Tensor | tf.Tensor[]): Promise<Float32Array[]> {
  return withBackend('cpu', () => {
    const results = tf.tidy(compute);
    return [results].flat().map((tensor) => {
      const values = tensor.dataSync<'float32'>();
      tensor.dispose();
      return values;
    });
  });
}

async function withBackend<T>(name: string, work: () => T): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend(name);
  try {
    return work();
  } finally {
    await tf.setBackend(before);
  }
}

/** Numbers to compute with, the same on every backend. */
function numbers(shape: number[], name: string): Float32Array {
  const random = new Random(7, name, shape.join());
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
}

/** Equal within float32's rounding, measured against the largest value. */
function assertClose(actual: tf.Tensor, expected: Float32Array, what: string): void {
  const values = actual.dataSync<'float32'>();
  assert.equal(values.length, expected.length, `${what}: length`);
  const scale = Math.max(1e-3, ...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, i) => Math.abs(values[i] - value)));
  assert.ok(worst <= 2e-5 * scale, `${what}: off by ${worst}, values up to ${scale}`);
}

interface ConvolutionCase extends Window {
  side: number;
  channels: number;
  filters: number;
  size: number;
}

const CONVOLUTIONS: ConvolutionCase[] = [
  { side: 28, channels: 1, filters: 4, size: 3, strides: 1, padding: 'same' },
  { side: 14, channels: 5, filters: 3, size: 3, strides: 1, padding: 'same' },
  { side: 7, channels: 3, filters: 4, size: 3, strides: 1, padding: 'valid' },
  { side: 7, channels: 3, filters: 4, size: 5, strides: 1, padding: 'same' },
  { side: 5, channels: 2, filters: 2, size: 1, strides: 1, padding: 'same' },
  { side: 6, channels: 2, filters: 3, size: 2, strides: 1, padding: 'same' },
  { side: 6, channels: 2, filters: 3, size: 2, strides: 1, padding: 'valid' },
  { side: 8, channels: 2, filters: 3, size: 3, strides: 2, padding: 'same' },
  { side: 9, channels: 2, filters: 3, size: 3, strides: 2, padding: 'same' },
  { side: 9, channels: 2, filters: 3, size: 4, strides: 2, padding: 'valid' },
  { side: 8, channels: 2, filters: 3, size: 1, strides: 2, padding: 'same' },
  { side: 3, channels: 2, filters: 2, size: 7, strides: 1, padding: 'same' },
  // Eight filters and four inputs make a tile of the compiled kernels; these have whole tiles, and what is left over.
  { side: 9, channels: 1, filters: 8, size: 3, strides: 1, padding: 'same' },
  { side: 7, channels: 5, filters: 17, size: 3, strides: 1, padding: 'same' },
  { side: 7, channels: 24, filters: 24, size: 3, strides: 1, padding: 'same' },
  { side: 8, channels: 6, filters: 12, size: 5, strides: 2, padding: 'same' },
];

/** The same as stock tfjs on its plain CPU backend, with the gradients that its tape gives. */
describe('kernels of the WASM engine, beside stock tfjs on the CPU', () => {
  let kernels: Kernels;
  before(async () => {
    kernels = wasmKernels((await loadRuntime('wasm')).tf);
  });

  for (const { side, channels, filters, size, strides, padding } of CONVOLUTIONS) {
    it(`convolution ${size}x${size}, stride ${strides}, ${padding}, [2, ${side}, ${side}, ${channels}] to ${filters}`, async () => {
      const inputShape: [number, number, number, number] = [2, side, side, channels];
      const filterShape: [number, number, number, number] = [size, size, channels, filters];
      const input = numbers(inputShape, 'input');
      const filter = numbers(filterShape, 'filter');
      const run = (x: tf.Tensor, f: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, padding);
      let outputShape: [number, number, number, number] = [0, 0, 0, 0];
      const [y, dx, dFilter] = (await onCpu(() => {
        const x = tf.tensor4d(input, inputShape);
        const f = tf.tensor4d(filter, filterShape);
        const result = run(x, f);
        outputShape = result.shape;
        const dy = tf.tensor4d(numbers(outputShape, 'dy'), outputShape);
        return [result, ...tf.grads(run)([x, f], dy)];
      })) as [Float32Array, Float32Array, Float32Array];

      const x = tf.tensor4d(input, inputShape);
      const f = tf.tensor4d(filter, filterShape);
      const dy = tf.tensor4d(numbers(outputShape, 'dy'), outputShape);
      const window = { strides, padding };
      assertClose(kernels.conv2d(x, f, window), y, 'result');
      assertClose(kernels.conv2dInputGradient(dy, f, inputShape, window), dx, 'gradient by input');
      assertClose(kernels.conv2dFilterGradient(x, dy, filterShape, window), dFilter, 'gradient by filter');
    });
  }

  for (const [side, size, channels] of [
    [8, 2, 3],
    [7, 2, 4],
    [9, 3, 7],
    [6, 2, 24],
  ] as const) {
    it(`max pooling ${size}x${size} of [2, ${side}, ${side}, ${channels}]`, async () => {
      const shape: [number, number, number, number] = [2, side, side, channels];
      const input = numbers(shape, 'input');
      const pooled = Math.floor(side / size);
      const dyShape: [number, number, number, number] = [2, pooled, pooled, channels];
      const run = (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, size, size, 'valid');
      const [y, dx] = (await onCpu(() => {
        const x = tf.tensor4d(input, shape);
        return [run(x), tf.grad(run)(x, tf.tensor4d(numbers(dyShape, 'dy'), dyShape))];
      })) as [Float32Array, Float32Array];
      const x = tf.tensor4d(input, shape);
      const result = kernels.maxPool(x, size);
      assertClose(result, y, 'result');
      const dy = tf.tensor4d(numbers(dyShape, 'dy'), dyShape);
      assertClose(kernels.maxPoolGradient(dy, x, result, size), dx, 'gradient');
    });
  }

  for (const channels of [1, 4, 5]) {
    it(`max pooling gives the gradient of equal values to the first of them, in ${channels} channels`, () => {
      // The windows of even channels hold equal values alone, in the others the last two are the largest.
      const x = [0, 1, 2, 3].flatMap((place) =>
        Array.from({ length: channels }, (_, c) => (c % 2 === 0 || place > 1 ? 5 : 1)),
      );
      const input = tf.tensor4d(x, [1, 2, 2, channels]);
      const dy = tf.tensor4d(
        Array.from({ length: channels }, (_, c) => c + 1),
        [1, 1, 1, channels],
      );
      const dx = kernels.maxPoolGradient(dy, input, kernels.maxPool(input, 2), 2).dataSync<'float32'>();
      const expected = [0, 1, 2, 3].flatMap((place) =>
        Array.from({ length: channels }, (_, c) => (place === (c % 2 === 0 ? 0 : 2) ? c + 1 : 0)),
      );
      assert.deepEqual([...dx], expected);
    });
  }

  it('batch normalization, with a mean far from zero', async () => {
    const epsilon = 1e-3;
    const shape: [number, number, number, number] = [4, 5, 5, 3];
    const input = numbers(shape, 'input').map((value, i) => value * (1 + (i % 3)) + 20 * (i % 3));
    const gammas = numbers([3], 'gamma');
    const betas = numbers([3], 'beta');
    const given = numbers(shape, 'dy');
    const run = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.add<tf.Tensor4D>(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))), gamma), beta);
    };
    const [y, dx, dGamma, dBeta] = (await onCpu(() => {
      const inputs: [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] = [
        tf.tensor4d(input, shape),
        tf.tensor1d(gammas),
        tf.tensor1d(betas),
      ];
      return [run(...inputs), ...tf.grads(run)(inputs, tf.tensor4d(given, shape))];
    })) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const x = tf.tensor4d(input, shape);
    const gamma = tf.tensor1d(gammas);
    const batch = kernels.batchNorm(x, gamma, tf.tensor1d(betas), epsilon);
    assertClose(batch.y, y, 'result');
    const means = [0, 1, 2].map((c) => input.filter((_, i) => i % 3 === c).reduce((a, b) => a + b) / 100);
    assertClose(batch.mean, Float32Array.from(means), 'mean');
    const variances = means.map(
      (mean, c) => input.filter((_, i) => i % 3 === c).reduce((a, b) => a + (b - mean) ** 2, 0) / 100,
    );
    assertClose(batch.variance, Float32Array.from(variances), 'biased variance');
    const gradient = kernels.batchNormGradient(tf.tensor4d(given, shape), x, gamma, batch, epsilon);
    assertClose(gradient.dx, dx, 'gradient by input');
    assertClose(gradient.dGamma, dGamma, 'gradient by gamma');
    assertClose(gradient.dBeta, dBeta, 'gradient by beta');
  });

  it('ReLU lets the gradient through where its output is above zero', () => {
    const dx = kernels.reluGradient(tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([0, 5, 0, 0.5]));
    assert.deepEqual([...dx.dataSync()], [0, 2, 0, 4]);
  });

  it('rows are summed', () => {
    assert.deepEqual([...kernels.sumRows(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])).dataSync<'float32'>()], [9, 12]);
  });

  it('leaves no tensor behind', () => {
    const x = tf.tensor4d(numbers([2, 6, 6, 2], 'input'), [2, 6, 6, 2]);
    const filter = tf.tensor4d(numbers([3, 3, 2, 2], 'filter'), [3, 3, 2, 2]);
    const before = tf.memory().numTensors;
    const window = { strides: 1, padding: 'same' } as const;
    const y = kernels.conv2d(x, filter, window);
    tf.dispose([
      kernels.conv2dInputGradient(y, filter, x.shape, window),
      kernels.conv2dFilterGradient(x, y, filter.shape, window),
      y,
    ]);
    const gamma = tf.tensor1d([1, 1]);
    const batch = kernels.batchNorm(x, gamma, gamma, 1e-3);
    tf.dispose(Object.values(kernels.batchNormGradient(x, x, gamma, batch, 1e-3)));
    tf.dispose([gamma, batch.y, batch.mean, batch.variance]);
    assert.equal(tf.memory().numTensors, before);
  });
});
