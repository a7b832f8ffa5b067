import { IMAGE_MARKS, type ImageMark } from '../../shared/contracts/explorer';
import { NO_LABEL } from '../../shared/metrics';
import type { DecidedImages } from './corrections/imageCorrections';

export const markBit = (mark: ImageMark) => 1 << IMAGE_MARKS.indexOf(mark);

const CORRECTED = markBit('corrected');

/** All marks of an image as bits: those that the data has by itself, and the reviewers'. */
export function bitsOf(marks: Uint8Array, corrections: DecidedImages | null, image: number): number {
  return marks[image] | (corrections && corrections.corrected[image] !== NO_LABEL ? CORRECTED : 0);
}

/** The same by their names. */
export function marksOf(marks: Uint8Array, corrections: DecidedImages | null, image: number): ImageMark[] {
  const bits = bitsOf(marks, corrections, image);
  return IMAGE_MARKS.filter((mark) => bits & markBit(mark));
}
