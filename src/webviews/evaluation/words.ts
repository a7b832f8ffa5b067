// Sentences about the figures, computed from them alone.
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { NamedScores, PartAccuracy, TemperatureScaling } from '../../shared/contracts/evaluation';
import type { Interval } from '../../shared/statistics';
import { countOf, countText, shareText } from '../../shared/numbers';

/** `92.3% to 93.3%` */
export function rangeText([low, high]: Interval): string {
  return `${shareText(low)} to ${shareText(high)}`;
}

/** `+0.4 points` */
export function pointsText(difference: number): string {
  return `${pointsNumber(difference)} points`;
}

/** `+0.4`, `−1.2`; what rounds to nothing has no sign. @param difference of two shares */
export function pointsNumber(difference: number): string {
  const points = Math.round(difference * 1000) / 10;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return `${sign}${Math.abs(points).toFixed(1)}`;
}

/** What accuracy is without images that have a near-twin in training. */
export function twinsText(scores: NamedScores): string {
  const { withoutTwins } = scores;
  if (!withoutTwins) return 'Near-twins in the training data were not looked for, or that data is not there.';
  if (withoutTwins.leftOut === 0) return 'No image has a near-twin among those that the run was trained on.';
  const { leftOut } = withoutTwins;
  const whose = `${countOf(leftOut, 'image has', 'images have')} a near-twin in the training data.`;
  return `${whose} ${partText(withoutTwins, scores)}`;
}

/** What accuracy is without images whose label a reviewer doubts. */
export function disputedText(scores: NamedScores, correctionsFile: string | null): string {
  const { withoutDisputed } = scores;
  if (!withoutDisputed) return correctionsFile === null ? 'No corrections were looked at.' : 'Every image is disputed.';
  if (withoutDisputed.leftOut === 0) return 'No label of these images is disputed by a reviewer.';
  const { leftOut } = withoutDisputed;
  const whose = `${countOf(leftOut, 'label is', 'labels are')} disputed by a reviewer.`;
  return `${whose} ${partText(withoutDisputed, scores)}`;
}

function partText(part: PartAccuracy, { accuracy, accuracyInterval: [low, high] }: NamedScores): string {
  if (part.count === 0) return 'Nothing is left without them.';
  const these = part.leftOut === 1 ? 'it' : 'them';
  const without = `Without ${these}, ${shareText(part.accuracy)} of ${countText(part.count)} are recognised`;
  if (shareText(part.accuracy) === shareText(accuracy)) return `${without}: the same.`;
  const isWithin = part.accuracy >= low && part.accuracy <= high;
  const direction = part.accuracy > accuracy ? 'better' : 'worse';
  return isWithin ? `${without}: no difference to speak of.` : `${without}: ${direction} than with ${these}.`;
}

/** What temperature scaling was fitted on, and whether it helps. */
export function scalingText(scaling: TemperatureScaling | null, ece: number): string {
  if (!scaling) return 'Temperature scaling was not fitted: the run has no validation images for it.';
  const fitted =
    `Temperature ${scaling.temperature.toFixed(2)}, fitted on ${countOf(scaling.fittedOn, 'validation image')} alone, ` +
    `takes the calibration error (ECE) of these images from ${shareText(ece)} to ${shareText(scaling.ece)}.`;
  if (scaling.hurts) {
    return `${fitted} On validation images that it was not fitted on it does harm: better left alone.`;
  }
  return scaling.ece > ece ? `${fitted} Here it makes the error larger.` : fitted;
}

/** McNemar's test in plain words. */
export function chanceText({ onlyFirst, onlySecond, pValue }: PredictionComparison): string {
  const differing = onlyFirst + onlySecond;
  if (differing === 0) return 'Both runs are right and wrong about the very same images.';
  const odds = pValue < 0.001 ? 'less than 1 time in 1,000' : pValue > 0.999 ? 'every time' : timesText(pValue);
  const verdict =
    pValue < 0.05 ? 'That is more than chance explains.' : 'That cannot be told from chance: they may be equally good.';
  return (
    `${countOf(differing, 'image is', 'images are')} right with one run alone. Were both equally good, they would differ ` +
    `this much or more ${odds} (McNemar's exact test, ${pText(pValue)}). ${verdict}`
  );
}

/** `p = 0.730` */
function pText(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`;
}

function timesText(share: number): string {
  return share < 0.095
    ? `${Math.max(1, Math.round(share * 1000))} times in 1,000`
    : `${Math.round(share * 100)} times in 100`;
}
