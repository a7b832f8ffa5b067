import { BATCH_NORM_EPSILON, type Layer, type Parameter, type StatisticsSlot } from '../model/network';
import { DT, type Attributes, type GraphBuilder, type Output } from './graphBuilder';

/** What the layers of one pass share. */
export interface Pass {
  graph: GraphBuilder;
  /** Pictures in the pass; -1: any number, where nothing goes back. */
  batch: number;
  /** By parameter, in its shape. */
  parameters: ReadonlyMap<Parameter, Output>;
  mode: Training | Inference;
}

/** What a training pass needs, and gathers on its way. */
export interface Training {
  kind: 'training';
  /** [2] int32: the seed, and the step. */
  seed: Output;
  /** In the parameter's shape; written on the way back. */
  gradients: Map<Parameter, Output>;
  /** Mean and unbiased variance of this batch, [channel] each; written on the way forward. */
  statistics: Map<StatisticsSlot, [mean: Output, variance: Output]>;
}

export interface Inference {
  kind: 'inference';
  /** Moving mean and variance, [channel] each. */
  statistics: ReadonlyMap<StatisticsSlot, [mean: Output, variance: Output]>;
}

/** A layer's way back: the gradient by its input, for that by its output. Null: not wanted. */
export type Backward = (dy: Output) => Output | null;

const floats: Attributes = { T: { type: DT.float } };
const format: Attributes = { data_format: { text: 'NHWC' } };

export const binary = (graph: GraphBuilder, operation: string, x: Output, y: Output) =>
  graph.add(operation, [x, y], floats);

export function reshape(graph: GraphBuilder, x: Output, shape: readonly number[]): Output {
  return graph.add('Reshape', [x, graph.constant(shape, 'int32')], { ...floats, Tshape: { type: DT.int32 } });
}

/** A vector in parts of these sizes. */
export function split(graph: GraphBuilder, x: Output, sizes: readonly number[]): Output[] {
  const node = graph.add('SplitV', [x, graph.constant(sizes, 'int32'), graph.constant(0, 'int32')], {
    ...floats,
    Tlen: { type: DT.int32 },
    num_split: { int: sizes.length },
  });
  return sizes.map((_, part) => (part > 0 ? `${node}:${part}` : node));
}

/** Vectors, one after the other. */
export function concatenate(graph: GraphBuilder, parts: readonly Output[]): Output {
  if (parts.length === 1) return parts[0];
  return graph.add('ConcatV2', [...parts, graph.constant(0, 'int32')], {
    ...floats,
    Tidx: { type: DT.int32 },
    N: { int: parts.length },
  });
}

/** Of each channel, over the whole picture. */
function mean(graph: GraphBuilder, x: Output): Output {
  const attributes = { ...floats, Tidx: { type: DT.int32 }, keep_dims: { bool: false } };
  return graph.add('Mean', [x, graph.constant([1, 2], 'int32')], attributes);
}

function convolution({ strides, padding }: { strides: number; padding: 'same' | 'valid' }): Attributes {
  return {
    ...floats,
    ...format,
    strides: { ints: [1, strides, strides, 1] },
    padding: { text: padding.toUpperCase() },
    dilations: { ints: [1, 1, 1, 1] },
    explicit_paddings: { ints: [] },
  };
}

function pooling(size: number): Attributes {
  return {
    ...floats,
    ...format,
    ksize: { ints: [1, size, size, 1] },
    strides: { ints: [1, size, size, 1] },
    padding: { text: 'VALID' },
    explicit_paddings: { ints: [] },
  };
}

function normalization(training: boolean): Attributes {
  return {
    ...floats,
    ...format,
    U: { type: DT.float },
    epsilon: { float: BATCH_NORM_EPSILON },
    is_training: { bool: training },
  };
}

/** Layers one after the other. */
export function forwardAll(layers: readonly Layer[], x: Output, pass: Pass): [Output, Backward] {
  let output = x;
  const ways = layers.map((layer) => {
    const [y, back] = forward(layer, output, pass);
    output = y;
    return back;
  });
  const back: Backward = (dy) => ways.reduceRight<Output | null>((gradient, way) => gradient && way(gradient), dy);
  return [output, back];
}

