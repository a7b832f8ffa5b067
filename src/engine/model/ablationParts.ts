import * as l10n from '@vscode/l10n';
import type { AblationPart } from '../../shared/contracts/ablation';
import { figuresText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import { buildNetwork } from './network';
import type { LayerSpec, SimpleLayerSpec } from './recipe';

/** A network with one part left out, or, first of a list, the whole of it. */
export interface Variant {
  part: AblationPart;
  network: LayerSpec[];
}

/** What parameters are counted for. */
const CLASSES = 10;

type ConvSpec = Extract<SimpleLayerSpec, { type: 'conv2d' }>;

/**
 * The whole network, then each that has one part left out: batch normalizations, max poolings and dropouts (those within
 * residual blocks too), convolution blocks (a convolution with its normalization and activation), residual blocks, and
 * dense layers but the last. Where nothing in its place would not fit, something that learns less stands there; a part
 * without which the layers would not fit on each other at all is not among them.
 */
export function ablationVariants(network: readonly LayerSpec[]): Variant[] {
  const variants: Variant[] = [];
  const counts = new Map<string, number>();
  const add = (kind: AblationPart['kind'], name: string, candidates: readonly Candidate[]): void => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const found = candidates.find(({ layers }) => parametersOf(layers) !== null);
    if (!found) return;
    const id = kind === 'whole' ? kind : `${kind}-${number}`;
    variants.push({
      part: { id, name, kind, instead: found.instead, parameters: parametersOf(found.layers)! },
      network: found.layers,
    });
  };
  const nth = (kind: AblationPart['kind']) => (counts.get(kind) ?? 0) + 1;

  add('whole', l10n.t('the whole network'), [{ layers: [...network], instead: '' }]);
  let owner = l10n.t({ message: 'the input', args: [], comment: ['dropout after the input'] });
  network.forEach((layer, at) => {
    switch (layer.type) {
      case 'conv2d': {
        owner = l10n.t('convolution block {0}', nth('convBlock'));
        add('convBlock', l10n.t('{0} ({1} filters)', owner, layer.filters), withoutConvBlock(network, at, layer));
        break;
      }
      case 'residual': {
        owner = l10n.t('residual block {0}', nth('residual'));
        add('residual', owner, [{ layers: without(network, at), instead: '' }]);
        addWithin(layer.layers, at, owner);
        break;
      }
      case 'dense':
        if (at === network.length - 1) break;
        owner = l10n.t('dense layer {0}', nth('dense'));
        add('dense', l10n.t('{0} ({1} units)', owner, layer.units), [
          { layers: withoutBlock(network, at), instead: '' },
        ]);
        break;
      default:
        addSimple(layer, afterOwner(owner), [leaveOut(network, at)]);
    }
  });
  return variants;

  function addWithin(inner: readonly SimpleLayerSpec[], at: number, block: string): void {
    inner.forEach((layer, within) => {
      const { layers, instead } = leaveOut(inner, within);
      const changed = network.map((one, k): LayerSpec => (k === at ? { type: 'residual', layers } : one));
      const ordinal = inner.slice(0, within + 1).filter(({ type }) => type === layer.type).length;
      addSimple(layer, inBlock(ordinal, block), layers.length > 0 ? [{ layers: changed, instead }] : []);
    });
  }

  function addSimple(layer: LayerSpec, where: string, candidates: readonly Candidate[]): void {
    if (layer.type === 'batchNormalization') add(layer.type, l10n.t('batch normalization {0}', where), candidates);
    else if (layer.type === 'maxPooling2d') add(layer.type, l10n.t('max pooling {0}', where), candidates);
    else if (layer.type === 'dropout' && layer.rate > 0) {
      const rate = figuresText(Number((100 * layer.rate).toFixed(2)), 4);
      add(layer.type, l10n.t('dropout {0} ({1}%)', where, rate), candidates);
    }
  }
}

function afterOwner(owner: string): string {
  return l10n.t({ message: 'after {0}', args: [owner], comment: ['dropout after residual block 2'] });
}

function inBlock(ordinal: number, block: string): string {
  return l10n.t({ message: '{0} in {1}', args: [ordinal, block], comment: ['dropout 2 in residual block 1'] });
}

