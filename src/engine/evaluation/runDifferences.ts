import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../shared/contracts/jobs';
import { shareText } from '../../shared/numbers';
import { plain } from '../reports/words';

/**
 * How the settings of two runs differ, one entry each: `epochs 4, then 8`. What follows from corrections is not told, nor
 * is where the data lay when it is the same.
 */
export function runDifferences(first: RunRecord, second: RunRecord): string[] {
  const found: string[] = [];
  const tell = (of: (record: RunRecord) => string, say: (before: string, after: string) => string) => {
    const [before, after] = [of(first), of(second)];
    if (before !== after) found.push(say(before, after));
  };
  if (first.data.hash !== second.data.hash) {
    const [before, after] = [first, second].map(({ data }) => plain(data.path));
    found.push(
      before === after
        ? l10n.t('data that was changed since ({0})', before)
        : l10n.t('data {0}, then {1}', before, after),
    );
  }
  tell(recipeName, (before, after) => l10n.t('recipe {0}, then {1}', before, after));
  if (recipeName(first) === recipeName(second)) found.push(...recipeDifferences(first.recipe, second.recipe));
  tell(
    ({ epochsAsked }) => String(epochsAsked),
    (before, after) => l10n.t('epochs {0}, then {1}', before, after),
  );
  tell(
    ({ epochsAsked, results }) => {
      const done = results?.epochs ?? 0;
      return done === epochsAsked ? l10n.t('all') : l10n.t('{0} of {1}', done, epochsAsked);
    },
    (before, after) => l10n.t('epochs done {0}, then {1}', before, after),
  );
  tell(
    ({ seed }) => String(seed),
    (before, after) => l10n.t('seed {0}, then {1}', before, after),
  );
  tell(
    ({ settings }) => shortShareText(settings.validationShare),
    (before, after) => l10n.t('validation share {0}, then {1}', before, after),
  );
  tell(
    ({ settings }) => settings.classWeights,
    (before, after) => l10n.t('class weights {0}, then {1}', before, after),
  );
  tell(
    ({ engine }) => engine.name,
    (before, after) => l10n.t('engine {0}, then {1}', before, after),
  );
  return found;
}

/** `10%`, `12.5%`, `16.67%` */
function shortShareText(share: number): string {
  const written = (digits: number) => Number((100 * share).toFixed(digits));
  return shareText(share, [0, 1].find((digits) => written(digits) === written(2)) ?? 2);
}

function recipeName({ recipe }: RunRecord): string {
  return typeof recipe['name'] === 'string' ? plain(recipe['name']) : '-';
}

/** Of two recipes of one name: what was changed in them. Names and descriptions change nothing. */
function recipeDifferences(first: RunRecord['recipe'], second: RunRecord['recipe']): string[] {
  const found: string[] = [];
  const [ours, theirs] = [first, second].map((recipe) => JSON.stringify(recipe['network']));
  if (ours !== theirs) found.push(l10n.t('another network of the same name'));
  const [before, after] = [first, second].map((recipe) => (recipe['training'] ?? {}) as Record<string, unknown>);
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (name === 'epochs') continue;
    const [a, b] = [before, after].map((training) => plain(JSON.stringify(training[name] ?? 'none')));
    if (a !== b) found.push(l10n.t('{0} {1}, then {2}', plain(name), a, b));
  }
  return found;
}
