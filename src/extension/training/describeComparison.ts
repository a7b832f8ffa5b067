import * as l10n from '@vscode/l10n';
import type { WeightsComparison } from '../../shared/contracts/engine';
import type { RunRecord } from '../../shared/contracts/jobs';
import { decimalText } from '../../shared/numbers';

/** Whether the weights are equal; where not, what may be the cause. */
export function describeComparison(
  { equal, largestDifference }: WeightsComparison,
  before: Pick<RunRecord, 'engine' | 'machine'>,
  after: Pick<RunRecord, 'engine' | 'machine'>,
): string {
  if (equal) return l10n.t('The weights are equal to those of the run, bit by bit.');
  const differ =
    largestDifference === null
      ? l10n.t('The weights are not equal to those of the run: the networks differ.')
      : l10n.t('The weights are not equal to those of the run: by up to {0}.', differenceText(largestDifference));
  const causes = [
    before.engine.name !== after.engine.name &&
      l10n.t('the engine ({0}; now {1})', before.engine.name, after.engine.name),
    describeVersions(before) !== describeVersions(after) &&
      l10n.t('the versions ({0}; now {1})', describeVersions(before), describeVersions(after)),
    before.engine.threads !== after.engine.threads &&
      l10n.t('the threads ({0}; now {1})', before.engine.threads, after.engine.threads),
    before.machine.cpu !== after.machine.cpu &&
      l10n.t('the processor ({0}; now {1})', before.machine.cpu, after.machine.cpu),
  ].filter((cause) => cause !== false);
  return causes.length ? `${differ} ${l10n.t('What changed since: {0}.', causes.join('; '))}` : differ;
}

/** With three digits that count: `0.00123`, `1.23e-8`. */
function differenceText(difference: number): string {
  const [digits, ...exponent] = difference.toPrecision(3).split('e');
  const decimals = digits.split('.').at(1)?.length ?? 0;
  return [decimalText(Number(digits), decimals), ...exponent].join('e');
}

function describeVersions({ engine }: Pick<RunRecord, 'engine'>): string {
  return Object.entries(engine.versions)
    .map(([what, version]) => `${what} ${version}`)
    .join(', ');
}
