import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import * as shared from '../shared/places';
import type { Explorer } from './explorer';

/** An error where it happened, with the way on. */
export function problemBox(explorer: Explorer, error: Error, retry?: () => void): HTMLElement {
  const hasPlace = error instanceof UserError && error.place.row !== undefined && explorer.problem === error;
  return shared.problemBox(error, {
    retry,
    showLog: () => void explorer.attempt('runCommand', { command: 'showLog' }),
    others: hasPlace
      ? [{ label: l10n.t('Show the place'), onClick: () => void explorer.attempt('openProblem', null) }]
      : [],
  });
}
