import * as l10n from '@vscode/l10n';
import { countedDecision, isConflict, type ImageReview, reviewImages } from '../../shared/corrections';
import { NO_LABEL } from '../../shared/metrics';
import { UserError } from '../../shared/userError';
import { readCorrections } from '../corrections/readCorrections';
import { classFinder } from '../data/classNames';
import { type Dataset, imageAt, imageId } from '../data/dataset';

/**
 * Which images have a disputed label: a reviewer's standing decision changed it or was unsure of it, or reviewers
 * contradict each other about it.
 * @param file a corrections file; one that is not there counts as empty
 * @returns [count], 1 for those; or why it cannot be told, in a line
 */
export async function disputedLabels(
  dataset: Pick<Dataset, 'pixels' | 'labels' | 'count' | 'classNames'>,
  file: string,
): Promise<Uint8Array | string> {
  let reviews: Map<string, ImageReview>;
  try {
    const { corrections } = await readCorrections(file, { mayBeMissing: true });
    reviews = reviewImages(corrections);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return l10n.t('accuracy without disputed labels cannot be told: {0}', error.message);
  }
  const numberOf = classFinder(dataset.classNames);
  const disputed = new Uint8Array(dataset.count);
  if (reviews.size === 0) return disputed;
  for (let index = 0; index < dataset.count; index++) {
    const label = dataset.labels?.[index] ?? NO_LABEL;
    const review = label === NO_LABEL ? undefined : reviews.get(imageId(imageAt(dataset, index)));
    if (review && isDisputed(review, label, numberOf)) disputed[index] = 1;
  }
  return disputed;
}

/** @param label the given one, in the data */
function isDisputed(review: ImageReview, label: number, numberOf: (name: string) => number): boolean {
  const counted = countedDecision(review);
  if (!counted) return false;
  if (counted.decision === 'unsure' || isConflict(review)) return true;
  return counted.decision === 'relabel' && (counted.newLabel ?? numberOf(counted.newName)) !== label;
}
