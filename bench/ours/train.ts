// Training steps of a recipe, images a second: by us on an engine, or by tfjs-node's own `LayersModel.fit`.
//   tsx bench/ours/train.ts native|wasm|stock RECIPE STEPS
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { assemblePictures } from '../../src/engine/model/augment';
import { toLayersModel } from '../../src/engine/model/exportModel';
import { buildNetwork, initialParameters, initialStatistics } from '../../src/engine/model/network';
import { loadRecipe } from '../../src/engine/model/recipe';
import { Trainer } from '../../src/engine/model/trainer';
import { loadRuntime } from '../../src/engine/runtime';
import { readSplit } from '../realSet';
import { imagesPerSecond, serve } from './server';

const [engine, name, steps] = process.argv.slice(2);

void (async () => {
  const recipe = loadRecipe(name);
  const network = buildNetwork(recipe.network, 10);
  const { batchSize } = recipe.training;
  const count = Number(steps) * batchSize;
  const { pixels, labels } = await readSplit('train');
  const indices = Uint32Array.from({ length: count }, (_, i) => i);
  const runtime = await loadRuntime(engine === 'wasm' ? 'wasm' : 'native');
  if (engine === 'stock') {
    const weights = { parameters: initialParameters(network, 1), statistics: initialStatistics(network) };
    const model = toLayersModel(network, weights);
    const { optimizer, learningRate } = recipe.training;
    const theirs = optimizer === 'adam' ? tf.train.adam(learningRate) : tf.train.momentum(learningRate, 0.9, true);
    model.compile({ optimizer: theirs, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const x = tf.tensor4d(assemblePictures(pixels, indices), [count, 28, 28, 1]);
    const y = tf.oneHot(tf.tensor1d(labels.subarray(0, count), 'int32'), 10);
    const fit = { batchSize, epochs: 1, shuffle: true, yieldEvery: 'never' } as const;
    await serve(() => imagesPerSecond(count, () => model.fit(x, y, fit)));
    return;
  }
  const options = { recipe, batchSize, epochs: 1000, seed: 1, loss: {} };
  const trainer = new Trainer(runtime, network, { pixels, labels, indices }, options);
  let epoch = 0;
  await serve(() =>
    imagesPerSecond(count, () => trainer.runEpoch(++epoch, new Float32Array(count), () => Promise.resolve(true))),
  );
  trainer.dispose();
})();
