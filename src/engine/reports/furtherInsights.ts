// What temperature scaling does, and what twins and disputed labels do to the accuracy, in sentences.
import * as l10n from '@vscode/l10n';
import type { NamedScores, PartAccuracy } from '../../shared/contracts/evaluation';
import { differenceInterval, type Trials } from '../../shared/statistics';
import { countOf, countText, decimalText } from '../../shared/numbers';
import { percent, percentRange } from './words';

/** Calibration errors this near to each other are called the same. */
const SAME_ECE = 0.001;

export function temperatureEffect({ temperatureScaling, ece, loss }: NamedScores): string[] {
  if (!temperatureScaling) return [];
  const { temperature, fittedOn, hurts } = temperatureScaling;
  const fell = ece - temperatureScaling.ece;
  const figures = {
    temperature: decimalText(temperature, 2),
    images: countOf(fittedOn, l10n.t('validation image'), l10n.t('validation images')),
    error: percent(ece),
    newError: percent(temperatureScaling.ece),
    loss: decimalText(loss, 4),
    newLoss: decimalText(temperatureScaling.loss, 4),
  };
  if (hurts) {
    return [
      l10n.t(
        'Temperature scaling ({temperature}, fitted on {images}) is better left alone: on validation images that it was ' +
          'not fitted on, it made loss or calibration error worse. Here the calibration error would go from {error} to ' +
          '{newError}, loss {loss} to {newLoss}.',
        { ...figures },
      ),
    ];
  }
  if (Math.abs(fell) < SAME_ECE) {
    return [
      l10n.t(
        'Temperature scaling ({temperature}, fitted on {images}) changes little: calibration error {error} to {newError}, ' +
          'loss {loss} to {newLoss}.',
        { ...figures },
      ),
    ];
  }
  if (fell < 0) {
    return [
      l10n.t(
        'Temperature scaling ({temperature}, fitted on {images}) does not help on these images: the calibration error ' +
          'rises from {error} to {newError}, loss {loss} to {newLoss}.',
        { ...figures },
      ),
    ];
  }
  return [
    l10n.t(
      'Temperature scaling ({temperature}, fitted on {images}) makes the confidence more honest: the calibration error ' +
        'falls from {error} to {newError}, loss {loss} to {newLoss}.',
      { ...figures },
    ),
  ];
}

export function withoutParts(scores: NamedScores): string[] {
  const { withoutTwins, withoutDisputed } = scores;
  return [
    ...(withoutTwins ? describePart(withoutTwins, scores, describeTwins) : []),
    ...(withoutDisputed ? describePart(withoutDisputed, scores, describeDisputed) : []),
  ];
}

/** The accuracy without some images and with them, as texts, and how many these are. */
interface PartFigures {
  leftOut: number;
  without: string;
  withoutRange: string;
  accuracy: string;
  range: string;
}

function describeTwins({ leftOut, ...figures }: PartFigures): string {
  if (leftOut === 0) return l10n.t('No image has a near-twin among the training images.');
  return leftOut === 1
    ? l10n.t(
        '1 of the images has a near-twin among the training images: without it accuracy is {without} ({withoutRange}), ' +
          'with it {accuracy} ({range}).',
        { ...figures },
      )
    : l10n.t(
        '{count} of the images have a near-twin among the training images: without them accuracy is {without} ' +
          '({withoutRange}), with them {accuracy} ({range}).',
        { count: countText(leftOut), ...figures },
      );
}

function describeDisputed({ leftOut, ...figures }: PartFigures): string {
  if (leftOut === 0) return l10n.t('No given label of these images is disputed by reviewers.');
  return leftOut === 1
    ? l10n.t(
        '1 of the images has a label that reviewers dispute: without it accuracy is {without} ({withoutRange}), with it ' +
          '{accuracy} ({range}).',
        { ...figures },
      )
    : l10n.t(
        '{count} of the images have a label that reviewers dispute: without them accuracy is {without} ' +
          '({withoutRange}), with them {accuracy} ({range}).',
        { count: countText(leftOut), ...figures },
      );
}

function describePart(
  { leftOut, count, accuracy, accuracyInterval }: PartAccuracy,
  scores: Pick<NamedScores, 'accuracy' | 'accuracyInterval' | 'labelledCount'>,
  describe: (figures: PartFigures) => string,
): string[] {
  const fact = describe({
    leftOut,
    without: percent(accuracy),
    withoutRange: percentRange(accuracyInterval),
    accuracy: percent(scores.accuracy),
    range: percentRange(scores.accuracyInterval),
  });
  if (leftOut === 0) return [fact];
  const rest: Trials = { successes: Math.round(accuracy * count), total: count };
  const right = Math.round(scores.accuracy * scores.labelledCount);
  const part: Trials = { successes: right - rest.successes, total: leftOut };
  const [low, high] = differenceInterval(part, rest);
  const share = percent(part.successes / leftOut);
  const judgement =
    low > 0
      ? l10n.t('They are recognised more often ({0}), so that the plain accuracy flatters.', share)
      : high < 0
        ? l10n.t('They are recognised less often ({0}), beyond what chance explains.', share)
        : l10n.t('That they make a difference is not shown ({0} of them are recognised).', share);
  return [`${fact} ${judgement}`];
}
