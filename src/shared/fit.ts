// Whether a network under-fits, fits well or over-fits, told from its curves by a rule that can be stated.
import * as l10n from '@vscode/l10n';
import type { EpochMetrics } from './contracts/jobs';
import { decimalText, shareText } from './numbers';
import { Z_95 } from './statistics';

export type FitVerdict = 'too early to say' | 'under-fitting' | 'good fit' | 'over-fitting';

export interface Fit {
  verdict: FitVerdict;
  /** What was seen, with its figures, in one or two sentences. */
  reason: string;
  /** The rule that decided, in words. */
  rule: string;
  /** Training minus validation accuracy, -1 to 1: the mean of the last epochs; null before there are enough. */
  gap: number | null;
  /** Half of the 95% interval of `gap`; null where the number of validation images is not known. */
  gapMargin: number | null;
}

/** How many of the last epochs are looked at together: one alone is too noisy. */
const WINDOW = 3;
/** A gap that is larger than this by more than chance is called over-fitting. */
const GAP_LIMIT = 0.02;
/** The validation loss counts as risen when it lies this much above its lowest. */
const LOSS_RISE = 0.05;
/** A network still learns while its losses fall by at least this share an epoch. */
const STILL_FALLING = 0.04;
/** A network that has stopped learning below this training accuracy is too small, or is trained too gently. */
const LOW_ACCURACY = 0.8;

/**
 * Judges the curves of a training so far. The first of these that holds decides:
 * 1. fewer than three epochs, or no accuracy in one of the last three: too early to say;
 * 2. the validation loss lies at least 5% above its lowest, on average over the last epochs, while the training loss
 *    has fallen since: over-fitting;
 * 3. the gap between training and validation accuracy over the last three epochs exceeds 2 points by more than the
 *    chance of which images were held out: over-fitting;
 * 4. training and validation loss both still fall by 4% an epoch or more: under-fitting;
 * 5. the training accuracy is below 80%: under-fitting;
 * 6. otherwise: good fit.
 *
 * The margin of the gap is the normal approximation for the difference of two shares of different images, of the number
 * of images of one epoch: the epochs see the same images, so that averaging over them does not make it narrower. The
 * training accuracy is measured while learning, on pictures that are moved and with units dropped out, so that it may
 * lie below the validation accuracy in a good fit.
 *
 * @param history one entry for each epoch, from the first
 * @param counts images of each part; null where it is not known, and the gap is then taken at its value
 */
