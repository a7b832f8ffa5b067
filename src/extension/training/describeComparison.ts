import type { WeightsComparison } from '../../shared/contracts/engine';
import type { RunRecord } from '../../shared/contracts/jobs';

/** Whether the weights are equal; where not, what may be the cause. */
export function describeComparison(
  { equal, largestDifference }: WeightsComparison,
  before: Pick<RunRecord, 'engine' | 'machine'>,
  after: Pick<RunRecord, 'engine' | 'machine'>,
): string {
  if (equal) return 'The weights are equal to those of the run, bit by bit.';
  const how = largestDifference === null ? 'the networks differ' : `by up to ${largestDifference.toPrecision(3)}`;
  const causes = [
    before.engine.name !== after.engine.name && `the engine (${before.engine.name}; now ${after.engine.name})`,
    describeVersions(before) !== describeVersions(after) &&
      `the versions (${describeVersions(before)}; now ${describeVersions(after)})`,
    before.engine.threads !== after.engine.threads &&
      `the threads (${before.engine.threads}; now ${after.engine.threads})`,
    before.machine.cpu !== after.machine.cpu && `the processor (${before.machine.cpu}; now ${after.machine.cpu})`,
  ].filter((cause) => cause !== false);
  const why = causes.length ? ` What changed since: ${causes.join('; ')}.` : '';
  return `The weights are not equal to those of the run: ${how}.${why}`;
}

function describeVersions({ engine }: Pick<RunRecord, 'engine'>): string {
  return Object.entries(engine.versions)
    .map(([what, version]) => `${what} ${version}`)
    .join(', ');
}