function forward(layer: Layer, x: Output, pass: Pass): [Output, Backward] {
  const { graph, batch } = pass;
  const shape = (of: readonly number[]) => [batch, ...of];
  switch (layer.type) {
    case 'conv2d': {
      const kernel = layer.parameters.kernel!;
      const filter = pass.parameters.get(kernel)!;
      // With a window smaller than its stride oneDNN's gradient by the filter writes where it must not (TensorFlow 2.21).
      if (layer.kernelSize < layer.strides) return stridedPoints(layer, x, pass);
      const attributes = convolution(layer);
      const y = addBias(layer, graph.add('Conv2D', [x, filter], attributes), pass);
      return [
        y,
        (dy) => {
          biasGradient(layer, dy, pass);
          const filterShape = graph.constant(kernel.shape, 'int32');
          keepGradient(kernel, graph.add('Conv2DBackpropFilter', [x, filterShape, dy], attributes), pass);
          if (layer.first) return null;
          const inputShape = graph.constant(shape(layer.inputShape), 'int32');
          return graph.add('Conv2DBackpropInput', [inputShape, filter, dy], attributes);
        },
      ];
    }
    case 'dense': {
      const kernel = layer.parameters.kernel!;
      const weights = pass.parameters.get(kernel)!;
      const product = (a: Output, b: Output, transposeA: boolean, transposeB: boolean) =>
        graph.add('MatMul', [a, b], {
          ...floats,
          transpose_a: { bool: transposeA },
          transpose_b: { bool: transposeB },
        });
      return [
        addBias(layer, product(x, weights, false, false), pass),
        (dy) => {
          biasGradient(layer, dy, pass);
          keepGradient(kernel, product(x, dy, true, false), pass);
          return layer.first ? null : product(dy, weights, false, true);
        },
      ];
    }
    case 'maxPooling2d': {
      const attributes = pooling(layer.poolSize);
      const y = graph.add('MaxPool', [x], attributes);
      return [y, (dy) => graph.add('MaxPoolGrad', [x, y, dy], attributes)];
    }
    case 'relu': {
      const y = graph.add('Relu', [x], floats);
      return [y, (dy) => binary(graph, 'ReluGrad', dy, y)];
    }
    case 'batchNormalization':
      return normalize(layer, x, pass);
    case 'dropout': {
      if (pass.mode.kind === 'inference') return [x, oneWay];
      const mask = dropoutMask(layer, graph, batch, pass.mode.seed);
      return [binary(graph, 'Mul', x, mask), (dy) => binary(graph, 'Mul', dy, mask)];
    }
    case 'flatten':
      return [reshape(graph, x, shape(layer.outputShape)), (dy) => reshape(graph, dy, shape(layer.inputShape))];
    case 'globalAveragePooling2d': {
      const [height, width, channels] = layer.inputShape;
      return [
        mean(graph, x),
        (dy) => {
          const share = binary(graph, 'Mul', dy, graph.constant(1 / (height * width)));
          return graph.add(
            'Tile',
            [reshape(graph, share, [batch, 1, 1, channels]), graph.constant([1, height, width, 1], 'int32')],
            { ...floats, Tmultiples: { type: DT.int32 } },
          );
        },
      ];
    }
    case 'residual': {
      const [branch, back] = forwardAll(layer.layers, x, pass);
      return [binary(graph, 'AddV2', x, branch), (dy) => binary(graph, 'AddV2', dy, back(dy)!)];
    }
  }
}

/** A 1x1 convolution with a stride: of the points that it looks at, without a stride. */
function stridedPoints(layer: Layer & { type: 'conv2d' }, x: Output, pass: Pass): [Output, Backward] {
  const { graph, batch } = pass;
  const [height, width, channels] = layer.inputShape;
  const list = (values: readonly number[]) => graph.constant(values, 'int32');
  const where = [list([0, 0, 0, 0]), list([0, height, width, channels]), list([1, layer.strides, layer.strides, 1])];
  const int = (value: number) => ({ int: value });
  // The mask's first bit: all of the first dimension.
  const masks = { begin_mask: int(0), end_mask: int(1), ellipsis_mask: int(0), new_axis_mask: int(0) };
  const slicing: Attributes = { ...floats, Index: { type: DT.int32 }, ...masks, shrink_axis_mask: int(0) };
  const points = graph.add('StridedSlice', [x, ...where], slicing);
  const inputShape = [...layer.outputShape.slice(0, 2), channels];
  const [y, back] = forward({ ...layer, inputShape, strides: 1, padding: 'valid' }, points, pass);
  return [
    y,
    (dy) => {
      const gradient = back(dy);
      return (
        gradient && graph.add('StridedSliceGrad', [list([batch, height, width, channels]), ...where, gradient], slicing)
      );
    },
  ];
}