export function judgeFit(
  history: readonly EpochMetrics[],
  counts: { train: number | null; validation: number | null },
): Fit {
  if (history.length < WINDOW) {
    return {
      verdict: 'too early to say',
      reason: l10n.t('There are figures of {0} of at least {1} epochs.', history.length, WINDOW),
      rule: l10n.t('Judged from {0} epochs on.', WINDOW),
      gap: null,
      gapMargin: null,
    };
  }
  const last = history.slice(-WINDOW);
  if (!last.every((epoch) => Number.isFinite(epoch.trainAccuracy) && Number.isFinite(epoch.validationAccuracy))) {
    return {
      verdict: 'too early to say',
      reason: l10n.t('No images were held out, so that there is nothing to compare the training with.'),
      rule: l10n.t('Judged from the training and the validation accuracy of the last {0} epochs.', WINDOW),
      gap: null,
      gapMargin: null,
    };
  }
  const trainAccuracy = mean(last.map((epoch) => epoch.trainAccuracy));
  const validationAccuracy = mean(last.map((epoch) => epoch.validationAccuracy));
  const gap = trainAccuracy - validationAccuracy;
  const gapMargin = marginOf(trainAccuracy, counts.train, validationAccuracy, counts.validation);
  const judged = (verdict: FitVerdict, reason: string, rule: string): Fit => ({
    verdict,
    reason,
    rule,
    gap,
    gapMargin,
  });
  const gapText =
    gapMargin === null
      ? l10n.t('{0} points', points(gap))
      : l10n.t('{0} \u00b1 {1} points', points(gap), points(gapMargin));

  const lowest = history.reduce((best, epoch) => (epoch.validationLoss < best.validationLoss ? epoch : best));
  const since = history.filter(({ epoch }) => epoch > lowest.epoch);
  const recent = since.slice(-WINDOW);
  const rise = recent.length < 2 ? 0 : mean(recent.map((epoch) => epoch.validationLoss)) / lowest.validationLoss - 1;
  if (rise >= LOSS_RISE && recent[recent.length - 1].trainLoss < lowest.trainLoss) {
    const values = { epoch: lowest.epoch, loss: decimalText(lowest.validationLoss, 3), gap: gapText };
    return judged(
      'over-fitting',
      rise < 1
        ? l10n.t(
            'The validation loss was lowest in epoch {epoch} ({loss}) and lies {rise} above that now, while the training loss went on falling. The gap is {gap}.',
            { ...values, rise: percent(rise) },
          )
        : l10n.t(
            'The validation loss was lowest in epoch {epoch} ({loss}) and is {times} times that now, while the training loss went on falling. The gap is {gap}.',
            { ...values, times: decimalText(1 + rise, 1) },
          ),
      l10n.t(
        'Over-fitting: the validation loss has risen by {0} or more since its lowest, and the training loss has not.',
        percent(LOSS_RISE),
      ),
    );
  }
  if (gap - (gapMargin ?? 0) > GAP_LIMIT) {
    return judged(
      'over-fitting',
      l10n.t(
        'Images that it learnt from are recognised better than others: {0} against {1}, a gap of {2}.',
        percent(trainAccuracy),
        percent(validationAccuracy),
        gapText,
      ),
      l10n.t(
        'Over-fitting: the gap over the last {0} epochs is more than {1} points, beyond chance.',
        WINDOW,
        points(GAP_LIMIT),
      ),
    );
  }
  const trainFall = fallAnEpoch(last.map((epoch) => epoch.trainLoss));
  const validationFall = fallAnEpoch(last.map((epoch) => epoch.validationLoss));
  if (trainFall >= STILL_FALLING && validationFall >= STILL_FALLING) {
    return judged(
      'under-fitting',
      l10n.t(
        'It still learns: the training loss falls by {0} an epoch and the validation loss by {1}. More epochs would help. The gap is {2}.',
        percent(trainFall),
        percent(validationFall),
        gapText,
      ),
      l10n.t(
        'Under-fitting: both losses still fall by {0} an epoch or more, over the last {1}.',
        percent(STILL_FALLING),
        WINDOW,
      ),
    );
  }
  if (trainAccuracy < LOW_ACCURACY) {
    return judged(
      'under-fitting',
      l10n.t(
        'It has all but stopped learning, with {0} of the images right that it learns from. A larger network or a higher learning rate may help; or the labels are hard to tell.',
        percent(trainAccuracy),
      ),
      l10n.t('Under-fitting: the training accuracy stays below {0}.', percent(LOW_ACCURACY)),
    );
  }
  const above = history[history.length - 1].validationLoss / lowest.validationLoss - 1;
  return judged(
    'good fit',
    above > 0
      ? l10n.t('The gap is {0}, and the validation loss is {1} above its lowest.', gapText, percent(above))
      : l10n.t('The gap is {0}, and the validation loss is at its lowest.', gapText),
    l10n.t(
      'Good fit: the gap is at most {gap} points or within chance of it, the validation loss has not risen by {rise}, and the losses no longer fall by {fall} an epoch.',
      { gap: points(GAP_LIMIT), rise: percent(LOSS_RISE), fall: percent(STILL_FALLING) },
    ),
  );
}

function marginOf(train: number, trainCount: number | null, validation: number, validationCount: number | null) {
  if (!validationCount) return null;
  const variance = (share: number, count: number) => (share * (1 - share)) / count;
  return Z_95 * Math.sqrt(variance(validation, validationCount) + (trainCount ? variance(train, trainCount) : 0));
}

/** The share by which a loss falls from one value to the next, on average; negative where it rises. */
function fallAnEpoch(losses: readonly number[]): number {
  const ratio = losses[losses.length - 1] / losses[0];
  return Number.isFinite(ratio) && ratio > 0 ? 1 - ratio ** (1 / (losses.length - 1)) : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Points of a percentage, with a sign that is no hyphen. */
function points(share: number): string {
  return decimalText(100 * share, 1).replace('-', '\u2212');
}

/** At most one decimal. */
function percent(share: number): string {
  const figure = Number((100 * share).toFixed(1));
  return shareText(figure / 100, Number.isInteger(figure) ? 0 : 1);
}