/** The variants to train: the whole network, and the parts asked for; all when none are. @throws UserError */
export function chooseVariants(variants: readonly Variant[], parts: readonly string[]): Variant[] {
  const known = variants.map(({ part }) => part.id);
  const unknown = parts.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UserError(
      l10n.t('the network has no part "{0}"', unknown),
      l10n.t('use some of {0}', known.slice(1).join(', ')),
    );
  }
  if (known.length < 2)
    throw new UserError(l10n.t('the network has no part that can be left out'), l10n.t('choose another recipe'));
  return variants.filter(({ part }) => parts.length === 0 || part.kind === 'whole' || parts.includes(part.id));
}

interface Candidate {
  layers: LayerSpec[];
  instead: string;
}

/** Null where the layers do not fit on each other. */
function parametersOf(layers: readonly LayerSpec[]): number | null {
  try {
    return buildNetwork(layers, CLASSES).parameterCount;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function without<T>(layers: readonly T[], at: number): T[] {
  return layers.filter((_, k) => k !== at);
}

/** What only follows a layer with weights, and does not change the shape or only makes it smaller. */
const FOLLOWERS: LayerSpec['type'][] = ['batchNormalization', 'relu', 'dropout', 'maxPooling2d'];

/** Leaves out a normalization, a pooling or a dropout; the convolution or dense layer before it may make up for it. */
function leaveOut<T extends LayerSpec>(layers: readonly T[], at: number): { layers: T[]; instead: string } {
  const layer = layers[at];
  const rest = without(layers, at);
  let before = at - 1;
  while (before >= 0 && FOLLOWERS.includes(layers[before].type)) before--;
  const weighted = before >= 0 ? layers[before] : null;
  const change = (changed: LayerSpec) => rest.map((one, k) => (k === before ? (changed as T) : one));
  if (layer.type === 'batchNormalization' && weighted && 'useBias' in weighted && !weighted.useBias) {
    const instead =
      weighted.type === 'dense'
        ? l10n.t('a bias in the dense layer before it')
        : l10n.t('a bias in the convolution before it');
    return { layers: change({ ...weighted, useBias: true }), instead };
  }
  if (layer.type === 'maxPooling2d' && layer.poolSize === 2 && weighted?.type === 'conv2d' && weighted.strides === 1) {
    return { layers: change({ ...weighted, strides: 2 }), instead: l10n.t('stride 2 in the convolution before it') };
  }
  return { layers: rest, instead: '' };
}

/** A layer with weights goes, and its normalizations and activations with it; pooling and dropout stay. */
function withoutBlock(layers: readonly LayerSpec[], at: number, instead?: ConvSpec): LayerSpec[] {
  const after = layers.findIndex((layer, k) => k > at && !FOLLOWERS.includes(layer.type));
  const end = after < 0 ? layers.length : after;
  const kept = layers.slice(at + 1, end).filter(({ type }) => type === 'maxPooling2d' || type === 'dropout');
  return [...layers.slice(0, at), ...(instead ? [instead] : []), ...kept, ...layers.slice(end)];
}

function withoutConvBlock(layers: readonly LayerSpec[], at: number, conv: ConvSpec): Candidate[] {
  const linear: ConvSpec = { ...conv, kernelSize: 1, padding: 'same', useBias: false };
  const after = layers.slice(at + 1);
  const end = after.findIndex(({ type }) => !FOLLOWERS.includes(type));
  const pools = after.slice(0, Math.max(0, end)).some(({ type }) => type === 'maxPooling2d');
  const stays = pools ? l10n.t('its pooling stays') : '';
  const standIn =
    conv.strides > 1
      ? l10n.t('a linear 1x1 convolution with {0} filters and stride {1}', conv.filters, conv.strides)
      : l10n.t('a linear 1x1 convolution with {0} filters', conv.filters);
  return [
    // Where it made the pictures smaller, nothing in its place would make what follows another network.
    ...(conv.strides === 1 ? [{ layers: withoutBlock(layers, at), instead: stays }] : []),
    { layers: withoutBlock(layers, at, linear), instead: stays ? `${standIn}; ${stays}` : standIn },
  ];
}
