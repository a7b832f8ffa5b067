// What a form says of corrections, and asks for.
import type { CorrectionsFound, DataCheck } from '../../../shared/contracts/training';
import { countOf } from '../../../shared/numbers';
import { lastOfPath } from '../words';
import type { Draft } from './draft';

/** `corrections.csv: 37 labels changed, 12 kept, 4 unsure` */
export function describeCorrections({ file, changed, kept, unsure, conflicts }: CorrectionsFound): string {
  const parts = [
    `${countOf(changed, 'label')} changed`,
    ...(kept > 0 ? [`${kept.toLocaleString('en-US')} kept`] : []),
    ...(unsure > 0 ? [`${unsure.toLocaleString('en-US')} unsure`] : []),
    ...(conflicts > 0
      ? [`reviewers disagree about ${conflicts.toLocaleString('en-US')}: the newest decision counts`]
      : []),
  ];
  return `${lastOfPath(file)}: ${parts.join(', ')}`;
}

/** What a training is asked for: nothing, where there is nothing to use. */
export function correctionsToUse(check: DataCheck | null, draft: Draft['corrections']): Draft['corrections'] {
  const isThere = check !== null && check.corrections !== null && check.corrections.problem === null;
  // Data that is not read yet is not held up: the file is used if it says anything.
  return check === null || isThere ? draft : { ...draft, use: false };
}
