import type { Tensor } from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime';

/** The largest difference from the exact result that rounding in single precision can explain here. */
const TOLERANCE = 1e-4;

/**
 * Multiplies two matrices and takes the gradient of a convolution by its filter, and compares both with sums done by hand. (WASM has
 * no such gradient of its own: there the product alone is tested.)
 * @returns what is wrong, or null.
 */
export async function selfTest({ tf, name }: Runtime): Promise<string | null> {
  const wave = (length: number, step: number) => Float32Array.from({ length }, (_, index) => Math.sin(index * step));
  const rows = 17;
  const inner = 33;
  const columns = 9;
  const left = wave(rows * inner, 0.7);
  const right = wave(inner * columns, 1.3);
  const product = tf.tidy(() => tf.matMul(tf.tensor2d(left, [rows, inner]), tf.tensor2d(right, [inner, columns])));
  const expected = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let k = 0; k < inner; k++)
        expected[row * columns + column] += left[row * inner + k] * right[k * columns + column];
    }
  }
  const computedProduct = await product.data();
  product.dispose();
  if (!close(computedProduct, expected)) return 'its matrix product is wrong';
  if (name === 'wasm') return null;

  const side = 8;
  const filterSide = 3;
  const outputSide = side - filterSide + 1;
  const image = wave(side * side, 0.9);
  const gradient: Tensor = tf.tidy(() =>
    tf
      .engine()
      .runKernel(
        'Conv2DBackpropFilter',
        { x: tf.tensor4d(image, [1, side, side, 1]), dy: tf.ones([1, outputSide, outputSide, 1]) },
        { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [filterSide, filterSide, 1, 1] },
      ),
  );
  const expectedGradient = new Float32Array(filterSide * filterSide);
  for (let fy = 0; fy < filterSide; fy++) {
    for (let fx = 0; fx < filterSide; fx++) {
      for (let y = 0; y < outputSide; y++) {
        for (let x = 0; x < outputSide; x++) expectedGradient[fy * filterSide + fx] += image[(y + fy) * side + x + fx];
      }
    }
  }
  const computedGradient = await gradient.data();
  gradient.dispose();
  return close(computedGradient, expectedGradient) ? null : 'its gradient of a convolution is wrong';
}

function close(computed: ArrayLike<number>, expected: Float32Array): boolean {
  // Written so that NaN counts as wrong.
  return (
    computed.length === expected.length &&
    expected.every((value, index) => Math.abs(computed[index] - value) <= TOLERANCE)
  );
}
