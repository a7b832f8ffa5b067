// From the start of the process to the end of the first training step: firstStep.ts native|wasm. Bundled before it is
// measured, as the product is.
import { buildNetwork } from '../../src/engine/model/network';
import { loadRecipe } from '../../src/engine/model/recipe';
import { Trainer } from '../../src/engine/model/trainer';
import { loadRuntime } from '../../src/engine/runtime';
import type { EngineName } from '../../src/shared/contracts/jobs';
import { readSplit } from '../realSet';

void (async () => {
  const recipe = loadRecipe('reference');
  const { pixels, labels } = await readSplit('train');
  const part = { pixels, labels, indices: Uint32Array.from(labels.keys()) };
  const runtime = await loadRuntime(process.argv[2] as EngineName);
  const options = { recipe, batchSize: 128, epochs: 1, seed: 1, loss: {} };
  const trainer = new Trainer(runtime, buildNetwork(recipe.network, 10), part, options);
  await trainer.runEpoch(1, new Float32Array(labels.length), () => Promise.resolve(false));
  process.exit();
})();
