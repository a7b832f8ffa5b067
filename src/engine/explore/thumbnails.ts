import { IMAGE_BYTES } from '../../shared/classes';
import type { Thumbnails } from '../../shared/contracts/explorer';
import { NO_LABEL } from '../../shared/metrics';
import type { Overlays } from './dataLibrary';
import { bitsOf } from './marks';
import type { OpenData } from './openData';
import { NO_PREDICTION } from './predictions';

/** The pixels of some images and what is drawn on them; each array has a buffer of its own. @throws RangeError */
export function takeThumbnails(
  { set, marks }: Pick<OpenData, 'set' | 'marks'>,
  { predictions, corrections }: Overlays,
  images: Uint32Array,
): Thumbnails {
  const taken: Thumbnails = {
    pixels: new Uint8Array(images.length * IMAGE_BYTES),
    labels: new Uint8Array(images.length),
    corrected: new Uint8Array(images.length).fill(NO_LABEL),
    marks: new Uint8Array(images.length),
    predicted: new Uint8Array(images.length).fill(NO_PREDICTION),
  };
  images.forEach((image, at) => {
    taken.pixels.set(set.pixelsOf(image), at * IMAGE_BYTES);
    taken.labels[at] = set.labels[image];
    taken.marks[at] = bitsOf(marks, corrections, image);
    if (corrections) taken.corrected[at] = corrections.corrected[image];
    if (predictions) taken.predicted[at] = predictions.predicted[image];
  });
  return taken;
}
