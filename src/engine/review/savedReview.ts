// A review's folder, `<reviews folder>/<time>_<score>`: what was flagged (`queue.json`, written once) and where the person
// is (`progress.json`). Decisions are in the corrections file alone.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import type { FoundReview } from '../../shared/contracts/engine';
import type { PlantedFlip, ReviewProgress, ReviewQueue } from '../../shared/contracts/review';
import { countText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import { writeAtomically } from '../atomicWrite';
import { withFileErrors } from '../data/fileErrors';
import { formatJson } from '../reports/json';
import { hideFromGit } from '../runs';
import { progressSchema, queueSchema } from './reviewSchema';

const QUEUE_FILE = 'queue.json';
const PROGRESS_FILE = 'progress.json';

/** About a quarter of a million images; a larger file is something else. */
const MAX_BYTES = 64 * 1024 * 1024;

const BEGIN_ANOTHER = l10n.t('begin another review: what was decided is kept');

/** Where a review begins. */
export function beginning(): ReviewProgress {
  return {
    kind: 'fashion-mnist review progress',
    formatVersion: 1,
    position: 0,
    skipped: [],
    activeMilliseconds: 0,
    decided: 0,
    check: null,
  };
}

/** Keeps the queue of a new review. @throws UserError when there is a review in the folder, or it cannot be written */
export async function saveReviewQueue({
  reviewFolder,
  queue,
}: {
  reviewFolder: string;
  queue: ReviewQueue;
}): Promise<void> {
  const file = path.join(reviewFolder, QUEUE_FILE);
  await requireNewReview(reviewFolder);
  const checked = queueSchema.safeParse(queue);
  if (!checked.success) throw damaged(file, checked.error, l10n.t('list the images anew'));
  const text = formatJson(queue);
  if (Buffer.byteLength(text) > MAX_BYTES) {
    const count = countText(queue.images.length);
    const problem = l10n.t('a review of {0} images is larger than can be read again', count);
    throw new UserError(problem, l10n.t('list fewer images'), { file });
  }
  await writeAtomically(file, text);
  await hideFromGit(reviewFolder);
}

/** Makes sure that a review can begin in a folder. @throws UserError when there is one in it */
export async function requireNewReview(reviewFolder: string): Promise<void> {
  if (!(await hasQueue(reviewFolder))) return;
  throw new UserError(l10n.t('holds a review already'), l10n.t('begin the next one in a new folder'), {
    file: reviewFolder,
  });
}

function hasQueue(reviewFolder: string): Promise<boolean> {
  return stat(path.join(reviewFolder, QUEUE_FILE)).then(
    () => true,
    () => false,
  );
}

/** Keeps where the person is. @throws UserError when it cannot be written */
export async function saveReviewProgress({
  reviewFolder,
  progress,
}: {
  reviewFolder: string;
  progress: ReviewProgress;
}): Promise<void> {
  const file = path.join(reviewFolder, PROGRESS_FILE);
  const checked = progressSchema.safeParse(progress);
  if (!checked.success) throw damaged(file, checked.error, l10n.t('close the review and open it again'));
  // A review that was deleted meanwhile is not to come back as half a one.
  if (!(await hasQueue(reviewFolder))) throw gone(reviewFolder);
  await writeAtomically(file, formatJson(progress));
}

/**
 * Reads a review. One whose progress is damaged or missing begins at its beginning: no decision is lost by that.
 * @throws UserError where the queue is gone or damaged
 */
export async function loadReview(reviewFolder: string): Promise<{ queue: ReviewQueue; progress: ReviewProgress }> {
  const file = path.join(reviewFolder, QUEUE_FILE);
  const text = await textOf(file);
  if (text === null) throw gone(reviewFolder);
  const queue = queueSchema.safeParse(parseJson(text, file));
  if (!queue.success) throw damaged(file, queue.error, BEGIN_ANOTHER);
  const problem = firstMismatch(queue.data);
  if (problem) throw new UserError(problem, BEGIN_ANOTHER, { file });
  return { queue: queue.data, progress: await progressOf(reviewFolder, queue.data) };
}

/** The reviews in a folder of reviews, newest first; none if the folder is not there, and without damaged ones. */
export async function listReviews(reviewsFolder: string): Promise<FoundReview[]> {
  const entries = await readdir(reviewsFolder, { withFileTypes: true }).catch(() => []);
  const found: FoundReview[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const reviewFolder = path.resolve(reviewsFolder, entry.name);
    const review = await loadReview(reviewFolder).catch((error: unknown) => {
      if (error instanceof UserError) return null;
      throw error;
    });
    if (!review) continue;
    const { createdAt, data, runFolder, score, images } = review.queue;
    const count = images.length;
    const { position } = review.progress;
    found.push({ reviewFolder, createdAt, dataPath: data.path, runFolder, score, count, position });
  }
  const newer = (a: FoundReview, b: FoundReview) => Date.parse(b.createdAt) - Date.parse(a.createdAt);
  return found.sort((a, b) => newer(a, b) || (a.reviewFolder < b.reviewFolder ? 1 : -1));
}

async function progressOf(reviewFolder: string, { images, classNames }: ReviewQueue): Promise<ReviewProgress> {
  const file = path.join(reviewFolder, PROGRESS_FILE);
  try {
    const text = await textOf(file);
    if (text === null) return beginning();
    const progress = progressSchema.parse(parseJson(text, file));
    if (progress.check && strangeFlip(progress.check.planted, classNames) >= 0) return beginning();
    const ids = new Set(images.map(({ imageId }) => imageId));
    return {
      ...progress,
      position: Math.min(progress.position, images.length),
      skipped: progress.skipped.filter((id) => ids.has(id)),
    };
  } catch (error) {
    if (error instanceof UserError || error instanceof z.ZodError) return beginning();
    throw error;
  }
}

/** What the schema cannot say: that labels are classes. */
function firstMismatch({ images, plantable, classNames }: ReviewQueue): string | null {
  const isNone = (label: number | null) => label !== null && label >= classNames.length;
  const wrong = images.findIndex(({ givenLabel, predictedLabel }) => isNone(givenLabel) || isNone(predictedLabel));
  const flip = strangeFlip(plantable, classNames);
  if (wrong < 0 && flip < 0) return null;
  const place = wrong >= 0 ? `images.${wrong}` : `plantable.${flip}`;
  return l10n.t('"{0}" has a label that is none of the {1} classes', place, classNames.length);
}

/** The first flip with a label that is no class; -1 where there is none. */
function strangeFlip(flips: readonly PlantedFlip[], { length }: readonly string[]): number {
  return flips.findIndex(({ trueLabel, shownLabel }) => trueLabel >= length || shownLabel >= length);
}

async function textOf(file: string): Promise<string | null> {
  return withFileErrors(file, async () => {
    const status = await stat(file).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    });
    if (!status) return null;
    if (!status.isFile() || status.size > MAX_BYTES) {
      const problem = status.isFile()
        ? l10n.t('is larger than {0} MiB', MAX_BYTES / 1024 ** 2)
        : l10n.t('is no plain file');
      throw new UserError(problem, l10n.t('begin another review'), { file });
    }
    return readFile(file, 'utf8');
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(l10n.t('is not valid JSON'), BEGIN_ANOTHER, { file });
  }
}

function damaged(file: string, error: z.ZodError, remedy: string): UserError {
  const [{ path: place, message }] = error.issues;
  return new UserError(`"${place.join('.')}": ${message}`, remedy, { file });
}

function gone(file: string): UserError {
  return new UserError(l10n.t('holds no review'), l10n.t('begin another one: what was decided is kept'), { file });
}
