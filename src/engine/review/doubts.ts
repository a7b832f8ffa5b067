import { fitTemperature, atTemperature } from '../../shared/calibration';
import type { RunTemperature } from '../../shared/contracts/jobs';
import type { ReviewScore } from '../../shared/contracts/review';
import { scoreOutOfSample } from '../../shared/confidentLearning';
import { meanMargins, scoreLabelErrors, shiftToHeldOut, toProbabilities } from '../../shared/labelErrors';
import { NO_LABEL, predict } from '../../shared/metrics';
import { measureUncertainty } from '../../shared/uncertainty';

/** How doubtful each image of a data set is by one score; by its number, [images]. */
export interface Doubts {
  /** Higher is more doubtful; NaN: not ranked. */
  scores: Float64Array;
  /** The probability that the label is wrong, [images]; NaN: not ranked. Only of `label-error`. */
  errorProbabilities: Float64Array | null;
  /** The mean margins of training, [images]; only of `label-error` from the run itself. */
  margins: Float64Array | null;
  /** The probabilities, calibrated where that is possible, [images, classCount]. */
  probabilities: Float32Array;
  /** What they were calibrated with; null where they are as the model says. */
  temperature: number | null;
}

export interface DoubtSources {
  /** As the run took them, [images]; `NO_LABEL` where there is none. */
  labels: Uint8Array;
  /** As the model says, [images, classCount]. */
  probabilities: Float32Array;
  classCount: number;
  /** What the run says of its calibration; absent: it is fitted on `validation`. */
  temperature?: RunTemperature | null;
  /** The numbers of the images that the run validated on; none where that is not known. */
  validation: Uint32Array;
  /** Of `label-error`: what the run itself says of the images given to train, or what networks say that did not. */
  training?: TrainingEvidence;
}

/** About the images given to train, by their numbers. */
export type TrainingEvidence = { images: Uint32Array } & (
  | {
      /** For each epoch, [images]. */
      margins: readonly Float32Array[];
      /** The numbers of those of them that were held out at random; none where the data has its own split for that. */
      heldOutAtRandom: Uint32Array;
    }
  | { /** By networks that did not learn from them, [images, classCount]. */ outOfSample: Float32Array }
);

/** Measures the doubt of all images. */
export function measureDoubts(score: ReviewScore, sources: DoubtSources): Doubts {
  const { labels, classCount, validation, training } = sources;
  const fit = sources.temperature === undefined ? fitOn(validation, sources) : sources.temperature;
  const temperature = fit && !fit.hurts ? fit.temperature : null;
  const probabilities =
    temperature === null ? sources.probabilities : atTemperature(sources.probabilities, classCount, temperature);
  const doubts: Doubts = {
    scores: new Float64Array(labels.length).fill(NaN),
    errorProbabilities: null,
    margins: null,
    probabilities,
    temperature,
  };
  if (score === 'label-error') return withLabelErrors(doubts, labels, training!, classCount);
  if (score === 'disagreement') {
    const { predicted, confidence } = predict(probabilities, classCount);
    labels.forEach((label, image) => {
      if (label !== NO_LABEL && label !== predicted[image]) doubts.scores[image] = confidence[image];
    });
    return doubts;
  }
  return { ...doubts, scores: measureUncertainty(probabilities, classCount, score) };
}

function withLabelErrors(before: Doubts, labels: Uint8Array, training: TrainingEvidence, classCount: number): Doubts {
  const { images } = training;
  const none = () => new Float64Array(labels.length).fill(NaN);
  const doubts = { ...before, errorProbabilities: none(), margins: 'margins' in training ? none() : null };
  const given = Uint8Array.from(images, (image) => labels[image]);
  let odds: Float64Array;
  let wrong: Float64Array;
  if ('margins' in training) {
    const mean = meanMargins(training.margins);
    images.forEach((image, at) => (doubts.margins![image] = mean[at]));
    const { probabilities } = doubts;
    const others = Uint8Array.from(images, (image) => bestBeside(probabilities, image, labels[image], classCount));
    const heldOut = new Set(training.heldOutAtRandom);
    odds = shiftToHeldOut(
      scoreLabelErrors({ labels: given, margins: mean, others, classCount }),
      Uint8Array.from(images, (image) => (heldOut.has(image) ? 1 : 0)),
    );
    wrong = toProbabilities(odds);
  } else {
    const judged = scoreOutOfSample(given, training.outOfSample, classCount);
    ({ odds, wrong } = judged);
    // What the list shows of these images is what was said by networks that did not learn from them.
    doubts.probabilities = before.probabilities.slice();
    doubts.temperature = judged.temperature;
    images.forEach((image, at) =>
      doubts.probabilities.set(
        judged.probabilities.subarray(at * classCount, (at + 1) * classCount),
        image * classCount,
      ),
    );
  }
  images.forEach((image, at) => {
    doubts.scores[image] = odds[at];
    doubts.errorProbabilities[image] = wrong[at];
  });
  return doubts;
}

function fitOn(images: Uint32Array, { labels, probabilities, classCount }: DoubtSources) {
  return images.length > 0 ? fitTemperature(only(labels, images), probabilities, classCount) : null;
}

/** The most probable class beside one. */
function bestBeside(probabilities: Float32Array, image: number, label: number, classCount: number): number {
  let best = label === 0 ? 1 : 0;
  for (let other = 0; other < classCount; other++) {
    if (other === label) continue;
    if (probabilities[image * classCount + other] > probabilities[image * classCount + best]) best = other;
  }
  return best;
}

/** All labels but those of some images taken away. */
function only(labels: Uint8Array, images: Uint32Array): Uint8Array {
  const kept = new Uint8Array(labels.length).fill(NO_LABEL);
  for (const image of images) kept[image] = labels[image];
  return kept;
}
