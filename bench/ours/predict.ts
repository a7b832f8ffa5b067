// Predictions of the test images by a recipe's network, images a second: by us on an engine, or by tfjs-node's own
// `LayersModel.predict`.
//   tsx bench/ours/predict.ts native|wasm|stock RECIPE
import * as tf from '@tensorflow/tfjs-core';
import { assemblePictures } from '../../src/engine/model/augment';
import { toLayersModel } from '../../src/engine/model/exportModel';
import { buildNetwork, initialParameters, initialStatistics } from '../../src/engine/model/network';
import { predictImages } from '../../src/engine/model/predictImages';
import { loadRecipe } from '../../src/engine/model/recipe';
import { loadRuntime } from '../../src/engine/runtime';
import { readSplit } from '../realSet';
import { imagesPerSecond, serve } from './server';

const [engine, name] = process.argv.slice(2);

void (async () => {
  const network = buildNetwork(loadRecipe(name).network, 10);
  const weights = { parameters: initialParameters(network, 1), statistics: initialStatistics(network) };
  const test = await readSplit('test');
  const runtime = await loadRuntime(engine === 'wasm' ? 'wasm' : 'native');
  const model = toLayersModel(network, weights);
  const runModel = { model, classCount: 10, own: { network, weights } };
  if (engine !== 'stock') {
    const predict = () => predictImages(runtime, runModel, test, false, () => undefined);
    await serve(() => imagesPerSecond(test.count, predict));
    return;
  }
  const pictures = tf.tensor4d(assemblePictures(test.pixels, [...test.labels.keys()]), [test.count, 28, 28, 1]);
  const predict = async () => {
    const output = model.predict(pictures, { batchSize: 512 }) as tf.Tensor;
    await output.data();
    output.dispose();
  };
  await serve(() => imagesPerSecond(test.count, predict));
})();
