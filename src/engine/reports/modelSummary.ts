import * as l10n from '@vscode/l10n';
import type { LayersModel, Shape } from '@tensorflow/tfjs-layers';
import { countText, decimalText } from '../../shared/numbers';
import { plain } from './words';

type Layer = LayersModel['layers'][number];

/**
 * `model_summary.txt`: layers, output shapes and parameters as Keras prints them (`Model.summary()`). A network whose
 * layers are not a plain sequence has a column that says what each is connected to.
 */
export function formatModelSummary(model: LayersModel): string {
  const branched = model.layers.some((layer, index) => {
    const sources = sourcesOf(layer);
    return index > 0 && (sources.length !== 1 || sources[0] !== model.layers[index - 1].name);
  });
  const header = [
    l10n.t('Layer (type)'),
    l10n.t('Output Shape'),
    l10n.t('Param #'),
    ...(branched ? [l10n.t('Connected to')] : []),
  ];
  const rows = model.layers.map((layer) => [
    `${plain(layer.name)} (${layer.getClassName()})`,
    formatShape(layer.outputShape),
    countText(layer.countParams()),
    ...(branched ? [plain(sourcesOf(layer).join(', '))] : []),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)) + 3);
  const lineOf = (row: string[]) => ` ${row.map((cell, column) => cell.padEnd(widths[column])).join('')}`.trimEnd();
  const length = Math.max(
    65,
    widths.reduce((total, width) => total + width, 1),
  );
  const trainable = countParameters(model.trainableWeights);
  const frozen = countParameters(model.nonTrainableWeights);
  return [
    l10n.t('Model: "{0}"', plain(model.name)),
    '_'.repeat(length),
    lineOf(header),
    '='.repeat(length),
    ...rows.map(lineOf),
    '='.repeat(length),
    l10n.t('Total params: {0} ({1})', countText(trainable + frozen), formatBytes(4 * (trainable + frozen))),
    l10n.t('Trainable params: {0} ({1})', countText(trainable), formatBytes(4 * trainable)),
    l10n.t('Non-trainable params: {0} ({1})', countText(frozen), formatBytes(4 * frozen)),
    '_'.repeat(length),
    '',
  ].join('\n');
}

/** The names of the layers that a layer takes its input from. */
function sourcesOf(layer: Layer): string[] {
  return layer.inboundNodes.flatMap((node) => node.inboundLayers.map(({ name }) => name));
}

/** `(None, 28, 28, 1)`; several outputs in brackets. */
function formatShape(shape: Shape | Shape[]): string {
  if (shape.some(Array.isArray)) return `[${(shape as Shape[]).map(formatShape).join(', ')}]`;
  const sides = (shape as Shape).map((side) => (side === null ? 'None' : String(side)));
  return `(${sides.join(', ')}${sides.length === 1 ? ',' : ''})`;
}

function countParameters(weights: LayersModel['weights']): number {
  return weights.reduce((total, { shape }) => total + shape.reduce<number>((size, side) => size * (side ?? 1), 1), 0);
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${decimalText(bytes / 1024, 2)} KB` : `${decimalText(bytes / 1024 / 1024, 2)} MB`;
}
