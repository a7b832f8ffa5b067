// What differs between the settings of runs.
import * as l10n from '@vscode/l10n';
import type { LoadedRun } from '../../../shared/contracts/training';
import { countText, figuresText } from '../../../shared/numbers';

export interface Setting {
  name: string;
  /** One for each run. */
  values: string[];
}

/**
 * Settings that differ, first what was trained on and how, then on what machine; and the names of those that are equal,
 * without the layers.
 */
export function differencesOf(runs: readonly LoadedRun[]): { different: Setting[]; equal: string[] } {
  const each = runs.map(settingsOf);
  const names = [...new Set(each.flatMap((settings) => [...settings.keys()]))];
  const layers = new Set(runs.flatMap((run) => layersOf(run).map((_, index) => layerName(index))));
  const all = names.map((name) => ({ name, values: each.map((settings) => settings.get(name) ?? l10n.t('none')) }));
  const isEqual = ({ values }: Setting) => values.every((value) => value === values[0]);
  return {
    different: all.filter((setting) => !isEqual(setting)),
    equal: all
      .filter(isEqual)
      .map(({ name }) => name)
      .filter((name) => !layers.has(name)),
  };
}

/** Names for what a recipe calls shortly; what is not here is shown by its own name. */
const TRAINING_NAMES: Record<string, string> = {
  batchSize: l10n.t('batch size'),
  learningRate: l10n.t('learning rate'),
  weightDecay: l10n.t('weight decay'),
  labelSmoothing: l10n.t('label smoothing'),
};

/** Names for the values of settings; what is not here is shown as it is kept. */
const VALUE_NAMES = new Map<string, string>([
  ['auto', l10n.t('auto')],
  ['yes', l10n.t('yes')],
  ['no', l10n.t('no')],
  ['contain', l10n.t('contain')],
  ['cover', l10n.t('cover')],
  ['stretch', l10n.t('stretch')],
  ['none', l10n.t('none')],
  ['balanced', l10n.t('balanced')],
  ['keep', l10n.t('keep')],
  ['half', l10n.t('half')],
  ['leave-out', l10n.t('leave-out')],
]);

function named(value: string): string {
  return VALUE_NAMES.get(value) ?? value;
}

function settingsOf(run: LoadedRun): Map<string, string> {
  const { data, recipe, seed, epochsAsked, engine, machine, settings, corrections } = run.record;
  const found = new Map<string, string>();
  found.set(l10n.t('data'), data.path);
  found.set(l10n.t('images (hash)'), data.hash.slice(0, 12));
  found.set(l10n.t('training images'), countText(data.trainCount));
  found.set(l10n.t('validation images'), countText(data.validationCount));
  found.set(
    l10n.t('corrections'),
    corrections ? l10n.t('{0} labels changed', countText(corrections.changed)) : l10n.t('none'),
  );
  if (corrections) found.set(l10n.t('corrections (hash)'), corrections.hash.slice(0, 12));
  if (corrections?.unsure) found.set(l10n.t('unsure images'), named(corrections.unsureUse ?? 'keep'));
  found.set(l10n.t('pictures inverted'), named(settings.data.invert ?? 'auto'));
  found.set(l10n.t('pictures fitted'), named(settings.data.fit ?? 'contain'));
  found.set(l10n.t('recipe'), show(recipe['name']));
  const layers = layersOf(run);
  found.set(l10n.t('layers'), String(layers.length));
  layers.forEach((layer, index) => found.set(layerName(index), layer));
  for (const [name, value] of Object.entries((recipe['training'] ?? {}) as Record<string, unknown>)) {
    if (name !== 'epochs') found.set(TRAINING_NAMES[name] ?? name, show(value));
  }
  found.set(l10n.t('epochs'), String(epochsAsked));
  found.set(l10n.t('seed'), String(seed));
  const validationPercent = Number((100 * settings.validationShare).toFixed(2));
  found.set(l10n.t('validation share'), l10n.t('{0}%', figuresText(validationPercent, 4)));
  found.set(l10n.t('class weights'), named(settings.classWeights));
  found.set(l10n.t('held out (hash)'), data.splitHash.slice(0, 12));
  found.set(l10n.t('engine'), engine.name);
  for (const [name, version] of Object.entries(engine.versions)) found.set(l10n.t('version of {0}', name), version);
  found.set(l10n.t('threads'), String(engine.threads));
  found.set(l10n.t('machine'), `${machine.cpu}, ${machine.platform} ${machine.arch}`);
  return found;
}

function layersOf({ record: { recipe } }: LoadedRun): string[] {
  return Array.isArray(recipe['network']) ? recipe['network'].map(showLayer) : [];
}

function layerName(index: number): string {
  return l10n.t('layer {0}', index + 1);
}

/** `conv2d (filters 24, kernelSize 3)`; what is within a residual block is joined by +. */
function showLayer(layer: unknown): string {
  if (typeof layer !== 'object' || layer === null) return show(layer);
  const { type, layers, ...rest } = layer as Record<string, unknown>;
  if (Array.isArray(layers)) {
    return l10n.t({
      message: '{0} of {1}',
      args: [show(type), layers.map(showLayer).join(' + ')],
      comment: ['a residual block, and the layers within it'],
    });
  }
  const told = Object.entries(rest).map(([name, value]) => `${name} ${show(value)}`);
  return told.length === 0 ? show(type) : `${show(type)} (${told.join(', ')})`;
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return figuresText(value, 6);
  return value === undefined ? l10n.t('none') : JSON.stringify(value);
}
