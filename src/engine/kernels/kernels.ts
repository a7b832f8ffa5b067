import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/** How a convolution's window moves. */
export interface Window {
  strides: number;
  padding: 'same' | 'valid';
}

/** What `batchNorm` keeps for its gradient; to be disposed of by the caller. */
export interface BatchNormResult {
  /** Normalized, [..., channel]. */
  y: Tensor4D;
  /** Of this batch, [channel]. */
  mean: Tensor1D;
  /** Of this batch, biased (divided by the count), [channel]. */
  variance: Tensor1D;
}

/**
 * The operations of a training step that stock tfjs lacks, or computes slowly, with WASM. Pictures are
 * [batch, height, width, channel]. Nothing given is disposed of; all results are new.
 */
export interface Kernels {
  conv2d(x: Tensor4D, filter: Tensor4D, window: Window): Tensor4D;
  /** Gradient by the filter, [height, width, channel in, channel out]. */
  conv2dFilterGradient(x: Tensor4D, dy: Tensor4D, filterShape: Shape4D, window: Window): Tensor4D;
  /** Gradient by the input. */
  conv2dInputGradient(dy: Tensor4D, filter: Tensor4D, inputShape: Shape4D, window: Window): Tensor4D;
  /** Windows that do not overlap; what is left at the right and bottom is dropped ("valid"). */
  maxPool(x: Tensor4D, size: number): Tensor4D;
  /** The gradient goes to the first largest value of each window, in reading order. */
  maxPoolGradient(dy: Tensor4D, x: Tensor4D, y: Tensor4D, size: number): Tensor4D;
  /** Normalizes each channel by its mean and variance over this batch (Ioffe, Szegedy 2015, arXiv 1502.03167). */
  batchNorm(x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, epsilon: number): BatchNormResult;
  batchNormGradient(
    dy: Tensor4D,
    x: Tensor4D,
    gamma: Tensor1D,
    batch: Pick<BatchNormResult, 'mean' | 'variance'>,
    epsilon: number,
  ): { dx: Tensor4D; dGamma: Tensor1D; dBeta: Tensor1D };
  /** dy where the output y of the ReLU is above 0, else 0. */
  reluGradient<T extends Tensor>(dy: T, y: T): T;
  /** Sum over all rows, [rows, columns] to [columns]. */
  sumRows(x: Tensor2D): Tensor1D;
}

export type Shape4D = [number, number, number, number];
