// What a training pays for what it leaves on the disk after each epoch: the checkpoint, and the margins.
//   tsx bench/savingCost.ts DATA [images 12000] [epochs 2]
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readData } from '../src/engine/data/readData';
import { saveCheckpoint } from '../src/engine/model/checkpoint';
import { appendMargins } from '../src/engine/model/margins';
import { buildNetwork } from '../src/engine/model/network';
import { batchSizeFor, loadRecipe } from '../src/engine/model/recipe';
import { Trainer } from '../src/engine/model/trainer';
import { stratifiedSplit } from '../src/engine/model/split';
import { loadRuntime } from '../src/engine/runtime';

const [source, images = '12000', epochs = '2'] = process.argv.slice(2);

void (async () => {
  const { splits } = await readData({ path: source }, { choose: () => ['train'] });
  const count = Math.min(Number(images), splits[0].count);
  const labels = splits[0].labels!.slice(0, count);
  const pixels = splits[0].pixels.subarray(0, count * 784);
  const indices = stratifiedSplit(labels, 10, 0.1, 1).train;
  const recipe = loadRecipe('standard');
  const batchSize = batchSizeFor(recipe.training, indices.length);
  const runtime = await loadRuntime('auto');
  const loss = { labelSmoothing: recipe.training.labelSmoothing };
  const part = { pixels, labels, indices };
  const options = { recipe, batchSize, epochs: Number(epochs), seed: 1, loss };
  const trainer = new Trainer(runtime, buildNetwork(recipe.network, 10), part, options);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'saving-'));
  // All that a training does for the margins: the images that did not fill a batch are scored for them alone, and the
  // file is written. The margin of an image of a batch is a difference of two numbers that the loss needs anyway.
  const left = indices.subarray(trainer.stepsPerEpoch * batchSize);
  let [whole, extra, checkpoints] = [0, 0, 0];
  for (let epoch = 1; epoch <= Number(epochs); epoch++) {
    let started = performance.now();
    await trainer.runEpoch(epoch, new Float32Array(indices.length), () => Promise.resolve(true));
    whole += performance.now() - started;
    started = performance.now();
    if (left.length > 0) await trainer.score({ ...part, indices: left }, { margins: new Float32Array(left.length) });
    const scored = performance.now() - started;
    await appendMargins(folder, new Float32Array(count));
    extra += performance.now() - started;
    started = performance.now();
    const best = { epoch, weights: trainer.state.weights };
    await saveCheckpoint(folder, { history: [], state: trainer.state, best, seconds: 0 });
    checkpoints += performance.now() - started;
    console.log(`epoch ${epoch}: ${left.length} images scored beside the batches in ${scored.toFixed(0)} ms`);
  }
  const { size } = fs.statSync(path.join(folder, 'margins.f32'));
  const share = (of: number) => `${(of / 1000).toFixed(2)} s (${((100 * of) / whole).toFixed(2)}%)`;
  console.log(
    `${count} images, ${epochs} epochs, ${runtime.name}: ${(whole / 1000).toFixed(1)} s; checkpoints ${share(checkpoints)}; ` +
      `margins ${share(extra)}, ${size} bytes, ${size / count / Number(epochs)} an image and epoch`,
  );
  fs.rmSync(folder, { recursive: true });
  trainer.dispose();
})();
