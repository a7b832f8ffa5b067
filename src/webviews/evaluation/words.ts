// Sentences about the figures, computed from them alone.
import * as l10n from '@vscode/l10n';
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { NamedScores, PartAccuracy, TemperatureScaling } from '../../shared/contracts/evaluation';
import type { Interval } from '../../shared/statistics';
import { countOf, countText, decimalText, fromToText, shareText } from '../../shared/numbers';

/** `92.3% to 93.3%` */
export function rangeText([low, high]: Interval): string {
  return fromToText(shareText(low), shareText(high));
}

/** `+0.4 points` */
export function pointsText(difference: number): string {
  return l10n.t('{0} points', pointsNumber(difference));
}

/** `−1.2 to +0.4` */
export function pointsRange([low, high]: Interval): string {
  return fromToText(pointsNumber(low), pointsNumber(high));
}

/** `+0.4`, `−1.2`; what rounds to nothing has no sign. @param difference of two shares */
export function pointsNumber(difference: number): string {
  const points = Math.round(difference * 1000) / 10;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return `${sign}${decimalText(Math.abs(points), 1)}`;
}

/** What accuracy is without images that have a near-twin in training. */
export function twinsText(scores: NamedScores): string {
  const { withoutTwins } = scores;
  if (!withoutTwins) return l10n.t('Near-twins in the training data were not looked for, or that data is not there.');
  if (withoutTwins.leftOut === 0) return l10n.t('No image has a near-twin among those that the run was trained on.');
  const { leftOut } = withoutTwins;
  const whose =
    leftOut === 1
      ? l10n.t('1 image has a near-twin in the training data.')
      : l10n.t('{0} images have a near-twin in the training data.', countText(leftOut));
  return `${whose} ${partText(withoutTwins, scores)}`;
}

/** What accuracy is without images whose label a reviewer doubts. */
export function disputedText(scores: NamedScores, correctionsFile: string | null): string {
  const { withoutDisputed } = scores;
  if (!withoutDisputed) {
    return correctionsFile === null ? l10n.t('No corrections were looked at.') : l10n.t('Every image is disputed.');
  }
  if (withoutDisputed.leftOut === 0) return l10n.t('No label of these images is disputed by a reviewer.');
  const { leftOut } = withoutDisputed;
  const whose =
    leftOut === 1
      ? l10n.t('1 label is disputed by a reviewer.')
      : l10n.t('{0} labels are disputed by a reviewer.', countText(leftOut));
  return `${whose} ${partText(withoutDisputed, scores)}`;
}

function partText(part: PartAccuracy, { accuracy, accuracyInterval: [low, high] }: NamedScores): string {
  if (part.count === 0) return l10n.t('Nothing is left without them.');
  const isOne = part.leftOut === 1;
  const [share, count] = [shareText(part.accuracy), countText(part.count)];
  const without = isOne
    ? l10n.t('Without it, {0} of {1} are recognised', share, count)
    : l10n.t('Without them, {0} of {1} are recognised', share, count);
  if (share === shareText(accuracy)) return l10n.t('{0}: the same.', without);
  if (part.accuracy >= low && part.accuracy <= high) return l10n.t('{0}: no difference to speak of.', without);
  if (part.accuracy > accuracy) {
    return isOne ? l10n.t('{0}: better than with it.', without) : l10n.t('{0}: better than with them.', without);
  }
  return isOne ? l10n.t('{0}: worse than with it.', without) : l10n.t('{0}: worse than with them.', without);
}

/** What temperature scaling was fitted on, and whether it helps. */
export function scalingText(scaling: TemperatureScaling | null, ece: number): string {
  if (!scaling) return l10n.t('Temperature scaling was not fitted: the run has no validation images for it.');
  const fitted = l10n.t(
    'Temperature {temperature}, fitted on {images} alone, takes the calibration error (ECE) of these images from {before} to {after}.',
    {
      temperature: decimalText(scaling.temperature, 2),
      images: countOf(scaling.fittedOn, l10n.t('validation image'), l10n.t('validation images')),
      before: shareText(ece),
      after: shareText(scaling.ece),
    },
  );
  if (scaling.hurts) {
    return `${fitted} ${l10n.t('On validation images that it was not fitted on it does harm: better left alone.')}`;
  }
  return scaling.ece > ece ? `${fitted} ${l10n.t('Here it makes the error larger.')}` : fitted;
}

/** McNemar's test in plain words. */
export function chanceText({ onlyFirst, onlySecond, pValue }: PredictionComparison): string {
  const differing = onlyFirst + onlySecond;
  if (differing === 0) return l10n.t('Both runs are right and wrong about the very same images.');
  const apart =
    differing === 1
      ? l10n.t('1 image is right with one run alone.')
      : l10n.t('{0} images are right with one run alone.', countText(differing));
  const odds = l10n.t(
    "Were both equally good, they would differ this much or more {0} (McNemar's exact test, {1}).",
    oddsText(pValue),
    pText(pValue),
  );
  const verdict =
    pValue < 0.05
      ? l10n.t('That is more than chance explains.')
      : l10n.t('That cannot be told from chance: they may be equally good.');
  return `${apart} ${odds} ${verdict}`;
}

/** `p = 0.730` */
function pText(pValue: number): string {
  return pValue < 0.001 ? `p < ${decimalText(0.001, 3)}` : `p = ${decimalText(pValue, 3)}`;
}

function oddsText(share: number): string {
  if (share < 0.001) return l10n.t('less than 1 time in 1,000');
  if (share > 0.999) return l10n.t('every time');
  return share < 0.095
    ? l10n.t('{0} times in 1,000', Math.max(1, Math.round(share * 1000)))
    : l10n.t('{0} times in 100', Math.round(share * 100));
}
