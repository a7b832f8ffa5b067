// Training speed on one engine: ours beside stock `LayersModel.fit`, the same network, data and batch, in turn.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { toLayersModel } from '../src/engine/model/exportModel';
import { assemblePictures } from '../src/engine/model/augment';
import { buildNetwork, initialParameters, initialStatistics } from '../src/engine/model/network';
import { Random } from '../src/engine/random';
import { loadRecipe, RECIPES } from '../src/engine/model/recipe';
import { Trainer } from '../src/engine/model/trainer';
import { loadRuntime } from '../src/engine/runtime';
import type { EngineName } from '../src/shared/contracts/jobs';

const [engine = 'native', steps = '20', ...names] = process.argv.slice(2);
const STEPS = Number(steps);
const ROUNDS = 5;

/** Pictures whose speed is that of any others: noise, ten classes. */
function noise(count: number): { pixels: Uint8Array; labels: Uint8Array } {
  const random = new Random('bench');
  return {
    pixels: Uint8Array.from({ length: count * 784 }, () => random.below(256)),
    labels: Uint8Array.from({ length: count }, () => random.below(10)),
  };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

async function compare(name: string): Promise<void> {
  const recipe = loadRecipe(name);
  const runtime = await loadRuntime(engine as EngineName);
  const network = buildNetwork(recipe.network, 10);
  const { batchSize } = recipe.training;
  const count = STEPS * batchSize;
  const { pixels, labels } = noise(count);
  const part = { pixels, labels, indices: Uint32Array.from(labels.keys()) };
  const trainer = new Trainer(runtime, network, part, { recipe, batchSize, epochs: 100, seed: 1, loss: {} });
  const model = toLayersModel(network, {
    parameters: initialParameters(network, 1),
    statistics: initialStatistics(network),
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const x = tf.tensor4d(assemblePictures(pixels, part.indices), [count, 28, 28, 1]);
  const y = tf.oneHot(labels, 10);
  const rates = { ours: [] as number[], stock: [] as number[] };
  // Stock tfjs cannot train convolutions on WASM: that backend has no Conv2DBackpropFilter.
  const hasPeer = engine === 'native';
  for (let round = 0; round <= ROUNDS; round++) {
    let started = performance.now();
    await trainer.runEpoch(round + 1, new Float32Array(count), () => Promise.resolve(true));
    const ours = (1000 * count) / (performance.now() - started);
    if (!hasPeer) {
      if (round > 0) rates.ours.push(ours);
      continue;
    }
    started = performance.now();
    await model.fit(x, y, { batchSize, epochs: 1, shuffle: true, yieldEvery: 'never' });
    const stock = (1000 * count) / (performance.now() - started);
    // The first round warms both up.
    if (round === 0) continue;
    rates.ours.push(ours);
    rates.stock.push(stock);
  }
  if (!hasPeer) {
    console.log(
      `${name} on ${engine}: ${median(rates.ours).toFixed(0)} images/s; stock tfjs cannot train it on this engine`,
    );
    return;
  }
  const ratio = median(rates.ours.map((rate, i) => rate / rates.stock[i]));
  console.log(
    `${name} on ${engine}: ${median(rates.ours).toFixed(0)} images/s, stock fit ${median(rates.stock).toFixed(0)} images/s, ` +
      `ratio ${ratio.toFixed(2)} (median of ${ROUNDS} rounds of ${STEPS} steps of ${batchSize})`,
  );
}

void (async () => {
  for (const name of names.length ? names : Object.keys(RECIPES)) await compare(name);
})();
