import type { ReviewQueue } from '../../shared/contracts/review';

/** What a review looks for, in the middle of a sentence. */
const SUBJECTS: Record<ReviewQueue['score'], string> = {
  'label-error': 'label errors',
  margin: 'unsure predictions (margin)',
  entropy: 'unsure predictions (entropy)',
  'least-confidence': 'unsure predictions (least confidence)',
  disagreement: 'disagreements',
  selection: 'chosen images',
};

/** `label errors in data/train, by run "standard"`. @param run empty without one */
export function titleOfReview(score: ReviewQueue['score'], data: string, run: string): string {
  return `${SUBJECTS[score]} in ${data}${run && `, by run "${run}"`}`;
}

/** For the tab: `Review label errors in data/train`. */
export function tabTitle(score: ReviewQueue['score'], data: string): string {
  const letters = Array.from(data);
  const short = letters.length > NAME_LENGTH ? `…${letters.slice(1 - NAME_LENGTH).join('')}` : data;
  return `Review ${SUBJECTS[score].replace(/ \(.*/, '')} in ${short}`;
}

/** A longer name would push all other tabs away. */
const NAME_LENGTH = 30;

/** `Unsure predictions (margin)`. */
export function nameOfSubject(score: ReviewQueue['score']): string {
  return SUBJECTS[score][0].toUpperCase() + SUBJECTS[score].slice(1);
}
