import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../../../../src/engine/model/network';
import { batchSizeFor, DEFAULT_RECIPE, loadRecipe, parseRecipe, RECIPES } from '../../../../src/engine/model/recipe';

const SOUND = {
  name: 'x',
  network: [{ type: 'flatten' }, { type: 'dense', units: 'classes' }],
  training: { epochs: 1, learningRate: 0.1 },
};

describe('recipes', () => {
  it('the default is the first of those with a name', () => {
    assert.equal(Object.keys(RECIPES)[0], DEFAULT_RECIPE);
    for (const [name, recipe] of Object.entries(RECIPES)) assert.equal(recipe.name, name);
  });

  it('reference has the shapes and parameters that Keras counts', () => {
    const network = buildNetwork(RECIPES['reference'].network, 10);
    const shapes = network.layers.filter(({ type }) => type !== 'relu').map(({ outputShape }) => outputShape.join('x'));
    assert.deepEqual(shapes, [
      ...['26x26x32', '26x26x32', '13x13x32', '13x13x32'],
      ...['11x11x64', '11x11x64', '5x5x64', '5x5x64'],
      ...['1600', '128', '128', '128', '10'],
    ]);
    const convolutions = 320 + 18_496;
    const dense = 1600 * 128 + 128 + 1290;
    const gammasAndBetas = 2 * (32 + 64 + 128);
    assert.equal(network.parameterCount, convolutions + dense + gammasAndBetas);
    assert.equal(network.statisticsCount, gammasAndBetas);
  });

  it('any number of classes from 2 to 255 will do', () => {
    for (const recipe of Object.values(RECIPES)) {
      for (const classes of [2, 26, 255]) {
        assert.deepEqual(buildNetwork(recipe.network, classes).layers.at(-1)!.outputShape, [classes]);
      }
    }
  });

  it('batches follow the data', () => {
    const sizes = [1, 5, 40, 400, 1400, 1800, 54_000].map((count) => batchSizeFor({ batchSize: 128 }, count));
    assert.deepEqual(sizes, [2, 5, 16, 16, 32, 32, 128]);
  });

  const WRONG: [name: string, recipe: unknown, message: string][] = [
    ['a number', 5, 'recipe: Invalid input: expected object, received number'],
    [
      'an unknown layer',
      { ...SOUND, network: [{ type: 'magic' }] },
      'network.0.type: no such layer; use one of conv2d, maxPooling2d, batchNormalization, relu, dropout, flatten, ' +
        'globalAveragePooling2d, dense, residual',
    ],
    [
      'a missing field',
      { ...SOUND, network: [{ type: 'conv2d' }] },
      'network.0.filters: Invalid input: expected number, received undefined',
    ],
    [
      'a misspelt field',
      { ...SOUND, training: { epochs: 1, learnRate: 0.1 } },
      'training: Unrecognized key: "learnRate"',
    ],
    [
      'a wrong choice',
      { ...SOUND, network: [{ type: 'flatten' }, { type: 'dense', units: 'many' }] },
      'network.1.units: Invalid input: expected a whole number from 1 to 4096, or "classes"',
    ],
    [
      'no epochs',
      { ...SOUND, training: { epochs: 0, learningRate: 1 } },
      'training.epochs: Too small: expected number to be >=1',
    ],
  ];
  for (const [name, recipe, message] of WRONG) {
    it(`${name} is told in one line`, () => {
      assert.throws(() => parseRecipe(recipe, 'r.json'), {
        name: 'UserError',
        message: `r.json: ${message}; see "Recipes" in the README`,
      });
    });
  }

  it('layers that do not fit on each other are told with the file', () => {
    assert.throws(() => parseRecipe({ ...SOUND, network: SOUND.network.slice(1) }, 'r.json'), {
      message:
        'r.json: network.0: layer dense_1 wants a vector; put flatten or globalAveragePooling2d before it; correct the network in the recipe',
    });
  });

  describe('from a file', () => {
    let folder: string;
    before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'recipe-'))));
    after(() => rmSync(folder, { recursive: true }));

    it('is read, with what it leaves out filled in', () => {
      const file = path.join(folder, 'sound.json');
      writeFileSync(file, JSON.stringify(SOUND));
      const { training, network } = loadRecipe(file);
      assert.deepEqual([training.batchSize, training.optimizer, training.flip], [128, 'adam', 'no']);
      assert.deepEqual(network[1], { type: 'dense', units: 'classes', useBias: true });
    });

    it('that is no JSON is told', () => {
      const file = path.join(folder, 'broken.json');
      writeFileSync(file, '{');
      assert.throws(() => loadRecipe(file), {
        name: 'UserError',
        message: /broken\.json: not JSON: .*; correct the file$/,
      });
    });

    it('a name from Object is no recipe', () => {
      assert.throws(() => loadRecipe('constructor'), { message: /no recipe named "constructor"/ });
    });
  });
});
