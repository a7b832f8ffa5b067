import type { FlaggedImage, ReviewScore } from '../../shared/contracts/review';
import { textCell } from '../reports/predictionsCsv';

/** How every list of ours begins, those of earlier versions too, which had no `source`. */
export const REVIEW_BEGINNING = 'rank,image_id,split,index,given_label,predicted_label,score_name,score,reason';

/**
 * The list as CSV (RFC 4180), line by line. Labels are class numbers; the given one is empty where there is none.
 * @param sources where each image stands in the data
 */
export function* formatReview(
  images: readonly FlaggedImage[],
  sources: readonly string[],
  score: ReviewScore,
): Generator<string> {
  yield `${REVIEW_BEGINNING},source\n`;
  for (const [at, image] of images.entries()) {
    const cells = [
      String(image.rank),
      image.imageId,
      textCell(image.split),
      String(image.index),
      image.givenLabel === null ? '' : String(image.givenLabel),
      image.predictedLabel === null ? '' : String(image.predictedLabel),
      score,
      image.score === null ? '' : String(Number(image.score.toPrecision(6))),
      textCell(image.reason),
      textCell(sources[at]),
    ];
    yield cells.join(',') + '\n';
  }
}
