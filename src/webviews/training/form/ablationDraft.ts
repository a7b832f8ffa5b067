import * as l10n from '@vscode/l10n';
import { countText } from '../../../shared/numbers';
import type { AblationDraft } from '../kept';
import { MOST_EPOCHS, wholeNumber } from './draft';

export interface AblationNumbers {
  seeds: number;
  images: number;
  epochs: number;
}

const LEAST_SEEDS = 3;
const MOST_SEEDS = 20;
const LEAST_IMAGES = 100;

/** What is wrong with the small form, a line a field, and its numbers where nothing is. @param parts how many are chosen */
export function checkAblation(
  draft: AblationDraft,
  parts: number,
): { problems: Partial<Record<keyof AblationNumbers | 'parts', string>>; numbers: AblationNumbers | null } {
  const seeds = wholeNumber(draft.seeds);
  const images = wholeNumber(draft.images);
  const epochs = wholeNumber(draft.epochs);
  const problems: Partial<Record<keyof AblationNumbers | 'parts', string>> = {};
  if (!(seeds >= LEAST_SEEDS && seeds <= MOST_SEEDS)) {
    problems.seeds = l10n.t('Give a whole number from {0} to {1}.', LEAST_SEEDS, MOST_SEEDS);
  }
  if (!(images >= LEAST_IMAGES)) problems.images = l10n.t('Give a whole number from {0} on.', LEAST_IMAGES);
  if (!(epochs >= 1 && epochs <= MOST_EPOCHS)) {
    problems.epochs = l10n.t('Give a whole number from {0} to {1}.', 1, countText(MOST_EPOCHS));
  }
  if (parts === 0) problems.parts = l10n.t('Tick at least one part.');
  return { problems, numbers: Object.keys(problems).length === 0 ? { seeds, images, epochs } : null };
}
