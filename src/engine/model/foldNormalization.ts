import type { Weights } from './forwardBackward';
import { BATCH_NORM_EPSILON, buildNetwork, type Layer, type Network } from './network';
import type { LayerSpec, SimpleLayerSpec } from './recipeSchema';

/** A layer with its numbers: for predictions alone, a batch normalization is y = scale x + shift in each channel. */
type Piece =
  | { type: 'linear'; spec: LayerSpec & { type: 'conv2d' | 'dense' }; kernel: Float32Array; bias: Float32Array }
  | { type: 'affine'; spec: LayerSpec; scale: Float32Array; shift: Float32Array; size: number }
  | { type: 'residual'; pieces: Piece[] }
  | { type: 'other'; spec: LayerSpec };

/**
 * The same predictions with fewer operations: batch normalizations go into the convolution or dense layer before or behind
 * them (Jacob et al. 2018, arXiv 1712.05877), where need be past a max pooling, with which a growing function changes places.
 * What cannot be folded stays. Dropout is left out.
 */
export function foldNormalization(network: Network, weights: Weights): { network: Network; weights: Weights } {
  const pieces = fold(piecesOf(network.layers, network.specs, weights));
  const folded = buildNetwork(pieces.map(specOf), network.classes);
  const values = {
    parameters: new Float32Array(folded.parameterCount),
    statistics: new Float32Array(folded.statisticsCount),
  };
  write(pieces, folded.layers, values);
  return { network: folded, weights: values };
}

function piecesOf(layers: readonly Layer[], specs: readonly LayerSpec[], { parameters, statistics }: Weights): Piece[] {
  return layers.flatMap((layer, i): Piece[] => {
    const spec = specs[i];
    const part = (offset: number, size: number, of = parameters) => of.slice(offset, offset + size);
    const { kernel, bias, gamma, beta } = layer.parameters;
    if (spec.type === 'conv2d' || spec.type === 'dense') {
      const outputs = kernel!.shape.at(-1)!;
      return [
        {
          type: 'linear',
          spec: { ...spec, useBias: true },
          kernel: part(kernel!.offset, kernel!.size),
          bias: bias ? part(bias.offset, bias.size) : new Float32Array(outputs),
        },
      ];
    }
    if (layer.type === 'batchNormalization') {
      const { size, meanOffset, varianceOffset } = layer.slot;
      const variance = part(varianceOffset, size, statistics);
      const mean = part(meanOffset, size, statistics);
      const scale = part(gamma!.offset, size).map((value, c) => value / Math.sqrt(variance[c] + BATCH_NORM_EPSILON));
      const shift = part(beta!.offset, size).map((value, c) => value - mean[c] * scale[c]);
      return [{ type: 'affine', spec, scale, shift, size }];
    }
    if (layer.type === 'residual' && spec.type === 'residual') {
      const pieces = fold(piecesOf(layer.layers, spec.layers, { parameters, statistics }));
      // A branch of nothing but dropout keeps one: a block needs a layer.
      return [{ type: 'residual', pieces: pieces.length > 0 ? pieces : [{ type: 'other', spec: spec.layers[0] }] }];
    }
    return layer.type === 'dropout' ? [] : [{ type: 'other', spec }];
  });
}

function fold(given: readonly Piece[]): Piece[] {
  const pieces = [...given];
  const isPool = (piece: Piece | undefined) => piece?.type === 'other' && piece.spec.type === 'maxPooling2d';
  const grows = (piece: Piece | undefined): boolean =>
    piece?.type === 'affine' && piece.scale.every((value) => value > 0);
  // Towards the layer before: past a pooling, then into it.
  for (let i = 0; i < pieces.length; i++) {
    if (pieces[i].type !== 'linear') continue;
    if (isPool(pieces[i + 1]) && grows(pieces[i + 2])) pieces.splice(i + 1, 2, pieces[i + 2], pieces[i + 1]);
    const [linear, affine] = [pieces[i], pieces[i + 1]] as (Piece | undefined)[];
    if (linear?.type === 'linear' && affine?.type === 'affine') pieces.splice(i, 2, foldBackward(linear, affine));
  }
  // What is left, towards the layer behind.
  for (let i = 0; i + 1 < pieces.length; i++) {
    if (isPool(pieces[i + 1]) && grows(pieces[i])) pieces.splice(i, 2, pieces[i + 1], pieces[i]);
    const [affine, next, afterNext] = [pieces[i], pieces[i + 1], pieces[i + 2]] as (Piece | undefined)[];
    if (affine?.type !== 'affine') continue;
    const isFlatten = next?.type === 'other' && next.spec.type === 'flatten';
    const linear = isFlatten ? afterNext : next;
    // Zeros around the picture would have to be shifted too.
    if (linear?.type !== 'linear' || (linear.spec.type === 'conv2d' && linear.spec.padding === 'same')) continue;
    pieces.splice(i, isFlatten ? 3 : 2, ...(isFlatten ? [next] : []), foldForward(affine, linear));
  }
  return pieces;
}

type Linear = Piece & { type: 'linear' };
type Affine = Piece & { type: 'affine' };

/** `affine` of what `linear` yields. */
function foldBackward({ spec, kernel, bias }: Linear, { scale, shift, size }: Affine): Linear {
  return {
    type: 'linear',
    spec,
    kernel: kernel.map((value, i) => value * scale[i % size]),
    bias: bias.map((value, c) => value * scale[c] + shift[c]),
  };
}

/** `linear` of what `affine` yields. The kernel is [..., input, output]; flattened pictures repeat the channels. */
function foldForward({ scale, shift, size }: Affine, { spec, kernel, bias }: Linear): Linear {
  const outputs = bias.length;
  const channel = (i: number) => Math.floor(i / outputs) % size;
  const moved = Float64Array.from(bias);
  kernel.forEach((value, i) => (moved[i % outputs] += value * shift[channel(i)]));
  return {
    type: 'linear',
    spec,
    kernel: kernel.map((value, i) => value * scale[channel(i)]),
    bias: Float32Array.from(moved),
  };
}

function specOf(piece: Piece): LayerSpec {
  if (piece.type !== 'residual') return piece.spec;
  return { type: 'residual', layers: piece.pieces.map((inner) => specOf(inner) as SimpleLayerSpec) };
}

function write(pieces: readonly Piece[], layers: readonly Layer[], weights: Weights): void {
  pieces.forEach((piece, i) => {
    const layer = layers[i];
    const { kernel, bias, gamma, beta } = layer.parameters;
    if (piece.type === 'residual' && layer.type === 'residual') write(piece.pieces, layer.layers, weights);
    if (piece.type === 'linear') {
      weights.parameters.set(piece.kernel, kernel!.offset);
      weights.parameters.set(piece.bias, bias!.offset);
    }
    if (piece.type === 'affine' && layer.type === 'batchNormalization') {
      // With mean 0 and variance 1 - epsilon it multiplies by gamma and adds beta.
      weights.parameters.set(piece.scale, gamma!.offset);
      weights.parameters.set(piece.shift, beta!.offset);
      weights.statistics.fill(
        1 - BATCH_NORM_EPSILON,
        layer.slot.varianceOffset,
        layer.slot.varianceOffset + piece.size,
      );
    }
  });
}
