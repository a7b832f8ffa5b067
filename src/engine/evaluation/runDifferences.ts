import type { RunRecord } from '../../shared/contracts/jobs';
import { plain } from '../reports/words';

/**
 * How the settings of two runs differ, one entry each: `epochs 4, then 8`. What follows from corrections is not told, nor
 * is where the data lay when it is the same.
 */
export function runDifferences(first: RunRecord, second: RunRecord): string[] {
  const found: string[] = [];
  const tell = (name: string, of: (record: RunRecord) => string) => {
    const [before, after] = [of(first), of(second)];
    if (before !== after) found.push(`${name} ${before}, then ${after}`);
  };
  if (first.data.hash !== second.data.hash) {
    const [before, after] = [first, second].map(({ data }) => plain(data.path));
    found.push(before === after ? `data that was changed since (${before})` : `data ${before}, then ${after}`);
  }
  tell('recipe', recipeName);
  if (recipeName(first) === recipeName(second)) found.push(...recipeDifferences(first.recipe, second.recipe));
  tell('epochs', ({ epochsAsked }) => String(epochsAsked));
  tell('epochs done', ({ epochsAsked, results }) => {
    const done = results?.epochs ?? 0;
    return done === epochsAsked ? 'all' : `${done} of ${epochsAsked}`;
  });
  tell('seed', ({ seed }) => String(seed));
  tell('validation share', ({ settings }) => `${Number((100 * settings.validationShare).toFixed(2))}%`);
  tell('class weights', ({ settings }) => settings.classWeights);
  tell('engine', ({ engine }) => engine.name);
  return found;
}

function recipeName({ recipe }: RunRecord): string {
  return typeof recipe['name'] === 'string' ? plain(recipe['name']) : '-';
}

/** Of two recipes of one name: what was changed in them. Names and descriptions change nothing. */
function recipeDifferences(first: RunRecord['recipe'], second: RunRecord['recipe']): string[] {
  const found: string[] = [];
  const [ours, theirs] = [first, second].map((recipe) => JSON.stringify(recipe['network']));
  if (ours !== theirs) found.push('another network of the same name');
  const [before, after] = [first, second].map((recipe) => (recipe['training'] ?? {}) as Record<string, unknown>);
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name === 'epochs') continue;
    const [a, b] = [before, after].map((training) => plain(JSON.stringify(training[name] ?? 'none')));
    if (a !== b) found.push(`${plain(name)} ${a}, then ${b}`);
  }
  return found;
}
