import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { buildNetwork } from '../../../../src/engine/model/network';
import { createOptimizer, learningRateAt } from '../../../../src/engine/model/optimizer';
import { RECIPES, type TrainingSpec } from '../../../../src/engine/model/recipe';

const network = buildNetwork([{ type: 'flatten' }, { type: 'dense', units: 'classes', useBias: true }], 2);
const training = (more: Partial<TrainingSpec>): TrainingSpec => ({
  ...RECIPES['standard'].training,
  weightDecay: 0,
  ...more,
});
const gradientAt = (step: number) =>
  Float32Array.from({ length: network.parameterCount }, (_, i) => Math.sin(i + step));
const start = () => Float32Array.from({ length: network.parameterCount }, (_, i) => Math.cos(i));

/** Stock tfjs' optimizer over the same gradients. */
async function stock(optimizer: tf.Optimizer, steps: number): Promise<Float32Array> {
  await tf.setBackend('cpu');
  const variable = tf.variable(tf.tensor1d(start()), true, `weights-${optimizer.getClassName()}-${steps}`);
  for (let step = 1; step <= steps; step++)
    optimizer.applyGradients({ [variable.name]: tf.tensor1d(gradientAt(step)) });
  return variable.dataSync<'float32'>();
}

function ours(spec: Partial<TrainingSpec>, rate: number, steps: number): Float32Array {
  const optimizer = createOptimizer(training(spec), network);
  const parameters = start();
  for (let step = 1; step <= steps; step++) optimizer.apply(parameters, gradientAt(step), { learningRate: rate, step });
  return parameters;
}

function assertClose(actual: Float32Array, expected: Float32Array): void {
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 2e-5, `${i}: ${value}, not ${expected[i]}`));
}

describe('optimizer', () => {
  it('Adam steps as that of stock tfjs', async () => {
    assertClose(ours({ optimizer: 'adam' }, 0.01, 20), await stock(tf.train.adam(0.01, 0.9, 0.999, 1e-7), 20));
  });

  it('SGD steps with Nesterov momentum as that of stock tfjs', async () => {
    assertClose(ours({ optimizer: 'sgd' }, 0.01, 20), await stock(tf.train.momentum(0.01, 0.9, true), 20));
  });

  it('decays kernels, and leaves biases alone', () => {
    const zero = new Float32Array(network.parameterCount);
    const { offset } = network.parameters.find(({ role }) => role === 'bias')!;
    for (const name of ['sgd', 'adam'] as const) {
      const optimizer = createOptimizer(training({ optimizer: name, weightDecay: 0.1 }), network);
      const parameters = new Float32Array(network.parameterCount).fill(1);
      optimizer.apply(parameters, zero, { learningRate: 0.01, step: 1 });
      assert.ok(parameters[0] < 1, name);
      assert.equal(parameters[offset], 1, name);
    }
  });

  it('one cycle goes up for a fifth of the steps, then down to zero', () => {
    const spec = training({ schedule: 'oneCycle', learningRate: 1 });
    const rates = Array.from({ length: 100 }, (_, step) => learningRateAt(spec, step + 1, 100));
    const highest = rates.indexOf(Math.max(...rates));
    assert.ok(highest === 19 || highest === 20);
    assert.ok(rates[0] > 0 && rates[0] < 0.03 && rates[99] > 0 && rates[99] < 0.01);
    assert.equal(learningRateAt(training({ schedule: 'constant', learningRate: 0.3 }), 7, 100), 0.3);
  });
});
