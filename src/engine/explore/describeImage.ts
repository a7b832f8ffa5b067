import path from 'node:path';
import type { ImageDetails } from '../../shared/contracts/explorer';
import { formatSource, imageId } from '../data/dataset';
import type { Overlays } from './dataLibrary';
import { marksOf } from './marks';
import type { OpenData } from './openData';
import { type ImagePredictions, NO_PREDICTION } from './predictions';

/** Neighbours that are told. */
const NEAREST = 5;

/** All that can be said of one image. @throws RangeError if there is no such image */
export async function describeImage(
  { set, measures, marks, base, nearest }: Pick<OpenData, 'set' | 'measures' | 'marks' | 'base' | 'nearest'>,
  overlays: Overlays,
  image: number,
  signal: AbortSignal,
): Promise<ImageDetails> {
  const pixels = Uint8Array.from(set.pixelsOf(image));
  const search = await nearest.get(signal);
  const { predictions, corrections } = overlays; // as they are after the waiting
  const { split, first, source } = set.splitOf(image);
  const from = source(image - first);
  const id = imageId(pixels);
  const classDistance = measures.classDistances[image];
  return {
    image,
    split,
    index: image - first,
    source: formatSource(from),
    label: set.labelOf(image),
    id,
    file: path.join(base, from.file),
    mean: measures.means[image],
    deviation: measures.deviations[image],
    classDistance: Number.isNaN(classDistance) ? null : classDistance,
    pixels,
    marks: marksOf(marks, corrections, image),
    predictions: predictions ? mostProbable(predictions, image) : [],
    decision: corrections?.decisionOf(image, id) ?? null,
    nearest: search.nearest(image, NEAREST).map((near) => ({ ...near, label: set.labelOf(near.image) })),
  };
}

function mostProbable({ predicted, top, topLabels, topProbabilities }: ImagePredictions, image: number) {
  if (predicted[image] === NO_PREDICTION) return [];
  return Array.from({ length: top }, (_, at) => ({
    label: topLabels[image * top + at],
    probability: topProbabilities[image * top + at],
  }));
}
