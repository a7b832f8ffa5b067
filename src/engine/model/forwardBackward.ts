import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Rank } from '@tensorflow/tfjs-core';
import type { Kernels } from '../kernels/kernels';
import type { Runtime } from '../runtime';
import { BATCH_NORM_EPSILON, type Layer, type Network, type Parameter, type StatisticsSlot } from './network';
import type { Random } from '../random';

/** The numbers of a network: flat vectors, laid out as `Network` says. */
export interface Weights {
  /** [parameterCount] */
  parameters: Float32Array;
  /** Moving means and variances, [statisticsCount]. */
  statistics: Float32Array;
}

/** What training one batch needs and leaves beside the logits. */
interface TrainingPass {
  random: Random;
  /** Gradient by every parameter, [parameterCount]; written. */
  gradients: Float32Array;
  /** Mean and biased variance of this batch at each batch normalization, [statisticsCount]; written. */
  batchStatistics: Float32Array;
}

type Picture = Tensor4D;

/**
 * A network on WASM: forward for predictions, forward and backward for a training step. The backward pass is
 * written out layer by layer, not recorded by tfjs' tape: so each gradient is the best operation there is for it, the
 * pictures' own gradient is never computed, and every tensor goes as soon as it is of no more use.
 *
 * Convention: a layer owns what it is given, and disposes of it or saves it for its backward pass.
 */
export class Propagation {
  private readonly tf: Runtime['tf'];
  /** Tensors of the parameters, made anew when the weights change. */
  private tensors = new Map<Parameter, Tensor>();
  private statistics = new Map<StatisticsSlot, { mean: Tensor1D; variance: Tensor1D }>();
  /** What the forward pass saved, taken back in reverse order. */
  private saved: Tensor[] = [];

  constructor(
    runtime: Pick<Runtime, 'tf'>,
    private readonly kernels: Kernels,
    private readonly network: Network,
  ) {
    this.tf = runtime.tf;
  }

