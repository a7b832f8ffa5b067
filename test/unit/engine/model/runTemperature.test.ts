import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeTemperature, fitRunTemperature } from '../../../../src/engine/model/runTemperature';
import type { Weights } from '../../../../src/engine/model/forwardBackward';
import { buildNetwork } from '../../../../src/engine/model/network';
import { parseRecipe } from '../../../../src/engine/model/recipe';
import { Trainer } from '../../../../src/engine/model/trainer';
import { loadRuntime } from '../../../../src/engine/runtime';

const RECIPE = parseRecipe(
  {
    name: 'by hand',
    network: [{ type: 'flatten' }, { type: 'dense', units: 'classes' }],
    training: { epochs: 1, batchSize: 8, optimizer: 'sgd', learningRate: 0.1 },
  },
  'by-hand.json',
);

/** Images whose first pixel is bright: with `weightsFor`, all are answered with class 0. The first so many are. */
function images(right: number, count: number) {
  const pixels = new Uint8Array(784 * count);
  for (let image = 0; image < count; image++) pixels[784 * image] = 255;
  // Evenly spread, so that each half has its share of them.
  const before = (image: number) => Math.floor((image >> 1) * (right / count));
  const labels = Uint8Array.from({ length: count }, (_, image) => (before(image + 2) > before(image) ? 0 : 1));
  return { pixels, labels, indices: Uint32Array.from(labels.keys()) };
}

/** Whose logit of class 0 is `logit` for these images, and that of class 1 nothing. */
function weightsFor(trainer: Trainer, logit: number): Weights {
  const { parameters, statistics } = trainer.state.weights;
  const own = new Float32Array(parameters.length);
  own[0] = logit;
  return { parameters: own, statistics };
}

describe('the temperature of a run', () => {
  const data = { validation: images(300, 400), classNames: ['hat', 'shoe'] };

  async function fitted(logit: number, validation = data.validation) {
    const runtime = await loadRuntime('wasm');
    const network = buildNetwork(RECIPE.network, 2);
    const loss = { labelSmoothing: 0, classWeights: null };
    const options = { recipe: RECIPE, batchSize: 8, epochs: 1, seed: 1, loss };
    const trainer = new Trainer(runtime, network, validation, options);
    try {
      const before = trainer.state.weights.parameters.slice();
      const temperature = await fitRunTemperature(trainer, { ...data, validation }, weightsFor(trainer, logit));
      assert.deepEqual(trainer.state.weights.parameters, before);
      return temperature;
    } finally {
      trainer.dispose();
    }
  }

  it('is worked by hand, with the weights that are kept: 0.9 of which 3/4 are right, ln 9 / ln 3 = 2', async () => {
    assert.equal(data.validation.labels.filter((label) => label === 0).length, 300);
    const { temperature, count, hurts } = (await fitted(Math.log(9)))!;
    assert.ok(Math.abs(temperature - 2) < 1e-3, String(temperature));
    assert.deepEqual([count, hurts], [400, false]);
  });

  it('is none where the network yields no numbers, or a single image is held out', async () => {
    assert.equal(await fitted(NaN), null);
    assert.equal(await fitted(1, { ...data.validation, indices: Uint32Array.of(0) }), null);
  });

  it('is told in a line', () => {
    const told = (temperature: number, hurts = false) => describeTemperature({ temperature, count: 6000, hurts });
    assert.equal(told(1.5), 'temperature 1.50, fitted on 6,000 validation images: the model is surer than it is right');
    assert.match(told(0.8), /the model is less sure than it is right$/);
    assert.match(told(1.01, true), /it would not help$/);
  });
});
