import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tfl from '@tensorflow/tfjs-layers';
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

  /** A run folder with a model of tfjs' own making, and its model.json. */
  async function saved(model: tfl.LayersModel): Promise<{ folder: string; file: string }> {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'model'));
    await saveLayersModel(model, path.join(folder, 'model'));
    model.dispose();
    return { folder, file: path.join(folder, 'model', 'model.json') };
  }

  function sequential(): tfl.Sequential {
    const flatten = tfl.layers.flatten({ inputShape: [28, 28, 1] });
    return tfl.sequential({ layers: [flatten, tfl.layers.dense({ units: 3, activation: 'softmax' })] });
  }

  it('of other makers is taken too: a sequential one, one within another, a layer used twice', async () => {
    await loadRuntime('wasm');
    const input = tfl.input({ shape: [28, 28, 1] });
    const flat = tfl.layers.flatten().apply(input) as tfl.SymbolicTensor;
    const same = tfl.layers.dense({ units: 784 });
    const twice = same.apply(same.apply(flat)) as tfl.SymbolicTensor;
    const shared = tfl.layers.dense({ units: 3 }).apply(twice) as tfl.SymbolicTensor;
    const within = sequential().apply(input) as tfl.SymbolicTensor;
    for (const outputs of [shared, within]) {
      const { folder } = await saved(tfl.model({ inputs: input, outputs }));
      assert.equal((await loadRunModel({ folder, record: sampleRecord() })).classCount, 3);
    }
    const { folder, file } = await saved(sequential());
    assert.equal((await loadRunModel({ folder, record: sampleRecord() })).classCount, 3);
    const old = JSON.parse(await readFile(file, 'utf8')) as { modelTopology: { config: { layers: unknown } } };
    Object.assign(old.modelTopology, { config: old.modelTopology.config.layers });
    await writeFile(file, JSON.stringify(old));
    assert.equal((await loadRunModel({ folder, record: sampleRecord() })).classCount, 3);
  });

  it('is refused where a layer waits for one that is not there, which tfjs would wait for too', async () => {
    await loadRuntime('wasm');
    const input = tfl.input({ shape: [28, 28, 1] });
    const flat = tfl.layers.flatten({ name: 'flat' }).apply(input);
    const { folder, file } = await saved(
      tfl.model({
        inputs: input,
        outputs: tfl.layers.dense({ units: 3, name: 'last' }).apply(flat) as tfl.SymbolicTensor,
      }),
    );
    const good = await readFile(file, 'utf8');
    for (const [from, to] of [
      ['"name":"flat","class', '"8ame":"flat","class'],
      ['[["flat",0,0', '[["gone",0,0'],
      ['[["flat",0,0', '[["last",0,0'],
      ['[["flat",0,0', '[["flat",1,0'],
    ]) {
      const damaged = good.replace(from, to);
      assert.notEqual(damaged, good);
      await writeFile(file, damaged);
      await assert.rejects(loadRunModel({ folder, record: sampleRecord() }), {
        name: 'UserError',
        message: /is not a network in the tfjs Layers format/,
      });
    }
  });
});
