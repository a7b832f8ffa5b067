// What a form says of corrections, and asks for.
import * as l10n from '@vscode/l10n';
import type { CorrectionsFound, DataCheck } from '../../../shared/contracts/training';
import { countText } from '../../../shared/numbers';
import { lastOfPath } from '../words';
import type { Draft } from './draft';

/** `corrections.csv: 37 labels changed, 12 kept, 4 unsure` */
export function describeCorrections({ file, changed, kept, unsure, conflicts }: CorrectionsFound): string {
  const parts = [
    changed === 1 ? l10n.t('1 label changed') : l10n.t('{0} labels changed', countText(changed)),
    ...(kept > 0 ? [l10n.t('{0} kept', countText(kept))] : []),
    ...(unsure > 0 ? [l10n.t('{0} unsure', countText(unsure))] : []),
    ...(conflicts > 0
      ? [l10n.t('reviewers disagree about {0}: the newest decision counts', countText(conflicts))]
      : []),
  ];
  return l10n.t('{0}: {1}', lastOfPath(file), parts.join(', '));
}

/** What a training is asked for: nothing, where there is nothing to use. */
export function correctionsToUse(check: DataCheck | null, draft: Draft['corrections']): Draft['corrections'] {
  const isThere = check !== null && check.corrections !== null && check.corrections.problem === null;
  // Data that is not read yet is not held up: the file is used if it says anything.
  return check === null || isThere ? draft : { ...draft, use: false };
}