  /** Takes over new weights; the arrays are copied. */
  setWeights({ parameters, statistics }: Weights): void {
    this.dispose();
    for (const parameter of this.network.parameters) {
      const { offset, size, shape } = parameter;
      this.tensors.set(parameter, this.tf.tensor(parameters.slice(offset, offset + size), shape, 'float32'));
    }
    for (const slot of this.network.slots) {
      const part = (offset: number) => this.tf.tensor1d(statistics.slice(offset, offset + slot.size), 'float32');
      this.statistics.set(slot, { mean: part(slot.meanOffset), variance: part(slot.varianceOffset) });
    }
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) tensor.dispose();
    for (const { mean, variance } of this.statistics.values()) this.tf.dispose([mean, variance]);
    this.tensors.clear();
    this.statistics.clear();
  }

  /** The logits of pictures (pixel / 255, [count, 28, 28, 1] row-major), [count, classes]. */
  predict(pictures: Float32Array): Float32Array {
    const logits = this.forward(this.network.layers, this.input(pictures), null);
    const values = logits.dataSync<'float32'>();
    logits.dispose();
    return values;
  }

  /**
   * One training step: forward, the loss's gradient by the logits as `gradientOf` gives it ([count, classes]), backward.
   */
  train(pictures: Float32Array, pass: TrainingPass, gradientOf: (logits: Float32Array) => Float32Array): void {
    const logits = this.forward(this.network.layers, this.input(pictures), pass) as Tensor2D;
    const gradient = gradientOf(logits.dataSync<'float32'>());
    const dy = this.tf.tensor2d(gradient, logits.shape, 'float32');
    logits.dispose();
    this.backward(this.network.layers, dy, pass)?.dispose();
  }

  private input(pictures: Float32Array): Picture {
    const [height, width, channels] = this.network.layers[0].inputShape as [number, number, number];
    return this.tf.tensor4d(
      pictures,
      [pictures.length / (height * width * channels), height, width, channels],
      'float32',
    );
  }

  private tensor<T extends Tensor>(parameter: Parameter | undefined): T {
    return this.tensors.get(parameter!) as T;
  }

  private save(...tensors: Tensor[]): void {
    this.saved.push(...tensors);
  }

  private restore<T extends Tensor = Tensor>(): T {
    return this.saved.pop() as T;
  }

  private forward(layers: readonly Layer[], input: Tensor, pass: TrainingPass | null): Tensor {
    let x = input;
    for (const layer of layers) x = this.forwardLayer(layer, x, pass);
    return x;
  }

  private backward(layers: readonly Layer[], gradient: Tensor, pass: TrainingPass): Tensor | null {
    let dy: Tensor | null = gradient;
    for (let i = layers.length - 1; i >= 0; i--) dy = dy && this.backwardLayer(layers[i], dy, pass);
    return dy;
  }

  private forwardLayer(layer: Layer, x: Tensor, pass: TrainingPass | null): Tensor {
    const { tf, kernels } = this;
    /** Lets go of the input, or keeps it for the gradient. */
    const done = <T extends Tensor>(y: T, ...keep: Tensor[]): T => {
      if (pass) this.save(...keep);
      else tf.dispose(keep);
      return y;
    };
    switch (layer.type) {
      case 'conv2d': {
        const y = kernels.conv2d(x as Picture, this.tensor(layer.parameters.kernel), layer);
        return done(this.addBias(layer, y), x);
      }
      case 'dense': {
        const y = tf.matMul(x, this.tensor<Tensor2D>(layer.parameters.kernel));
        return done(this.addBias(layer, y), x);
      }
      case 'maxPooling2d': {
        const y = kernels.maxPool(x as Picture, layer.poolSize);
        return done(y, x, y.clone());
      }
      case 'relu': {
        const y = tf.relu(x);
        x.dispose();
        return done(y, y.clone());
      }
      case 'batchNormalization':
        return this.forwardBatchNormalization(layer, x, pass);
      case 'dropout': {
        if (!pass) return x;
        const values = new Float32Array(x.size);
        pass.random.fillDropoutMask(values, layer.rate);
        const mask = tf.tensor(values, x.shape, 'float32');
        const y = tf.mul(x, mask);
        x.dispose();
        return done(y, mask);
      }
      case 'flatten':
      case 'globalAveragePooling2d': {
        const y = layer.type === 'flatten' ? tf.reshape(x, [x.shape[0], layer.outputShape[0]]) : tf.mean(x, [1, 2]);
        x.dispose();
        return y;
      }
      case 'residual': {
        const branch = this.forward(layer.layers, x.clone(), pass);
        const y = tf.add(x, branch);
        tf.dispose([x, branch]);
        return y;
      }
    }
  }

  private backwardLayer(layer: Layer, dy: Tensor, pass: TrainingPass): Tensor | null {
    const { tf, kernels } = this;
    switch (layer.type) {
      case 'conv2d': {
        const x = this.restore<Picture>();
        const filter = this.tensor<Tensor4D>(layer.parameters.kernel);
        this.biasGradient(layer, dy, pass);
        const dFilter = kernels.conv2dFilterGradient(x, dy as Picture, filter.shape, layer);
        this.collect(layer.parameters.kernel!, dFilter, pass);
        const dx = layer.first ? null : kernels.conv2dInputGradient(dy as Picture, filter, x.shape, layer);
        tf.dispose([x, dy]);
        return dx;
      }
      case 'dense': {
        const x = this.restore<Tensor2D>();
        this.biasGradient(layer, dy, pass);
        this.collect(layer.parameters.kernel!, tf.matMul(x, dy, true, false), pass);
        const dx = layer.first ? null : tf.matMul(dy, this.tensor<Tensor2D>(layer.parameters.kernel), false, true);
        tf.dispose([x, dy]);
        return dx;
      }
      case 'maxPooling2d': {
        const y = this.restore<Picture>();
        const x = this.restore<Picture>();
        const dx = kernels.maxPoolGradient(dy as Picture, x, y, layer.poolSize);
        tf.dispose([x, y, dy]);
        return dx;
      }
      case 'relu': {
        const y = this.restore();
        const dx = kernels.reluGradient(dy, y);
        tf.dispose([y, dy]);
        return dx;
      }
      case 'batchNormalization':
        return this.backwardBatchNormalization(layer, dy, pass);
      case 'dropout': {
        const mask = this.restore();
        const dx = tf.mul(dy, mask);
        tf.dispose([mask, dy]);
        return dx;
      }
      case 'flatten': {
        const dx = tf.reshape(dy, [dy.shape[0], ...layer.inputShape]);
        dy.dispose();
        return dx;
      }
      case 'globalAveragePooling2d': {
        const [height, width, channels] = layer.inputShape as [number, number, number];
        const dx = tf.tidy(() => {
          const share = tf.reshape(tf.div(dy, height * width), [dy.shape[0], 1, 1, channels]);
          return tf.tile(share, [1, height, width, 1]);
        });
        dy.dispose();
        return dx;
      }
      case 'residual': {
        const branch = this.backward(layer.layers, dy.clone(), pass)!;
        const dx = tf.add(dy, branch);
        tf.dispose([dy, branch]);
        return dx;
      }
    }
  }

  private addBias<T extends Tensor>(layer: Layer, y: T): T {
    if (!layer.parameters.bias) return y;
    const sum = this.tf.add<T>(y, this.tensor(layer.parameters.bias));
    y.dispose();
    return sum;
  }

  private biasGradient(layer: Layer, dy: Tensor, pass: TrainingPass): void {
    const { bias } = layer.parameters;
    if (!bias) return;
    const rows = this.tf.reshape<Rank.R2>(dy, [-1, bias.size]);
    this.collect(bias, this.kernels.sumRows(rows), pass);
    rows.dispose();
  }

  /** Writes a gradient to its place, and lets go of it. */
  private collect(parameter: Parameter, gradient: Tensor, pass: TrainingPass): void {
    pass.gradients.set(gradient.dataSync<'float32'>(), parameter.offset);
    gradient.dispose();
  }

  /** After a dense layer the batch is normalized as pictures of one pixel. */
  private asPictures(x: Tensor): Picture {
    return x.rank === 4 ? (x.clone() as Picture) : this.tf.reshape(x, [x.shape[0], 1, 1, x.shape[1]!]);
  }

  private forwardBatchNormalization(
    layer: Layer & { type: 'batchNormalization' },
    x: Tensor,
    pass: TrainingPass | null,
  ): Tensor {
    const { tf } = this;
    const gamma = this.tensor<Tensor1D>(layer.parameters.gamma);
    const beta = this.tensor<Tensor1D>(layer.parameters.beta);
    const pictures = this.asPictures(x);
    let y: Picture;
    if (pass) {
      const batch = this.kernels.batchNorm(pictures, gamma, beta, BATCH_NORM_EPSILON);
      pass.batchStatistics.set(batch.mean.dataSync<'float32'>(), layer.slot.meanOffset);
      pass.batchStatistics.set(batch.variance.dataSync<'float32'>(), layer.slot.varianceOffset);
      this.save(pictures, batch.mean, batch.variance);
      y = batch.y;
    } else {
      const { mean, variance } = this.statistics.get(layer.slot)!;
      y = tf.batchNorm4d(pictures, mean, variance, beta, gamma, BATCH_NORM_EPSILON);
      pictures.dispose();
    }
    const result = tf.reshape(y, x.shape);
    tf.dispose([x, y]);
    return result;
  }

  private backwardBatchNormalization(
    layer: Layer & { type: 'batchNormalization' },
    dy: Tensor,
    pass: TrainingPass,
  ): Tensor {
    const variance = this.restore<Tensor1D>();
    const mean = this.restore<Tensor1D>();
    const x = this.restore<Picture>();
    const gradient = this.asPictures(dy);
    const { dx, dGamma, dBeta } = this.kernels.batchNormGradient(
      gradient,
      x,
      this.tensor<Tensor1D>(layer.parameters.gamma),
      { mean, variance },
      BATCH_NORM_EPSILON,
    );
    this.collect(layer.parameters.gamma!, dGamma, pass);
    this.collect(layer.parameters.beta!, dBeta, pass);
    const result = this.tf.reshape(dx, dy.shape);
    this.tf.dispose([variance, mean, x, gradient, dx, dy]);
    return result;
  }
}
