// Trains a recipe on all 60,000 images and tells the test accuracy after each epoch with the seconds of training so far
// (without those of the test), a line each: accuracy.ts native|wasm RECIPE SEED EPOCHS. `flip: auto` is taken for no, as
// jobs decide on Fashion-MNIST: its shoes face one way, and are not recognised in the mirror.
import { buildNetwork } from '../../src/engine/model/network';
import { loadRecipe } from '../../src/engine/model/recipe';
import { Trainer } from '../../src/engine/model/trainer';
import { loadRuntime } from '../../src/engine/runtime';
import type { EngineName } from '../../src/shared/contracts/jobs';
import { readSplit } from '../realSet';

const [engine, name, seed, epochs] = process.argv.slice(2);

void (async () => {
  const recipe = loadRecipe(name);
  const train = await readSplit('train');
  const test = await readSplit('test');
  const indices = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
  const runtime = await loadRuntime(engine as EngineName);
  const options = {
    recipe,
    batchSize: recipe.training.batchSize,
    epochs: Number(epochs) || recipe.training.epochs,
    seed: Number(seed),
    loss: { labelSmoothing: recipe.training.labelSmoothing },
  };
  const trainer = new Trainer(
    runtime,
    buildNetwork(recipe.network, 10),
    { ...train, indices: indices(train.count) },
    options,
  );
  let seconds = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const started = performance.now();
    await trainer.runEpoch(epoch, new Float32Array(train.count), () => Promise.resolve(true));
    seconds += (performance.now() - started) / 1000;
    const { accuracy } = await trainer.score({ ...test, indices: indices(test.count) });
    console.log(JSON.stringify({ seconds, accuracy }));
  }
  process.exit();
})();
