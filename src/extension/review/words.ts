import * as l10n from '@vscode/l10n';
import type { ReviewQueue } from '../../shared/contracts/review';

/** What a review looks for, in the middle of a sentence. */
const SUBJECTS: Record<ReviewQueue['score'], string> = {
  'label-error': l10n.t('label errors'),
  margin: l10n.t('unsure predictions (margin)'),
  entropy: l10n.t('unsure predictions (entropy)'),
  'least-confidence': l10n.t('unsure predictions (least confidence)'),
  disagreement: l10n.t('disagreements'),
  selection: l10n.t('chosen images'),
};

/** The same, in a word or two. */
const SHORT_SUBJECTS: typeof SUBJECTS = {
  ...SUBJECTS,
  margin: l10n.t('unsure predictions'),
  entropy: l10n.t('unsure predictions'),
  'least-confidence': l10n.t('unsure predictions'),
};

/** `label errors in data/train, by run "standard"`. @param run empty without one */
export function titleOfReview(score: ReviewQueue['score'], data: string, run: string): string {
  const subject = SUBJECTS[score];
  return run
    ? l10n.t('{subject} in {data}, by run "{run}"', { subject, data, run })
    : l10n.t('{subject} in {data}', { subject, data });
}

/** For the tab: `Review label errors in data/train`. */
export function tabTitle(score: ReviewQueue['score'], data: string): string {
  const letters = Array.from(data);
  const short = letters.length > NAME_LENGTH ? `…${letters.slice(1 - NAME_LENGTH).join('')}` : data;
  return l10n.t('Review {subject} in {data}', { subject: SHORT_SUBJECTS[score], data: short });
}

/** A longer name would push all other tabs away. */
const NAME_LENGTH = 30;

/** `Unsure predictions (margin)`. */
export function nameOfSubject(score: ReviewQueue['score']): string {
  return SUBJECTS[score][0].toUpperCase() + SUBJECTS[score].slice(1);
}
