// Which run tells what it was like without some corrections.
import type { RunRecord } from '../../shared/contracts/jobs';

/** The parts of a run by which one is chosen. */
export type ComparableRun = Pick<
  RunRecord,
  'id' | 'startedAt' | 'state' | 'recipe' | 'seed' | 'epochsAsked' | 'settings' | 'corrections' | 'results'
> & { data: Pick<RunRecord['data'], 'hash'> };

/**
 * The run to compare one that was trained with corrections to: trained on the same data without those corrections; with
 * the same settings where there is such a one, rather without any corrections than with others, and the newest of those.
 * @param runs each with its card, in any order
 */
export function findRunBefore<Run extends { record: ComparableRun }>(
  after: ComparableRun,
  runs: readonly Run[],
): Run | undefined {
  const candidates = runs.filter(({ record }) => {
    const { id, state, results, data, corrections } = record;
    if (id === after.id || !results || (state !== 'finished' && state !== 'stopped')) return false;
    return data.hash === after.data.hash && corrections?.hash !== after.corrections?.hash;
  });
  const rank = ({ record }: Run) => [likeness(after, record), record.corrections ? 0 : 1, record.startedAt] as const;
  return candidates.sort((a, b) => compare(rank(b), rank(a)))[0];
}

/** How many of the settings that change a network are the same. */
function likeness(a: ComparableRun, b: ComparableRun): number {
  const settings = ({ recipe, seed, epochsAsked, settings }: ComparableRun) => [
    JSON.stringify(recipe),
    seed,
    epochsAsked,
    settings.classWeights,
    settings.validationShare,
  ];
  const other = settings(b);
  return settings(a).filter((value, at) => value === other[at]).length;
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [at, value] of a.entries()) {
    if (value !== b[at]) return value < b[at] ? -1 : 1;
  }
  return 0;
}
