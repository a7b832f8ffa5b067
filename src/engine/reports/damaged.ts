import * as l10n from '@vscode/l10n';
import { countOf } from '../../shared/numbers';
import { listed, plain } from './words';

/** One line on the pictures that were skipped, none where there are none; `jsonFile` has them all. */
export function describeDamaged(damaged: readonly { path: string }[], jsonFile: string): string[] {
  if (damaged.length === 0) return [];
  const names = listed(damaged.map(({ path }) => plain(path)));
  const pictures = countOf(damaged.length, l10n.t('damaged picture'), l10n.t('damaged pictures'));
  return [l10n.t('skipped {0}: {1}; {2} says why', pictures, names, jsonFile)];
}
