import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { writeAtomically } from '../atomicWrite';
import type { Weights } from './forwardBackward';
import { BATCH_NORM_EPSILON, initialStatistics, type Layer, type Network, type Parameter } from './network';

/**
 * The same network as a tfjs Layers model, with the softmax at its end: input [count, 28, 28, 1] as pixel / 255,
 * output class probabilities [count, classes].
 */
export function toLayersModel(network: Network, { parameters, statistics }: Weights): tfl.LayersModel {
  const input = tfl.input({ shape: network.layers[0].inputShape, name: 'pictures' });
  const logits = applyAll(network.layers, input);
  const output = tfl.layers.softmax({ name: 'probabilities' }).apply(logits) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: input, outputs: output, name: 'fashion_mnist' });
  const valuesOf = ({ offset, size, shape }: Parameter) => tf.tensor(parameters.slice(offset, offset + size), shape);
  const part = (offset: number, size: number) => tf.tensor1d(statistics.slice(offset, offset + size));
  for (const layer of allLayers(network.layers)) {
    const { kernel, bias, gamma, beta } = layer.parameters;
    const weights = [kernel, bias, gamma, beta].filter((one) => one !== undefined).map(valuesOf);
    if (layer.type === 'batchNormalization') {
      const { meanOffset, varianceOffset, size } = layer.slot;
      weights.push(part(meanOffset, size), part(varianceOffset, size));
    }
    if (weights.length) model.getLayer(layer.name).setWeights(weights);
    tf.dispose(weights);
  }
  return model;
}

/** The weights of a Layers model, if it is what `toLayersModel` makes of this network, layer by layer; else null. */
export function fromLayersModel(network: Network, model: tfl.LayersModel): Weights | null {
  // Before anything is made of a recipe that came from outside and may be of any size.
  if (model.countParams() !== network.parameterCount + network.statisticsCount) return null;
  const weights = { parameters: new Float32Array(network.parameterCount), statistics: initialStatistics(network) };
  const ours = toLayersModel(network, weights);
  // tfjs writes what is not set as null or not at all.
  const configOf = (of: tfl.LayersModel) => JSON.stringify(of.getConfig(), (_, value: unknown) => value ?? undefined);
  const isSame = configOf(ours) === configOf(model);
  ours.dispose();
  if (!isSame) return null;
  for (const layer of allLayers(network.layers)) {
    const { kernel, bias, gamma, beta } = layer.parameters;
    const parameters = [kernel, bias, gamma, beta].filter((one) => one !== undefined);
    const values = model
      .getLayer(layer.name)
      .getWeights()
      .map((tensor) => tensor.dataSync<'float32'>());
    parameters.forEach(({ offset }, i) => weights.parameters.set(values[i], offset));
    if (layer.type !== 'batchNormalization') continue;
    weights.statistics.set(values[2], layer.slot.meanOffset);
    weights.statistics.set(values[3], layer.slot.varianceOffset);
  }
  return weights;
}

function* allLayers(layers: readonly Layer[]): Generator<Layer> {
  for (const layer of layers) {
    if (layer.type === 'residual') yield* allLayers(layer.layers);
    else yield layer;
  }
}

function applyAll(layers: readonly Layer[], input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return layers.reduce((x, layer) => {
    if (layer.type === 'residual') {
      return tfl.layers.add({ name: layer.name }).apply([x, applyAll(layer.layers, x)]) as tfl.SymbolicTensor;
    }
    return layerFor(layer).apply(x) as tfl.SymbolicTensor;
  }, input);
}

function layerFor(layer: Exclude<Layer, { type: 'residual' }>): tfl.layers.Layer {
  const { name } = layer;
  const useBias = layer.parameters.bias !== undefined;
  switch (layer.type) {
    case 'conv2d': {
      const { kernelSize, strides, padding } = layer;
      return tfl.layers.conv2d({ name, filters: layer.outputShape[2], kernelSize, strides, padding, useBias });
    }
    case 'maxPooling2d':
      return tfl.layers.maxPooling2d({ name, poolSize: layer.poolSize, strides: layer.poolSize, padding: 'valid' });
    case 'batchNormalization':
      return tfl.layers.batchNormalization({ name, epsilon: BATCH_NORM_EPSILON });
    case 'relu':
      return tfl.layers.reLU({ name });
    case 'dropout':
      return tfl.layers.dropout({ name, rate: layer.rate });
    case 'flatten':
      return tfl.layers.flatten({ name });
    case 'globalAveragePooling2d':
      return tfl.layers.globalAveragePooling2d({ name });
    case 'dense':
      return tfl.layers.dense({ name, units: layer.outputShape[0], useBias });
  }
}

/** Writes `model.json` and `weights.bin` into an existing folder, as `tf.loadLayersModel` reads them. */
export async function saveLayersModel(model: tfl.LayersModel, folder: string): Promise<void> {
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
      const weights = tf.io.CompositeArrayBuffer.join(weightData);
      await writeAtomically(path.join(folder, 'weights.bin'), new Uint8Array(weights));
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const json = JSON.stringify({ modelTopology, format, generatedBy, convertedBy: null, weightsManifest: manifest });
      await writeAtomically(path.join(folder, 'model.json'), json);
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON({ modelTopology, weightSpecs, weightData }) };
    }),
  );
}
