import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { saveLayersModel, toLayersModel } from '../../../../src/engine/model/exportModel';
import { loadRunModel } from '../../../../src/engine/model/layersModel';
import { buildNetwork } from '../../../../src/engine/model/network';
import { predictImages } from '../../../../src/engine/model/predictImages';
import { RECIPES } from '../../../../src/engine/model/recipe';
import { loadRuntime } from '../../../../src/engine/runtime';
import { sampleRecord } from '../sampleRecord';
import { temporaryFolder } from '../temporaryFolder';
import { CLASSES, COUNT, NETWORKS, pictures, weightsOf } from './stockGradients';

describe('the model of a run', () => {
  for (const [name, layers] of Object.entries(NETWORKS)) {
    it(`${name} is known as ours by its recipe, and then predicts the same`, async () => {
      const runtime = await loadRuntime('wasm');
      const network = buildNetwork(layers, CLASSES);
      const weights = weightsOf(network);
      weights.statistics.forEach((value, i) => (weights.statistics[i] = value + 0.3 * (i % 2)));
      const folder = await temporaryFolder();
      await mkdir(path.join(folder, 'model'));
      const model = toLayersModel(network, weights);
      await saveLayersModel(model, path.join(folder, 'model'));
      model.dispose();

      const recipe = { ...RECIPES['standard'], network: layers };
      const loaded = await loadRunModel({ folder, record: sampleRecord({ recipe }) });
      assert.deepEqual(loaded.own!.weights, weights);
      // A record of another network, or none, and tfjs predicts.
      const other = await loadRunModel({ folder, record: sampleRecord({ recipe: RECIPES['reference'] }) });
      assert.equal(other.own, null);
      assert.equal((await loadRunModel({ folder, record: sampleRecord() })).own, null);

      const images = { pixels: Uint8Array.from(pictures, (value) => 255 * value), count: COUNT };
      const predict = (flip: boolean) => (of: typeof loaded) =>
        predictImages(runtime, of, images, flip, () => undefined);
      for (const flip of [false, true]) {
        const [ours, theirs] = await Promise.all([loaded, other].map(predict(flip)));
        ours.forEach((value, i) => assert.ok(Math.abs(value - theirs[i]) < 1e-5, `${i}: ${value} ${theirs[i]}`));
      }
    });
  }
});
