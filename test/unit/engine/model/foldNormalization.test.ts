import assert from 'node:assert/strict';
import { wasmKernels } from '../../../../src/engine/kernels/wasmKernels';
import { foldNormalization } from '../../../../src/engine/model/foldNormalization';
import { Propagation, type Weights } from '../../../../src/engine/model/forwardBackward';
import { buildNetwork, type Network } from '../../../../src/engine/model/network';
import { RECIPES, type LayerSpec } from '../../../../src/engine/model/recipe';
import { Random } from '../../../../src/engine/random';
import { loadRuntime } from '../../../../src/engine/runtime';
import { NETWORKS, pictures, weightsOf } from './stockGradients';

const conv = { type: 'conv2d', filters: 5, kernelSize: 3, strides: 1, padding: 'same', useBias: false } as const;
const norm = { type: 'batchNormalization' } as const;
const pool = { type: 'maxPooling2d', poolSize: 2 } as const;
const relu = { type: 'relu' } as const;
const dense = { type: 'dense', units: 'classes', useBias: true } as const;

/** What is left of a network's batch normalizations where all of them grow. */
const CASES: [name: string, layers: LayerSpec[], left: number][] = [
  ['the reference', RECIPES['reference'].network, 0],
  ['the default', RECIPES['standard'].network, 0],
  ['a residual network', Object.values(NETWORKS)[0], 0],
  ['a convolution behind one, with zeros around', [norm, conv, { type: 'flatten' }, dense], 1],
  ['a convolution behind one, without', [norm, { ...conv, padding: 'valid' }, { type: 'flatten' }, dense], 0],
  ['ReLU on both sides', [conv, relu, norm, relu, { type: 'flatten' }, dense], 1],
  [
    'a residual block of dropout alone',
    [conv, { type: 'residual', layers: [{ type: 'dropout', rate: 0.5 }] }, { type: 'flatten' }, dense],
    0,
  ],
  ['one past two poolings', [conv, relu, norm, pool, pool, { type: 'flatten' }, dense], 0],
];

describe('folding of batch normalization', () => {
  async function predict(network: Network, weights: Weights) {
    const { tf } = await loadRuntime('wasm');
    const propagation = new Propagation({ tf }, wasmKernels(tf), network);
    propagation.setWeights(weights);
    const logits = propagation.predict(pictures);
    propagation.dispose();
    return logits;
  }

  for (const sign of [1, -1]) {
    for (const [name, layers, left] of CASES) {
      it(`${name} predicts the same${sign < 0 ? ' with falling ones too' : `; ${left} stay`}`, async () => {
        const network = buildNetwork(layers, 4);
        const weights = weightsOf(network);
        const random = new Random('fold', name);
        weights.statistics.forEach((value, i) => (weights.statistics[i] = value + 0.5 * random.uniform()));
        for (const { role, offset, size } of network.parameters) {
          if (role === 'gamma' && sign < 0) weights.parameters[offset + size - 1] *= -1;
          if (role === 'beta') for (let i = 0; i < size; i++) weights.parameters[offset + i] = random.normal();
        }
        const folded = foldNormalization(network, weights);
        if (sign > 0) assert.equal(folded.network.slots.length, left);
        const [expected, actual] = [await predict(network, weights), await predict(folded.network, folded.weights)];
        const scale = Math.max(...expected.map(Math.abs));
        actual.forEach((value, i) =>
          assert.ok(Math.abs(value - expected[i]) < 1e-5 * scale, `${value} ${expected[i]}`),
        );
      });
    }
  }
});
