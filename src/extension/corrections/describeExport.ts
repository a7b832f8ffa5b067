import * as l10n from '@vscode/l10n';
import type { ApplyCorrectionsResult } from '../../shared/contracts/corrections';
import { countOf, countText } from '../../shared/numbers';

const images = (count: number) => countOf(count, l10n.t('image'), l10n.t('images'));

/** What an export did, in a sentence or some: `3,000 images written, 12 with another label. ...` */
export function describeExport(result: ApplyCorrectionsResult): string {
  const { splits, changed, alreadySo, kept, unsure, unlabelled, conflicts, notFound } = result;
  const total = splits.reduce((sum, split) => sum + split.count, 0);
  const parts = [
    changed
      ? l10n.t('{0} written, {1} with another label.', images(total), countText(changed))
      : l10n.t('{0} written, none with another label.', images(total)),
    alreadySo && l10n.t('{0} had the corrected label already.', images(alreadySo)),
    kept && l10n.t('{0} confirmed as labelled.', countText(kept)),
    unsure && l10n.t('{0} marked unsure and left as labelled.', countText(unsure)),
    unlabelled && l10n.t('{0} of an unlabelled split left without a label.', images(unlabelled)),
    conflicts &&
      l10n.t('About {0} the reviewers contradict each other; the newest decision was taken.', countText(conflicts)),
    notFound === 1 && l10n.t('{0} decided image is not in this data.', countText(notFound)),
    notFound > 1 && l10n.t('{0} decided images are not in this data.', countText(notFound)),
  ];
  return parts.filter(Boolean).join(' ');
}
