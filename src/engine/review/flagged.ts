import type { FlaggedImage, Prediction } from '../../shared/contracts/review';
import type { ImageReview } from '../../shared/corrections';
import { NO_LABEL } from '../../shared/metrics';
import { imageId } from '../data/dataset';
import type { ImageSet } from '../explore/imageSet';
import { nearestImages } from '../explore/nearestImages';
import { explainConflict, explainFlag, type Evidence } from './reasons';

/** Nearest training images that are asked for their label. */
const NEIGHBOURS = 5;

/** What is known of all images when the list is drawn up. */
export interface Ranking {
  /** With the labels as given. */
  set: ImageSet;
  /** As the run took them, [images]; `NO_LABEL` where there is none. */
  labels: Uint8Array;
  /** Calibrated, [images, classCount]. */
  probabilities: Float32Array;
  /** What they were calibrated with. */
  temperature: number | null;
  /** Higher is more doubtful; NaN: not ranked. [images] */
  scores: Float64Array;
  /** The mean margins of training, [images]; NaN or null where there are none. */
  margins: Float64Array | null;
  /** The probability that the given label is wrong, [images]; NaN: not ranked. Null where the run cannot tell. */
  errorProbabilities: Float64Array | null;
  /** Not 0 for images that reviewers decided before, [images]. */
  isSettled: Uint8Array;
}

/** An image as it is listed. */
export function flagged(image: number, rank: number, ranking: Ranking, conflict?: ImageReview): FlaggedImage {
  const { set, labels, scores, errorProbabilities, margins } = ranking;
  const split = set.splitOf(image);
  const evidence = evidenceOf(image, ranking);
  const given = set.labels[image];
  const margin = margins?.[image];
  const why = explainFlag({ ...evidence, given, trainedAs: labels[image], margin }, set.classNames);
  return {
    rank,
    imageId: imageId(set.pixelsOf(image)),
    split: split.split,
    index: image - split.first,
    givenLabel: set.labelOf(image),
    predictedLabel: evidence.top[0].label,
    score: numberOrNull(scores[image]),
    errorProbability: errorProbabilities ? numberOrNull(errorProbabilities[image]) : null,
    reason: conflict ? `${explainConflict(conflict, set.classNames)}; ${why}` : why,
    predictions: toKeep(evidence.top),
  };
}

/** The reason that an image would have if a label were the given one: of a wrong one the margin is turned round. */
export function reasonIfGiven(image: number, given: number, ranking: Ranking): string {
  const { set, labels, margins } = ranking;
  const margin = margins && (given === labels[image] ? margins[image] : -margins[image]);
  return explainFlag({ ...evidenceOf(image, ranking), given, margin: margin ?? undefined }, set.classNames);
}

/** The most probable classes of an image, as they are kept with it. */
export function topPredictions(image: number, ranking: Ranking): Prediction[] {
  return toKeep(topOf(image, ranking));
}

/** So many classes are shown, with so many digits. */
const SHOWN = 3;
const DIGITS = 4;

function toKeep(top: readonly Prediction[]): Prediction[] {
  const round = (probability: number) => Number(probability.toPrecision(DIGITS));
  return top.slice(0, SHOWN).map(({ label, probability }) => ({ label, probability: round(probability) }));
}

function topOf(image: number, { set, probabilities }: Ranking): Prediction[] {
  const classCount = set.classNames.length;
  const own = probabilities.subarray(image * classCount, (image + 1) * classCount);
  const top = Array.from(own, (probability, label) => ({ label, probability }));
  return top.sort((a, b) => b.probability - a.probability || a.label - b.label);
}

function evidenceOf(image: number, ranking: Ranking): Pick<Evidence, 'top' | 'neighbours'> {
  const { set, labels } = ranking;
  const neighbours = nearestImages(set, image, NEIGHBOURS)
    .map((near) => labels[near.image])
    .filter((label) => label !== NO_LABEL);
  return { top: topOf(image, ranking), neighbours };
}

const numberOrNull = (value: number) => (Number.isNaN(value) ? null : value);
