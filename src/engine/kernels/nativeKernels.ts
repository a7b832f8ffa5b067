import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Kernels, Shape4D } from './kernels';

interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

/** What is used of tfjs-node's backend: TensorFlow operations by their names. */
interface TensorFlowBackend {
  binding: Record<
    'TF_ATTR_TYPE' | 'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_ATTR_FLOAT' | 'TF_FLOAT',
    number
  >;
  executeSingleOutput(operation: string, attributes: Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(operation: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[];
}

/**
 * TensorFlow's own gradient operations, which tfjs-node does not use: its batch normalization is a dozen operations
 * each way where TensorFlow has one, and it computes the gradient of the pictures too.
 */
export function nativeKernels(tf: typeof tfjs): Kernels {
  const backend = tf.backend() as unknown as TensorFlowBackend;
  const { binding } = backend;
  const floats = (name = 'T'): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT });
  const ints = (name: string, value: number[]): Attribute => ({ name, type: binding.TF_ATTR_INT, value });
  const text = (name: string, value: string): Attribute => ({ name, type: binding.TF_ATTR_STRING, value });
  const float = (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_FLOAT, value });
  const bool = (name: string, value: boolean): Attribute => ({ name, type: binding.TF_ATTR_BOOL, value });
  const channelsLast = text('data_format', 'NHWC');

  const run = <T extends Tensor>(operation: string, attributes: Attribute[], inputs: Tensor[]) =>
    backend.executeSingleOutput(operation, attributes, inputs) as T;
  const convolution = (strides: number, padding: 'same' | 'valid') => [
    floats(),
    ints('strides', [1, strides, strides, 1]),
    text('padding', padding.toUpperCase()),
    channelsLast,
    bool('use_cudnn_on_gpu', false),
    ints('dilations', [1, 1, 1, 1]),
  ];
  const pooling = (size: number) => [
    floats(),
    ints('ksize', [1, size, size, 1]),
    ints('strides', [1, size, size, 1]),
    text('padding', 'VALID'),
    channelsLast,
  ];
  const normalization = (epsilon: number) => [
    floats(),
    floats('U'),
    float('epsilon', epsilon),
    channelsLast,
    bool('is_training', true),
  ];
  const shapeTensor = (shape: Shape4D) => tf.tensor1d(shape, 'int32');
  const none = tf.keep(tf.tensor1d([], 'float32'));

  return {
    conv2d: (x, filter, { strides, padding }) => run('Conv2D', convolution(strides, padding), [x, filter]),
    conv2dFilterGradient: (x, dy, filterShape, { strides, padding }) => {
      const shape = shapeTensor(filterShape);
      const gradient = run<Tensor4D>('Conv2DBackpropFilter', convolution(strides, padding), [x, shape, dy]);
      shape.dispose();
      return gradient;
    },
    conv2dInputGradient: (dy, filter, inputShape, { strides, padding }) => {
      const shape = shapeTensor(inputShape);
      const gradient = run<Tensor4D>('Conv2DBackpropInput', convolution(strides, padding), [shape, filter, dy]);
      shape.dispose();
      return gradient;
    },
    maxPool: (x, size) => run('MaxPool', pooling(size), [x]),
    maxPoolGradient: (dy, x, y, size) => run('MaxPoolGrad', pooling(size), [x, y, dy]),
    batchNorm: (x, gamma, beta, epsilon) => {
      // Outputs: y, the mean, the variance (unbiased), then on a CPU the mean and biased variance for the gradient.
      const [y, runningMean, runningVariance, mean, variance, reserved] = backend.executeMultipleOutputs(
        'FusedBatchNormV3',
        [...normalization(epsilon), float('exponential_avg_factor', 1)],
        [x, gamma, beta, none, none],
        6,
      ) as [Tensor4D, Tensor, Tensor, Tensor1D, Tensor1D, Tensor];
      tf.dispose([runningMean, runningVariance, reserved]);
      return { y, mean, variance };
    },
    batchNormGradient: (dy, x, gamma, { mean, variance }, epsilon) => {
      const [dx, dGamma, dBeta, ...rest] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        normalization(epsilon),
        [dy, x, gamma, mean, variance, none],
        5,
      ) as [Tensor4D, Tensor1D, Tensor1D, ...Tensor[]];
      tf.dispose(rest);
      return { dx, dGamma, dBeta };
    },
    reluGradient: <T extends Tensor>(dy: T, y: T) => run<T>('ReluGrad', [floats()], [dy, y]),
    sumRows: (x) => tf.sum(x, 0),
  };
}
