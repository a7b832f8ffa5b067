import { countedDecision, type ImageReview, isOpenConflict, reviewImages } from '../../shared/corrections';
import { readCorrections } from '../corrections/readCorrections';
import { imageId } from '../data/dataset';
import type { ImageSet } from '../explore/imageSet';

/** What reviewers decided before about the images of a data set. */
export interface Decided {
  /** Not 0 for images that need no more looking at, [images]. */
  isSettled: Uint8Array;
  /** By the image's number: what contradicting reviewers said of it. */
  conflicts: Map<number, ImageReview>;
}

/**
 * Finds the images that a corrections file decides about; a file that is not there decides nothing.
 * @throws UserError where the file cannot be read or understood
 */
export async function findDecided(set: ImageSet, file: string | undefined): Promise<Decided> {
  const decided: Decided = { isSettled: new Uint8Array(set.count), conflicts: new Map() };
  const { corrections } =
    file === undefined ? { corrections: [] } : await readCorrections(file, { mayBeMissing: true });
  const reviews = reviewImages(corrections);
  for (let image = 0; image < set.count && reviews.size > 0; image++) {
    const review = reviews.get(imageId(set.pixelsOf(image)));
    if (!review || !countedDecision(review)) continue;
    if (isOpenConflict(review)) decided.conflicts.set(image, review);
    else decided.isSettled[image] = 1;
  }
  return decided;
}
