import assert from 'node:assert/strict';
import { buildNetwork } from '../../../../src/engine/model/network';
import { Random } from '../../../../src/engine/random';
import { parseRecipe } from '../../../../src/engine/model/recipe';
import { Trainer } from '../../../../src/engine/model/trainer';
import { loadRuntime } from '../../../../src/engine/runtime';

const recipe = parseRecipe(
  {
    name: 'pixels',
    network: [{ type: 'batchNormalization' }, { type: 'flatten' }, { type: 'dense', units: 'classes' }],
    training: { epochs: 2, learningRate: 0.01, batchSize: 10 },
  },
  'pixels.json',
);

describe('trainer', () => {
  const random = new Random('pixels');
  const pixels = Uint8Array.from({ length: 23 * 784 }, () => 200 + random.below(56));
  const labels = Uint8Array.from({ length: 23 }, (_, i) => i % 2);
  const part = { pixels, labels, indices: Uint32Array.from(labels.keys()) };
  let trainer: Trainer;
  beforeEach(async () => {
    const network = buildNetwork(recipe.network, 2);
    trainer = new Trainer(await loadRuntime('wasm'), network, part, {
      recipe,
      batchSize: 10,
      epochs: 2,
      seed: 1,
      loss: {},
    });
  });
  afterEach(() => trainer.dispose());

  it('has right moving statistics after its first step', async () => {
    await trainer.runEpoch(1, new Float32Array(23), () => Promise.resolve(false));
    assert.equal(trainer.state.step, 1);
    const [mean, variance] = trainer.state.weights.statistics;
    // The pixels' own: uniform from 200 to 255.
    assert.ok(Math.abs(mean - 227.5 / 255) < 0.005, String(mean));
    assert.ok(Math.abs(Math.sqrt(variance) - 16.16 / 255) < 0.005, String(variance));
  });

  it('an epoch takes whole batches, and gives a margin for every image', async () => {
    const margins = new Float32Array(23).fill(NaN);
    const { count } = await trainer.runEpoch(1, margins, () => Promise.resolve(true));
    assert.equal(count, 20);
    assert.ok(margins.every(Number.isFinite));
  });

  it('an epoch that is ended gives the margins of what it saw', async () => {
    const margins = new Float32Array(23).fill(NaN);
    const { count } = await trainer.runEpoch(1, margins, () => Promise.resolve(false));
    assert.equal(count, 10);
    assert.equal(margins.filter(Number.isFinite).length, 10);
  });

  it('trains on fewer images than a batch has', async () => {
    const one = { ...part, indices: part.indices.subarray(0, 1) };
    const network = buildNetwork(recipe.network, 2);
    const options = { recipe, batchSize: 10, epochs: 2, seed: 1, loss: {} };
    const single = new Trainer(await loadRuntime('wasm'), network, one, options);
    const { count, accuracy, loss } = await single.runEpoch(1, new Float32Array(1), () => Promise.resolve(true));
    assert.equal(count, 1);
    assert.ok(accuracy === 0 || accuracy === 1);
    assert.ok(Number.isFinite(loss));
    single.dispose();
  });

  it('scores plainly: loss, accuracy and margins agree', async () => {
    const margins = new Float32Array(23);
    const { loss, accuracy, count } = await trainer.score(part, { margins });
    assert.equal(count, 23);
    assert.equal(accuracy, margins.filter((margin) => margin > 0).length / 23);
    // With two classes the loss of an image is ln(1 + e^-margin).
    const expected = margins.reduce((sum, margin) => sum + Math.log1p(Math.exp(-margin)), 0) / 23;
    assert.ok(Math.abs(loss - expected) < 1e-5);
  });
});
