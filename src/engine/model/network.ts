import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { IMAGE_SIDE } from '../../shared/classes';
import type { LayerSpec, SimpleLayerSpec } from './recipe';
import { Random } from '../random';

/** One array of trained numbers, at `offset` in the network's flat parameter vector. */
export interface Parameter {
  /** As tfjs and Keras name it: `conv2d_1/kernel`. */
  name: string;
  shape: number[];
  offset: number;
  size: number;
  role: 'kernel' | 'bias' | 'gamma' | 'beta';
  /** Inputs that one output depends on, for the initialization. */
  fanIn: number;
  fanOut: number;
}

/** Where a batch normalization keeps its moving mean and variance in the flat statistics vector. */
export interface StatisticsSlot {
  name: string;
  meanOffset: number;
  varianceOffset: number;
  size: number;
}

/** A layer with everything resolved: names, shapes (without the batch), and where its numbers are. */
export type Layer = {
  name: string;
  inputShape: number[];
  outputShape: number[];
  /** By role. */
  parameters: Partial<Record<Parameter['role'], Parameter>>;
  /** No gradient is wanted for the pictures themselves. */
  first: boolean;
} & (
  | { type: 'conv2d'; kernelSize: number; strides: number; padding: 'same' | 'valid' }
  | { type: 'maxPooling2d'; poolSize: number }
  | { type: 'batchNormalization'; slot: StatisticsSlot }
  | { type: 'relu' | 'flatten' | 'globalAveragePooling2d' | 'dense' }
  | { type: 'dropout'; rate: number }
  | { type: 'residual'; layers: Layer[] }
);

/** A network's structure; its numbers live in two flat vectors beside it. */
export interface Network {
  /** What it was built from. */
  specs: readonly LayerSpec[];
  layers: Layer[];
  parameters: Parameter[];
  /** Length of the parameter vector. */
  parameterCount: number;
  slots: StatisticsSlot[];
  /** Length of the statistics vector (moving means and variances). */
  statisticsCount: number;
  classes: number;
}

/** The epsilon of every batch normalization; Keras' default. */
export const BATCH_NORM_EPSILON = 1e-3;

/**
 * Resolves the layers of a recipe for so many classes.
 * @throws UserError when the layers do not fit on each other.
 */
