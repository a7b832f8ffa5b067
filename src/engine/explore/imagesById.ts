import * as l10n from '@vscode/l10n';
import type { ImageDecision } from '../../shared/contracts/decisions';
import type { FlaggedImage } from '../../shared/contracts/review';
import { percent, plain } from '../reports/words';
import type { Handle } from './dataLibrary';
import type { OpenData } from './openData';
import { NO_PREDICTION } from './predictions';

/** What stands decided about some images, in their order. @throws RangeError */
export async function decisionsOf(
  { data, corrections }: Handle,
  images: Uint32Array,
  signal: AbortSignal,
): Promise<(ImageDecision | null)[]> {
  for (const image of images) data.set.splitOf(image);
  const decided = (image: number) => corrections !== null && corrections.standing[image] !== 0;
  if (!images.some(decided)) return Array.from(images, () => null);
  const ids = await data.ids.table(signal);
  return Array.from(images, (image) => (decided(image) ? corrections!.decisionOf(image, ids.idOf(image)) : null));
}

/** The numbers of images by their ids; -1 where there is none; of copies the first. */
export async function findImages(
  { ids }: OpenData,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<Int32Array> {
  const table = await ids.table(signal);
  return Int32Array.from(wanted, (id) => table.firstOf(id));
}

/** Images as a review's queue has them, chosen by a person. @throws RangeError */
export async function flagImages(
  { data, predictions }: Handle,
  images: Uint32Array,
  signal: AbortSignal,
): Promise<FlaggedImage[]> {
  const { set, ids } = data;
  const table = await ids.table(signal);
  const name = (label: number) => plain(set.classNames[label]);
  return Array.from(images, (image, at) => {
    const { split, first } = set.splitOf(image);
    const givenLabel = set.labelOf(image);
    const predicted = predictions?.predicted[image] ?? NO_PREDICTION;
    const reason = [l10n.t('chosen by hand')];
    if (givenLabel !== null) reason.push(l10n.t('given {0}', name(givenLabel)));
    if (predicted !== NO_PREDICTION) {
      const confidence = percent(predictions!.confidence[image]);
      reason.push(l10n.t('the model says {0} at {1}', name(predicted), confidence));
    }
    return {
      rank: at + 1,
      imageId: table.idOf(image),
      split,
      index: image - first,
      givenLabel,
      predictedLabel: predicted === NO_PREDICTION ? null : predicted,
      score: null,
      errorProbability: null,
      reason: reason.join('; '),
    };
  });
}
