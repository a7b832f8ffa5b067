// What temperature scaling does, and what twins and disputed labels do to the accuracy, in sentences.
import type { NamedScores, PartAccuracy } from '../../shared/contracts/evaluation';
import { differenceInterval, type Trials } from '../../shared/statistics';
import { countOf, countText } from '../../shared/numbers';
import { percent, percentRange } from './words';

/** Calibration errors this near to each other are called the same. */
const SAME_ECE = 0.001;

export function temperatureEffect({ temperatureScaling, ece, loss }: NamedScores): string[] {
  if (!temperatureScaling) return [];
  const { temperature, fittedOn, hurts } = temperatureScaling;
  const scaling = `Temperature scaling (${temperature.toFixed(2)}, fitted on ${countOf(fittedOn, 'validation image')})`;
  const fell = ece - temperatureScaling.ece;
  const losses = `loss ${loss.toFixed(4)} to ${temperatureScaling.loss.toFixed(4)}`;
  const change = `${percent(ece)} to ${percent(temperatureScaling.ece)}, ${losses}`;
  if (hurts) {
    return [
      `${scaling} is better left alone: on validation images that it was not fitted on, it made loss or calibration ` +
        `error worse. Here the calibration error would go from ${change}.`,
    ];
  }
  if (Math.abs(fell) < SAME_ECE) return [`${scaling} changes little: calibration error ${change}.`];
  if (fell < 0) return [`${scaling} does not help on these images: the calibration error rises from ${change}.`];
  return [`${scaling} makes the confidence more honest: the calibration error falls from ${change}.`];
}

export function withoutParts(scores: NamedScores): string[] {
  const { withoutTwins, withoutDisputed } = scores;
  return [
    ...(withoutTwins
      ? describePart(withoutTwins, scores, {
          none: 'No image has a near-twin among the training images.',
          one: 'has a near-twin among the training images',
          many: 'have a near-twin among the training images',
        })
      : []),
    ...(withoutDisputed
      ? describePart(withoutDisputed, scores, {
          none: 'No given label of these images is disputed by reviewers.',
          one: 'has a label that reviewers dispute',
          many: 'have a label that reviewers dispute',
        })
      : []),
  ];
}

function describePart(
  { leftOut, count, accuracy, accuracyInterval }: PartAccuracy,
  scores: Pick<NamedScores, 'accuracy' | 'accuracyInterval' | 'labelledCount'>,
  words: { none: string; one: string; many: string },
): string[] {
  if (leftOut === 0) return [words.none];
  const rest: Trials = { successes: Math.round(accuracy * count), total: count };
  const right = Math.round(scores.accuracy * scores.labelledCount);
  const part: Trials = { successes: right - rest.successes, total: leftOut };
  const [low, high] = differenceInterval(part, rest);
  const share = percent(part.successes / leftOut);
  const judgement =
    low > 0
      ? `They are recognised more often (${share}), so that the plain accuracy flatters.`
      : high < 0
        ? `They are recognised less often (${share}), beyond what chance explains.`
        : `That they make a difference is not shown (${share} of them are recognised).`;
  return [
    `${countText(leftOut)} of the images ${leftOut === 1 ? words.one : words.many}: without ${leftOut === 1 ? 'it' : 'them'} ` +
      `accuracy is ${percent(accuracy)} (${percentRange(accuracyInterval)}), with ${leftOut === 1 ? 'it' : 'them'} ` +
      `${percent(scores.accuracy)} (${percentRange(scores.accuracyInterval)}). ${judgement}`,
  ];
}