export function buildNetwork(specs: readonly LayerSpec[], classes: number): Network {
  const network: Network = {
    specs,
    layers: [],
    parameters: [],
    parameterCount: 0,
    slots: [],
    statisticsCount: 0,
    classes,
  };
  const counts = new Map<string, number>();
  const nameFor = (type: string) => {
    const snake = type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const count = (counts.get(snake) ?? 0) + 1;
    counts.set(snake, count);
    return `${snake}_${count}`;
  };

  const parameter = (layer: string, role: Parameter['role'], shape: number[], fanIn = 1, fanOut = 1): Parameter => {
    const size = shape.reduce((a, b) => a * b, 1);
    const made = { name: `${layer}/${role}`, role, shape, size, offset: network.parameterCount, fanIn, fanOut };
    network.parameterCount += size;
    network.parameters.push(made);
    return made;
  };

  const build = (spec: LayerSpec, inputShape: number[], first: boolean, place: string): Layer => {
    const name = nameFor(spec.type);
    const wrong = (problem: string) =>
      new UserError(
        l10n.t({
          message: '{0}: layer {1} {2}',
          args: [place, name, problem],
          comment: ['network.3: layer dense_1 wants a vector'],
        }),
        l10n.t('correct the network in the recipe'),
      );
    const [height = 0, width = 0, channels = 0] = inputShape;
    const tooLarge = () => wrong(l10n.t('is too large for a picture of {0} x {1}', height, width));
    const pictures = inputShape.length === 3;
    const base = { name, inputShape, first, parameters: {} };
    if (!pictures && ['conv2d', 'maxPooling2d', 'globalAveragePooling2d'].includes(spec.type)) {
      throw wrong(l10n.t('wants pictures, but they have been flattened before it'));
    }
    switch (spec.type) {
      case 'conv2d': {
        const { kernelSize, strides, padding, filters } = spec;
        const output = (side: number) => Math.ceil((padding === 'same' ? side : side - kernelSize + 1) / strides);
        if (output(height) < 1 || output(width) < 1) throw tooLarge();
        const area = kernelSize * kernelSize;
        const kernel = parameter(
          name,
          'kernel',
          [kernelSize, kernelSize, channels, filters],
          area * channels,
          area * filters,
        );
        const bias = spec.useBias ? { bias: parameter(name, 'bias', [filters]) } : {};
        const outputShape = [output(height), output(width), filters];
        return { ...base, type: 'conv2d', kernelSize, strides, padding, outputShape, parameters: { kernel, ...bias } };
      }
      case 'maxPooling2d': {
        const { poolSize } = spec;
        const outputShape = [Math.floor(height / poolSize), Math.floor(width / poolSize), channels];
        if (outputShape[0] < 1 || outputShape[1] < 1) throw tooLarge();
        return { ...base, type: 'maxPooling2d', poolSize, outputShape };
      }
      case 'batchNormalization': {
        const size = inputShape.at(-1)!;
        const meanOffset = network.statisticsCount;
        const slot = { name, meanOffset, varianceOffset: meanOffset + size, size };
        network.statisticsCount += 2 * size;
        network.slots.push(slot);
        const parameters = { gamma: parameter(name, 'gamma', [size]), beta: parameter(name, 'beta', [size]) };
        return { ...base, type: 'batchNormalization', outputShape: inputShape, slot, parameters };
      }
      case 'relu':
        return { ...base, type: 'relu', outputShape: inputShape };
      case 'dropout':
        return { ...base, type: 'dropout', rate: spec.rate, outputShape: inputShape };
      case 'flatten':
        return { ...base, type: 'flatten', outputShape: [inputShape.reduce((a, b) => a * b, 1)] };
      case 'globalAveragePooling2d':
        return { ...base, type: 'globalAveragePooling2d', outputShape: [channels] };
      case 'dense': {
        if (pictures) throw wrong(l10n.t('wants a vector; put flatten or globalAveragePooling2d before it'));
        const units = spec.units === 'classes' ? classes : spec.units;
        const inputs = inputShape[0];
        const kernel = parameter(name, 'kernel', [inputs, units], inputs, units);
        const bias = spec.useBias ? { bias: parameter(name, 'bias', [units]) } : {};
        return { ...base, type: 'dense', outputShape: [units], parameters: { kernel, ...bias } };
      }
      case 'residual': {
        const layers = buildAll(spec.layers, inputShape, false, `${place}.layers`);
        const outputShape = layers.at(-1)!.outputShape;
        if (outputShape.join() !== inputShape.join()) {
          const [from, to] = [inputShape, outputShape].map((shape) => shape.join(' x '));
          throw wrong(l10n.t('turns {0} into {1}, and the two must be equal to be added', from, to));
        }
        return { ...base, type: 'residual', layers, outputShape };
      }
    }
  };

  const buildAll = (
    list: readonly (LayerSpec | SimpleLayerSpec)[],
    inputShape: number[],
    first: boolean,
    place: string,
  ): Layer[] => {
    const layers: Layer[] = [];
    let shape = inputShape;
    for (const [index, spec] of list.entries()) {
      const layer = build(spec, shape, first && index === 0, `${place}.${index}`);
      layers.push(layer);
      shape = layer.outputShape;
    }
    return layers;
  };

  network.layers = buildAll(specs, [IMAGE_SIDE, IMAGE_SIDE, 1], true, 'network');
  const last = specs.at(-1)!;
  if (last.type !== 'dense' || network.layers.at(-1)!.outputShape[0] !== classes) {
    throw new UserError(
      l10n.t('network.{0}: the network does not end in one number for each class', specs.length - 1),
      l10n.t('let its last layer be dense with units "classes"'),
    );
  }
  return network;
}

/**
 * Starting values, [parameterCount]: kernels He-normal, 2 / fan-in (He et al. 2015, arXiv 1502.01852), the last one
 * Glorot-uniform, biases and betas 0, gammas 1.
 */
export function initialParameters(network: Network, seed: number): Float32Array {
  const values = new Float32Array(network.parameterCount);
  const kernels = network.parameters.filter(({ role }) => role === 'kernel');
  for (const { name, role, offset, size, fanIn, fanOut } of network.parameters) {
    const part = values.subarray(offset, offset + size);
    if (role === 'gamma') part.fill(1);
    if (role !== 'kernel') continue;
    const random = new Random(seed, 'initial', name);
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const deviation = Math.sqrt(2 / fanIn);
    const last = name === kernels.at(-1)!.name;
    for (let i = 0; i < size; i++) part[i] = last ? (2 * random.uniform() - 1) * limit : deviation * random.normal();
  }
  return values;
}

/** Moving means 0 and variances 1, [statisticsCount]. */
export function initialStatistics(network: Network): Float32Array {
  const values = new Float32Array(network.statisticsCount);
  for (const { varianceOffset, size } of network.slots) values.fill(1, varianceOffset, varianceOffset + size);
  return values;
}
