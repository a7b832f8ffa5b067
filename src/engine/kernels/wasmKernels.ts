import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import { loadAssembly } from './assembly';
import type { Kernels, Window } from './kernels';

/** What is used of tfjs' WASM backend: its memory, and where in it a tensor lies. */
interface WasmBackend {
  wasm: { asm: { memory: WebAssembly.Memory } };
  dataIdMap: { get(id: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
}

/**
 * Training on tfjs' WASM backend, which has no gradient for filters and slow ones for the rest. Convolutions forward
 * are that backend's own (XNNPACK); the other kernels are compiled from `assembly/kernels.ts`, and work in its memory.
 */
export function wasmKernels(tf: typeof tfjs): Kernels {
  const backend = tf.backend() as unknown as WasmBackend;
  const { memory } = backend.wasm.asm;
  const assembly = loadAssembly(memory);
  const pointer = (tensor: Tensor) => backend.dataIdMap.get(tensor.dataId).memoryOffset;
  /** A view, good until the memory grows. */
  const values = (tensor: Tensor) => new Float32Array(memory.buffer, pointer(tensor), tensor.size);
  const doubles = (tensor: Tensor) => new Float64Array(memory.buffer, pointer(tensor), tensor.size / 2);
  /** A tensor whose numbers are whatever was there. */
  const empty = <T extends Tensor>(shape: readonly number[]) =>
    tf.engine().makeTensorFromTensorInfo(backend.makeOutput([...shape], 'float32')) as T;
  const zeros = <T extends Tensor>(shape: readonly number[]) => {
    const tensor = empty<T>(shape);
    values(tensor).fill(0);
    return tensor;
  };

  /** The columns' sums of x and of x times y, in double precision: a difference of them would not bear less. */
  const sumColumns = (x: Tensor, y: Tensor, columns: number) => {
    const sums = zeros(doubleShape(columns));
    const products = zeros(doubleShape(columns));
    const rows = x.size / columns;
    assembly.sumColumns(pointer(x), pointer(y), pointer(sums), pointer(products), rows, columns);
    const result = { sums: doubles(sums).slice(), products: doubles(products).slice(), rows };
    tf.dispose([sums, products]);
    return result;
  };

  /** Zeros between the elements: [b, h, w, c] to [b, (h - 1) strides + 1, (w - 1) strides + 1, c]. */
  const spreadOut = (dy: Tensor4D, strides: number): Tensor4D => {
    const [batch, height, width, channels] = dy.shape;
    const wide = (width - 1) * strides + 1;
    const high = (height - 1) * strides + 1;
    const result = zeros<Tensor4D>([batch, high, wide, channels]);
    const from = values(dy);
    const to = values(result);
    for (let b = 0, at = 0; b < batch; b++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at += channels) {
          to.set(from.subarray(at, at + channels), ((b * high + y * strides) * wide + x * strides) * channels);
        }
      }
    }
    return result;
  };

