import type { PlantedFlip } from '../../shared/contracts/review';
import { NO_LABEL } from '../../shared/metrics';
import { imageId } from '../data/dataset';
import type { ImageSet } from '../explore/imageSet';
import { Random } from '../random';
import { reasonIfGiven, topPredictions, type Ranking } from './flagged';

/** Flips that are kept for a check. */
const WANTED = 40;

/** Of the images of a class that may be planted, the surest share is drawn from: not only the plainest ones. */
const SUREST_SHARE = 0.25;

/**
 * Chooses images whose given label is surely right, as far as the run can tell (it agrees, and is sure), with a wrong
 * label that one could believe: the class that the model takes most for theirs. The classes have equal parts, as far as
 * they have images.
 * @param isTaken not 0 for images that must not be planted: those of the queue, and those decided before; [images]
 */
export function choosePlantable(ranking: Ranking, isTaken: ArrayLike<number>, seed: number): PlantedFlip[] {
  const { set, probabilities, errorProbabilities } = ranking;
  const classCount = set.classNames.length;
  const at = (image: number, label: number) => probabilities[image * classCount + label];
  const confusedWith = mostConfused(set, probabilities);
  const byClass = set.classNames.map(() => [] as number[]);
  for (let image = 0; image < set.count; image++) {
    const label = set.labels[image];
    if (label === NO_LABEL || isTaken[image] || Number.isNaN(errorProbabilities?.[image] ?? 0)) continue;
    if (Math.max(...probabilities.subarray(image * classCount, (image + 1) * classCount)) > at(image, label)) continue;
    byClass[label].push(image);
  }
  const doubt = (image: number) => errorProbabilities?.[image] ?? 1 - at(image, set.labels[image]);
  const drawn = byClass.map((images, label) => {
    images.sort((a, b) => doubt(a) - doubt(b) || a - b);
    const surest = images.slice(0, Math.max(1, Math.floor(images.length * SUREST_SHARE)));
    return new Random(seed, 'planted', label).shuffle(surest);
  });
  const flips: PlantedFlip[] = [];
  for (let round = 0; flips.length < WANTED && drawn.some((images) => images.length > round); round++) {
    for (const [trueLabel, images] of drawn.entries()) {
      if (round >= images.length || flips.length === WANTED) continue;
      const image = images[round];
      const { split, first } = set.splitOf(image);
      const id = imageId(set.pixelsOf(image));
      if (flips.some((flip) => flip.imageId === id)) continue;
      const shownLabel = confusedWith[trueLabel];
      const reason = reasonIfGiven(image, shownLabel, ranking);
      const rightReason = reasonIfGiven(image, trueLabel, ranking);
      const predictions = topPredictions(image, ranking);
      flips.push({ imageId: id, split, index: image - first, trueLabel, shownLabel, reason, rightReason, predictions });
    }
  }
  return flips;
}

/** For each class the other one that its images are most taken for, by the mean of the probabilities. */
function mostConfused(set: ImageSet, probabilities: Float32Array): number[] {
  const classCount = set.classNames.length;
  const sums = set.classNames.map(() => new Float64Array(classCount));
  set.labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    for (let other = 0; other < classCount; other++) sums[label][other] += probabilities[image * classCount + other];
  });
  return sums.map((row, label) => {
    let best = label === 0 ? 1 : 0;
    for (let other = 0; other < classCount; other++) if (other !== label && row[other] > row[best]) best = other;
    return best;
  });
}