/** Where only predictions are asked for. */
const oneWay: Backward = () => null;

function keepGradient(parameter: Parameter, gradient: Output, { mode }: Pass): void {
  if (mode.kind === 'training') mode.gradients.set(parameter, gradient);
}

function addBias({ parameters: { bias } }: Layer, y: Output, { graph, parameters }: Pass): Output {
  return bias ? graph.add('BiasAdd', [y, parameters.get(bias)!], { ...floats, ...format }) : y;
}

function biasGradient({ parameters: { bias } }: Layer, dy: Output, pass: Pass): void {
  if (bias) keepGradient(bias, pass.graph.add('BiasAddGrad', [dy], { ...floats, ...format }), pass);
}

function normalize(layer: Layer & { type: 'batchNormalization' }, x: Output, pass: Pass): [Output, Backward] {
  const { graph, batch, parameters, mode } = pass;
  // After a dense layer the batch is normalized as pictures of one pixel.
  const flat = layer.inputShape.length === 1;
  const pictures = (of: Output) => (flat ? reshape(graph, of, [batch, 1, 1, layer.slot.size]) : of);
  const asGiven = (of: Output) => (flat ? reshape(graph, of, [batch, layer.slot.size]) : of);
  const gamma = layer.parameters.gamma!;
  const beta = layer.parameters.beta!;
  const scale = parameters.get(gamma)!;
  const input = pictures(x);
  const none = graph.constant([]);
  const moving = mode.kind === 'inference' ? mode.statistics.get(layer.slot)! : [none, none];
  const node = graph.add('FusedBatchNormV3', [input, scale, parameters.get(beta)!, ...moving], {
    ...normalization(mode.kind === 'training'),
    exponential_avg_factor: { float: 1 },
  });
  if (mode.kind === 'inference') return [asGiven(node), oneWay];
  mode.statistics.set(layer.slot, [`${node}:1`, `${node}:2`]);
  return [
    asGiven(node),
    (dy) => {
      const saved = [`${node}:3`, `${node}:4`, `${node}:5`];
      const gradient = graph.add('FusedBatchNormGradV3', [pictures(dy), input, scale, ...saved], normalization(true));
      keepGradient(gamma, `${gradient}:1`, pass);
      keepGradient(beta, `${gradient}:2`, pass);
      return asGiven(gradient);
    },
  ];
}

/**
 * 0 at the layer's rate, else 1 / (1 - rate): inverted dropout (Srivastava et al. 2014). The numbers come from Philox
 * (Salmon et al. 2011) by seed and step alone, so a run that goes on draws the same ones. Two elements share one, so the
 * rate is rounded to 1/65536.
 */
function dropoutMask(layer: Layer & { type: 'dropout' }, graph: GraphBuilder, batch: number, seed: Output): Output {
  const size = layer.outputShape.reduce((a, b) => a * b, batch);
  const threshold = Math.round(layer.rate * 0x10000);
  const int32 = { type: DT.int32 };
  const short = { type: DT.int16 };
  const own = graph.add('AddV2', [seed, graph.constant([layerNumber(layer.name) << 20, 0], 'int32')], { T: int32 });
  const random = graph.add('StatelessRandomUniformFullInt', [graph.constant([Math.ceil(size / 2)], 'int32'), own], {
    dtype: { type: DT.uint32 },
    T: int32,
    Tseed: int32,
  });
  const halves = graph.add('Bitcast', [random], { T: { type: DT.uint32 }, type: short });
  const line = graph.add('Reshape', [halves, graph.constant([2 * Math.ceil(size / 2)], 'int32')], {
    T: short,
    Tshape: int32,
  });
  const drawn = graph.add('Slice', [line, graph.constant([0], 'int32'), graph.constant([size], 'int32')], {
    T: short,
    Index: int32,
  });
  const kept = graph.add('GreaterEqual', [drawn, graph.constant(threshold - 0x8000, 'int16')], { T: short });
  const mask = graph.add('Cast', [kept], { SrcT: { type: DT.bool }, DstT: { type: DT.float } });
  return reshape(graph, binary(graph, 'Mul', mask, graph.constant(1 / (1 - threshold / 0x10000))), [
    batch,
    ...layer.outputShape,
  ]);
}

function layerNumber(name: string): number {
  return Number(/_(\d+)$/.exec(name)![1]);
}