  return {
    conv2d: (x, filter, { strides, padding }) => tf.conv2d(x, filter, strides, padding),

    conv2dInputGradient: (dy, filter, inputShape, { strides, padding }) =>
      tf.tidy(() => {
        // A convolution of dy with the filter turned by 180 degrees, its channels exchanged.
        const [size] = filter.shape;
        const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
        const [, height, width] = inputShape;
        if (strides === 1 && padding === 'same' && size % 2 === 1) return tf.conv2d(dy, turned, 1, 'same');
        const spread = strides === 1 ? dy : spreadOut(dy, strides);
        const before = size - 1 - leadingPad(height, dy.shape[1], size, { strides, padding });
        const after = (side: number, spreadSide: number) => side + size - 1 - spreadSide - before;
        const padded = tf.pad4d(spread, [
          [0, 0],
          [before, after(height, spread.shape[1])],
          [before, after(width, spread.shape[2])],
          [0, 0],
        ]);
        return tf.conv2d(padded, turned, 1, 'valid');
      }),

    conv2dFilterGradient: (x, dy, filterShape, window) => {
      const [batch, height, width, channels] = x.shape;
      const [, outHeight, outWidth, filters] = dy.shape;
      const [size] = filterShape;
      const pad = leadingPad(height, outHeight, size, window);
      const padded = (side: number, outSide: number) => Math.max(side + pad, (outSide - 1) * window.strides + size);
      const high = padded(height, outHeight);
      const wide = padded(width, outWidth);
      const input = empty([batch, high, wide, channels]);
      assembly.padPictures(pointer(x), pointer(input), batch, height, width, channels, high, wide, pad);
      const gradient = zeros<Tensor4D>(filterShape);
      const sizes = [batch, high, wide, channels, outHeight, outWidth, filters, size, window.strides];
      assembly.filterGradient(pointer(input), pointer(dy), pointer(gradient), ...sizes);
      input.dispose();
      return gradient;
    },

    maxPool: (x, size) => tf.maxPool(x, size, size, 'valid'),

    maxPoolGradient: (dy, x, y, size) => {
      const dx = zeros<Tensor4D>(x.shape);
      const [, pooledHeight, pooledWidth] = y.shape;
      assembly.maxPoolGradient(
        pointer(dy),
        pointer(x),
        pointer(y),
        pointer(dx),
        ...x.shape,
        pooledHeight,
        pooledWidth,
        size,
      );
      return dx;
    },

    batchNorm: (x, gamma, beta, epsilon) => {
      const { sums, products, rows } = sumColumns(x, x, x.shape[3]);
      const mean = tf.tensor1d(Float32Array.from(sums, (sum) => sum / rows));
      const variance = tf.tensor1d(
        Float32Array.from(sums, (sum, c) => Math.max(0, products[c] / rows - (sum / rows) ** 2)),
      );
      return { y: tf.batchNorm4d(x, mean, variance, beta, gamma, epsilon), mean, variance };
    },

    // dx = gamma / sigma (dy - mean(dy) - xhat mean(dy xhat)), with xhat = (x - mean) / sigma: one line a channel,
    // dx = a dy + b x + c.
    batchNormGradient: (dy, x, gamma, { mean, variance }, epsilon) => {
      const channels = x.shape[3];
      const { sums, products, rows } = sumColumns(dy, x, channels);
      const dGamma = new Float32Array(channels);
      const [a, b, constant] = [new Float32Array(channels), new Float32Array(channels), new Float32Array(channels)];
      const [scales, means, variances] = [values(gamma), values(mean), values(variance)];
      for (let c = 0; c < channels; c++) {
        const inverse = 1 / Math.sqrt(variances[c] + epsilon);
        const gradient = (products[c] - means[c] * sums[c]) * inverse;
        const slope = (-scales[c] * inverse * inverse * gradient) / rows;
        dGamma[c] = gradient;
        a[c] = scales[c] * inverse;
        b[c] = slope;
        constant[c] = (-scales[c] * inverse * sums[c]) / rows - slope * means[c];
      }
      const line = [a, b, constant].map((one) => tf.tensor1d(one));
      const dx = empty<Tensor4D>(x.shape);
      assembly.combineColumns(pointer(dy), pointer(x), ...line.map(pointer), pointer(dx), rows, channels);
      tf.dispose(line);
      return { dx, dGamma: tf.tensor1d(dGamma), dBeta: tf.tensor1d(Float32Array.from(sums)) };
    },

    reluGradient: <T extends Tensor>(dy: T, y: T) => {
      const dx = empty<T>(dy.shape);
      assembly.reluGradient(pointer(dy), pointer(y), pointer(dx), dx.size);
      return dx;
    },

    sumRows: (x) => tf.tensor1d(Float32Array.from(sumColumns(x, x, x.shape[1]).sums)),
  };
}

/** A float32 tensor of this shape has room for so many doubles. */
function doubleShape(count: number): [number] {
  return [2 * count];
}

/** Rows of zeros that a window puts before the first one (TensorFlow's rule for "same"). */
function leadingPad(input: number, output: number, size: number, { strides, padding }: Window): number {
  return padding === 'valid' ? 0 : Math.floor(Math.max(0, (output - 1) * strides + size - input) / 2);
}
