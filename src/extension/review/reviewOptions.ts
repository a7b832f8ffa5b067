import type { DataLocation } from '../../shared/contracts/jobs';
import { REVIEW_SCORES, type ReviewScore } from '../../shared/contracts/review';

/**
 * The second argument of the command `fashionMnist.reviewPredictions`; the first is the Uri of the data, or of a run's
 * folder. What is not given is asked for.
 */
export interface ReviewOptions {
  /** Numbers of images to review, chosen in a grid: of the opened data set `dataset`. */
  images?: Uint32Array;
  dataset?: number;
  /** With `images`, how pictures were taken there. */
  taken?: Pick<DataLocation, 'invert' | 'fit'>;
  /** Absolute; with `images`, whose predictions the grid shows. */
  runFolder?: string;
  score?: ReviewScore;
  /** With `score`: so many images at most, a whole number. */
  count?: number;
}

/** Reads the argument of a command: of a wrong type counts as not given. */
export function readOptions(argument: unknown): ReviewOptions {
  const { images, dataset, taken, runFolder, score, count } = (argument ?? {}) as Record<string, unknown>;
  return {
    ...(isImages(images) && { images: Uint32Array.from(images) }),
    ...(typeof dataset === 'number' && { dataset }),
    ...(typeof taken === 'object' && taken !== null && { taken: readTaken(taken as Record<string, unknown>) }),
    ...(typeof runFolder === 'string' && runFolder !== '' && { runFolder }),
    ...(REVIEW_SCORES.includes(score as ReviewScore) && { score: score as ReviewScore }),
    ...(typeof count === 'number' && Number.isInteger(count) && count > 0 && { count }),
  };
}

function readTaken({ invert, fit }: Record<string, unknown>): Pick<DataLocation, 'invert' | 'fit'> {
  return {
    ...((invert === 'auto' || invert === 'yes' || invert === 'no') && { invert }),
    ...((fit === 'contain' || fit === 'cover' || fit === 'stretch') && { fit }),
  };
}

function isImages(value: unknown): value is Uint32Array | number[] {
  return (
    value instanceof Uint32Array || (Array.isArray(value) && value.every((one) => Number.isInteger(one) && one >= 0))
  );
}
