import type { Correction } from '../../../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { imageId } from '../../../../src/engine/data/dataset';
import { correction } from '../../shared/sampleCorrection';
import { pixelsOf } from '../data/makeFiles';

/** The id of image `image` of those that `makeFiles` makes. */
export const idOf = (image: number) => imageId(Uint8Array.from(pixelsOf(image)));

/** The text of a corrections file that relabels images of `makeFiles`, or what else their changes say. */
export function correctionsOf(...decisions: (Partial<Correction> & { image: number })[]): string {
  const lines = decisions.map(({ image, ...changes }) =>
    formatCorrection(correction({ imageId: idOf(image), newName: '', ...changes })),
  );
  return HEADER_LINE + lines.join('');
}
