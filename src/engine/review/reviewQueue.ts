import type { ReviewListRequest, ReviewList, ReviewQueue } from '../../shared/contracts/review';
import { predict } from '../../shared/metrics';
import { drawBudget } from '../../shared/reviewBudget';
import { atTemperature } from '../../shared/calibration';
import { isUncertainty, measureUncertainty } from '../../shared/uncertainty';
import type { Run } from '../runs';
import type { Ranking } from './flagged';
import type { HeldOutImages } from './heldOut';
import { choosePlantable } from './plantable';

/**
 * The queue of a review: the list, and what the review view needs beside it.
 * @param listed the numbers of the listed images
 * @param dataHash as `hashSplits` computes it
 */
export function drawUpQueue(
  { data, createdAt }: Pick<ReviewListRequest, 'data' | 'createdAt'>,
  run: Run,
  list: Omit<ReviewList, 'sources'>,
  ranking: Ranking,
  { listed, dataHash, heldOut }: { listed: readonly number[]; dataHash: string; heldOut: HeldOutImages | null },
): ReviewQueue {
  const { errorProbabilities, isSettled } = ranking;
  const isTaken = isSettled.slice();
  for (const image of listed) isTaken[image] = 1;
  return {
    kind: 'fashion-mnist review queue',
    formatVersion: 1,
    createdAt: createdAt ?? new Date().toISOString(),
    data,
    dataHash,
    runFolder: run.folder,
    ...list,
    unlisted: errorProbabilities ? countByProbability(errorProbabilities.filter((_, image) => !isTaken[image])) : [],
    plantable: choosePlantable(ranking, isTaken, run.record.seed),
    budget: heldOut && budgetOf(list, ranking, heldOut),
  };
}

/** Images of about the same log-odds are counted together, by their mean probability. */
const CELL = 0.1;

/** How many images have about which probability, the most probable first; those without one do not count. */
export function countByProbability(probabilities: ArrayLike<number>): ReviewQueue['unlisted'] {
  const cells = new Map<number, { sum: number; count: number }>();
  for (let image = 0; image < probabilities.length; image++) {
    const probability = probabilities[image];
    if (Number.isNaN(probability)) continue;
    const within = Math.min(1 - 1e-6, Math.max(1e-6, probability));
    const cell = Math.round(Math.log(within / (1 - within)) / CELL);
    const { sum, count } = cells.get(cell) ?? { sum: 0, count: 0 };
    cells.set(cell, { sum: sum + probability, count: count + 1 });
  }
  return [...cells]
    .sort(([a], [b]) => b - a)
    .map(([, { sum, count }]) => ({ probability: Math.min(1, sum / count), count }));
}

function budgetOf(
  { score, classNames }: Pick<ReviewList, 'score' | 'classNames'>,
  ranking: Ranking,
  heldOut: HeldOutImages,
) {
  if (!isUncertainty(score)) return null;
  const classCount = classNames.length;
  const { temperature, scores, isSettled, set } = ranking;
  const known =
    temperature === null ? heldOut.probabilities : atTemperature(heldOut.probabilities, classCount, temperature);
  const { predicted } = predict(known, classCount);
  const left = Array.from({ length: set.count }, (_, image) => image).filter((image) => !isSettled[image]);
  const answers = predict(ranking.probabilities, classCount).predicted;
  return drawBudget(
    {
      doubts: measureUncertainty(known, classCount, score),
      predicted,
      isRight: predicted.map((label, at) => (label === heldOut.labels[at] ? 1 : 0)),
    },
    { doubts: left.map((image) => scores[image]), predicted: left.map((image) => answers[image]) },
    classCount,
  );
}
