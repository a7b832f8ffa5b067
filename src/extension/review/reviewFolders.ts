import fs from 'node:fs/promises';
import path from 'node:path';
import type { FoundReview } from '../../shared/contracts/engine';
import type { ReviewQueue } from '../../shared/contracts/review';
import { isSamePlace } from '../samePlace';

/** Finished reviews beyond so many are taken away; what was decided in them is in the corrections file. */
const KEPT = 20;

/** Where the reviews of a workspace folder are. */
export function reviewsFolderOf(workspaceFolder: string): string {
  return path.join(workspaceFolder, '.fashion-mnist', 'reviews');
}

/** A folder that is not there yet: `<reviews>/2026-11-22_10-00-00_margin`, with `-2`, `-3` ... where that is taken. */
export async function newReviewFolder(
  reviewsFolder: string,
  createdAt: string,
  score: ReviewQueue['score'],
): Promise<string> {
  const time = new Date(createdAt).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
  const first = path.join(reviewsFolder, `${time}_${score}`);
  for (let folder = first, next = 2; ; folder = `${first}-${next++}`) {
    if (!(await fs.lstat(folder).catch(() => null))) return folder;
  }
}

/** Whether a place is a review's folder of one of these workspace folders, by its name alone: a view's state tells it. */
export function isReviewFolder(place: unknown, workspaceFolders: readonly string[]): place is string {
  if (typeof place !== 'string' || !path.isAbsolute(place) || path.normalize(place) !== place) return false;
  const parent = path.dirname(place);
  return parent !== place && workspaceFolders.some((folder) => isSamePlace(parent, reviewsFolderOf(folder)));
}

/**
 * The unfinished reviews that could be gone on with, newest first.
 * @param score of that score alone; absent: of any but what a person chose in a grid
 */
export function unfinishedReviews(
  reviews: readonly FoundReview[],
  { dataPath, runFolder, score }: { dataPath: string; runFolder: string; score?: ReviewQueue['score'] },
): FoundReview[] {
  return reviews.filter(
    (one) =>
      one.position < one.count &&
      (score === undefined ? one.score !== 'selection' : one.score === score) &&
      isSamePlace(one.dataPath, dataPath) &&
      isSamePlace(one.runFolder, runFolder),
  );
}

/**
 * Takes old finished reviews away: those of us alone, with nothing else in them.
 * @param reviews newest first, as the engine lists them
 * @param isOpen whether somebody looks at it
 */
export async function clearOldReviews(
  reviews: readonly FoundReview[],
  isOpen: (reviewFolder: string) => boolean,
): Promise<void> {
  for (const { reviewFolder, position, count } of reviews.slice(KEPT)) {
    if (position >= count && !isOpen(reviewFolder)) await removeReview(reviewFolder);
  }
}

/** Removes the two files of a review and then its folder, which stays where anything else is in it. */
export async function removeReview(reviewFolder: string): Promise<void> {
  const isLink = (await fs.lstat(reviewFolder).catch(() => null))?.isSymbolicLink() ?? true;
  if (isLink) return;
  for (const name of ['progress.json', 'queue.json']) await fs.rm(path.join(reviewFolder, name), { force: true });
  await fs.rmdir(reviewFolder).catch(() => undefined);
}
