// What differs between the settings of runs.
import type { LoadedRun } from '../../../shared/contracts/training';

export interface Setting {
  name: string;
  /** One for each run. */
  values: string[];
}

/** Settings that differ, first what was trained on and how, then on what machine; and the names of those that are equal. */
export function differencesOf(runs: readonly LoadedRun[]): { different: Setting[]; equal: string[] } {
  const each = runs.map(settingsOf);
  const names = [...new Set(each.flatMap((settings) => [...settings.keys()]))];
  const all = names.map((name) => ({ name, values: each.map((settings) => settings.get(name) ?? 'none') }));
  const isEqual = ({ values }: Setting) => values.every((value) => value === values[0]);
  return {
    different: all.filter((setting) => !isEqual(setting)),
    equal: all.filter(isEqual).map(({ name }) => name),
  };
}

/** Names for what a recipe calls shortly; what is not here is shown by its own name. */
const TRAINING_NAMES: Record<string, string> = {
  batchSize: 'batch size',
  learningRate: 'learning rate',
  weightDecay: 'weight decay',
  labelSmoothing: 'label smoothing',
};

function settingsOf({ record }: LoadedRun): Map<string, string> {
  const { data, recipe, seed, epochsAsked, engine, machine, settings, corrections } = record;
  const found = new Map<string, string>();
  found.set('data', data.path);
  found.set('images (hash)', data.hash.slice(0, 12));
  found.set('training images', data.trainCount.toLocaleString('en-US'));
  found.set('validation images', data.validationCount.toLocaleString('en-US'));
  found.set('corrections', corrections ? `${corrections.changed.toLocaleString('en-US')} labels changed` : 'none');
  if (corrections) found.set('corrections (hash)', corrections.hash.slice(0, 12));
  if (corrections?.unsure) found.set('unsure images', corrections.unsureUse ?? 'keep');
  found.set('pictures inverted', settings.data.invert ?? 'auto');
  found.set('pictures fitted', settings.data.fit ?? 'contain');
  found.set('recipe', show(recipe['name']));
  const layers = Array.isArray(recipe['network']) ? recipe['network'].map(showLayer) : [];
  found.set('layers', String(layers.length));
  layers.forEach((layer, index) => found.set(`layer ${index + 1}`, layer));
  for (const [name, value] of Object.entries((recipe['training'] ?? {}) as Record<string, unknown>)) {
    if (name !== 'epochs') found.set(TRAINING_NAMES[name] ?? name, show(value));
  }
  found.set('epochs', String(epochsAsked));
  found.set('seed', String(seed));
  found.set('validation share', `${Number((100 * settings.validationShare).toFixed(2))}%`);
  found.set('class weights', settings.classWeights);
  found.set('held out (hash)', data.splitHash.slice(0, 12));
  found.set('engine', engine.name);
  for (const [name, version] of Object.entries(engine.versions)) found.set(`version of ${name}`, version);
  found.set('threads', String(engine.threads));
  found.set('machine', `${machine.cpu}, ${machine.platform} ${machine.arch}`);
  return found;
}

/** `conv2d (filters 24, kernelSize 3)`; what is within a residual block is joined by +. */
function showLayer(layer: unknown): string {
  if (typeof layer !== 'object' || layer === null) return show(layer);
  const { type, layers, ...rest } = layer as Record<string, unknown>;
  if (Array.isArray(layers)) return `${show(type)} of ${layers.map(showLayer).join(' + ')}`;
  const told = Object.entries(rest).map(([name, value]) => `${name} ${show(value)}`);
  return told.length === 0 ? show(type) : `${show(type)} (${told.join(', ')})`;
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return value === undefined ? 'none' : JSON.stringify(value);
}
