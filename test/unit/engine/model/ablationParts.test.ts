import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ablationVariants, chooseVariants } from '../../../../src/engine/model/ablationParts';
import { buildNetwork } from '../../../../src/engine/model/network';
import { parseRecipe, RECIPES, type LayerSpec } from '../../../../src/engine/model/recipe';

const networkOf = (layers: unknown[]): LayerSpec[] =>
  parseRecipe({ name: 'x', network: layers, training: { epochs: 1, learningRate: 0.1 } }, 'x').network;
const types = (layers: readonly LayerSpec[]) => layers.map(({ type }) => type).join(' ');

const SMALL = networkOf([
  { type: 'conv2d', filters: 4, useBias: false },
  { type: 'batchNormalization' },
  { type: 'relu' },
  { type: 'maxPooling2d' },
  { type: 'conv2d', filters: 6, strides: 2 },
  { type: 'relu' },
  {
    type: 'residual',
    layers: [
      { type: 'conv2d', filters: 6 },
      { type: 'dropout', rate: 0.1 },
    ],
  },
  { type: 'flatten' },
  { type: 'dense', units: 20 },
  { type: 'relu' },
  { type: 'dropout', rate: 0.5 },
  { type: 'dense', units: 'classes' },
]);

describe('parts that can be left out', () => {
  it('are named, leave a network that can be trained, and say what stands instead', () => {
    const found = ablationVariants(SMALL).map(({ part, network }) => [
      part.id,
      part.name,
      part.instead,
      types(network),
    ]);
    const end = 'flatten dense relu dropout dense';
    const whole = `conv2d batchNormalization relu maxPooling2d conv2d relu residual ${end}`;
    assert.deepEqual(found, [
      ['whole', 'the whole network', '', whole],
      [
        'convBlock-1',
        'convolution block 1 (4 filters)',
        'its pooling stays',
        whole.replace('conv2d batchNormalization relu ', ''),
      ],
      [
        'batchNormalization-1',
        'batch normalization after convolution block 1',
        'a bias in the convolution before it',
        whole.replace('batchNormalization ', ''),
      ],
      [
        'maxPooling2d-1',
        'max pooling after convolution block 1',
        'stride 2 in the convolution before it',
        whole.replace('maxPooling2d ', ''),
      ],
      [
        'convBlock-2',
        'convolution block 2 (6 filters)',
        'a linear 1x1 convolution with 6 filters and stride 2',
        whole.replace('conv2d relu residual', 'conv2d residual'),
      ],
      ['residual-1', 'residual block 1', '', whole.replace('residual ', '')],
      ['dropout-1', 'dropout 1 in residual block 1 (10%)', '', whole],
      ['dense-1', 'dense layer 1 (20 units)', '', whole.replace('dense relu ', '')],
      ['dropout-2', 'dropout after dense layer 1 (50%)', '', whole.replace('dropout ', '')],
    ]);
  });

  it('are left out one at a time: of a residual block, one of its layers', () => {
    const { network } = ablationVariants(SMALL).find(({ part }) => part.id === 'dropout-1')!;
    const block = network.find((layer) => layer.type === 'residual')!;
    assert.deepEqual(types(block.layers), 'conv2d');
    assert.deepEqual(
      network.filter((layer) => layer !== block),
      SMALL.filter(({ type }) => type !== 'residual'),
    );
  });

  it('keep the shapes of what follows: pooling becomes a stride, a normalization a bias', () => {
    const variants = ablationVariants(SMALL);
    const layersOf = (id: string) => buildNetwork(variants.find(({ part }) => part.id === id)!.network, 10).layers;
    assert.deepEqual(layersOf('maxPooling2d-1')[0].outputShape, [14, 14, 4]);
    assert.deepEqual(layersOf('maxPooling2d-1').at(-1)!.inputShape, [20]);
    assert.ok(layersOf('batchNormalization-1')[0].parameters.bias);
    // The first of two convolutions is not needed: the second takes pictures of any number of channels.
    assert.deepEqual(layersOf('convBlock-1')[0].type, 'maxPooling2d');
  });

  it('count their parameters with ten classes, and differ from the whole in one place', () => {
    for (const { network } of Object.values(RECIPES)) {
      const variants = ablationVariants(network);
      assert.ok(variants.length > 10);
      assert.equal(new Set(variants.map(({ part }) => part.id)).size, variants.length);
      assert.equal(new Set(variants.map((variant) => JSON.stringify(variant.network))).size, variants.length);
      for (const { part, network: layers } of variants) {
        assert.equal(buildNetwork(layers, 10).parameterCount, part.parameters, part.name);
        for (const classes of [2, 255]) assert.equal(buildNetwork(layers, classes).classes, classes);
      }
    }
  });

  it('are chosen by id, the whole network always with them', () => {
    const variants = ablationVariants(SMALL);
    const ids = (parts: string[]) => chooseVariants(variants, parts).map(({ part }) => part.id);
    assert.deepEqual(ids(['dense-1']), ['whole', 'dense-1']);
    assert.equal(ids([]).length, variants.length);
    assert.throws(() => ids(['dense-1', 'dense-7']), { name: 'UserError', message: /no part "dense-7"; use some of/ });
    const bare = ablationVariants(networkOf([{ type: 'flatten' }, { type: 'dense', units: 'classes' }]));
    assert.throws(() => chooseVariants(bare, []), { name: 'UserError', message: /no part that can be left out/ });
  });
});
