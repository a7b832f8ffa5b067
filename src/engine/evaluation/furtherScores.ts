import * as l10n from '@vscode/l10n';
import type { FurtherScores, PartAccuracy, TemperatureScaling } from '../../shared/contracts/evaluation';
import type { EvaluateRequest, JobContext, RunTemperature } from '../../shared/contracts/jobs';
import { atTemperature } from '../../shared/calibration';
import {
  calibrationBins,
  crossEntropy,
  expectedCalibrationError,
  NO_LABEL,
  predict,
  type Predictions,
} from '../../shared/metrics';
import { wilsonInterval } from '../../shared/statistics';
import type { Run } from '../runs';
import { disputedLabels } from './disputedLabels';
import type { EvaluatedData } from './evaluatedData';
import { twinsInTraining } from './twinsInTraining';

/** What is measured. */
interface Measured {
  data: EvaluatedData;
  /** [count]; `NO_LABEL` where there is none. */
  labels: Uint8Array;
  run: Run;
  predictions: Predictions;
}

/** Measures beyond `Scores`; why one that was asked for cannot be told is noted. @throws the signal's reason */
export async function scoreFurther(
  measured: Measured,
  { twins, correctionsFile, flipAveraging }: Pick<EvaluateRequest, 'twins' | 'correctionsFile' | 'flipAveraging'>,
  context: Pick<JobContext, 'note' | 'progress' | 'signal'>,
): Promise<FurtherScores> {
  const { labels, run, predictions, data } = measured;
  const without = (found: Uint8Array | string, nothingLeft: string) =>
    scoreWithout(labels, predictions, found, nothingLeft, context.note);
  return {
    confidenceHistogram: confidenceHistogram(labels, predictions),
    temperatureScaling: temperatureOf(measured, flipAveraging ?? false, context.note),
    withoutTwins: twins
      ? without(
          await twinsInTraining(data.dataset, run.record, context),
          l10n.t(
            'all of the labelled images have a twin among the training images: nothing is left to measure without them',
          ),
        )
      : null,
    withoutDisputed:
      correctionsFile === undefined
        ? null
        : without(
            await disputedLabels(data.dataset, correctionsFile),
            l10n.t('all of the labelled images have a disputed label: nothing is left to measure without them'),
          ),
  };
}

function temperatureOf(
  { labels, run, predictions, data }: Measured,
  flipAveraging: boolean,
  note: JobContext['note'],
): TemperatureScaling | null {
  const temperature = run.record.results?.temperature;
  if (flipAveraging) {
    note(l10n.t('the temperature of the run is that of plain predictions: averaged ones are told without scaling'));
    return null;
  }
  if (temperature) {
    return scaleTemperature(labels, predictions, data.dataset.classNames.length, temperature);
  }
  note(l10n.t('calibration is told without temperature scaling: the run has no temperature, as those trained now do'));
  return null;
}

function scoreWithout(
  labels: Uint8Array,
  predictions: Predictions,
  leftOut: Uint8Array | string,
  nothingLeft: string,
  note: JobContext['note'],
): PartAccuracy | null {
  if (typeof leftOut === 'string') {
    note(leftOut);
    return null;
  }
  const accuracy = accuracyWithout(labels, predictions, leftOut);
  if (!accuracy) note(nothingLeft);
  return accuracy;
}

/** Bins of the confidence histogram. */
const CONFIDENCE_BINS = 20;

/** Labelled images by the probability of the predicted class, in 20 bins of one width from 0 to 1; 1 is in the last. */
export function confidenceHistogram(
  labels: Uint8Array,
  { predicted, confidence }: Pick<Predictions, 'predicted' | 'confidence'>,
): FurtherScores['confidenceHistogram'] {
  const right = new Array<number>(CONFIDENCE_BINS).fill(0);
  const wrong = new Array<number>(CONFIDENCE_BINS).fill(0);
  labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    const bin = Math.min(CONFIDENCE_BINS - 1, Math.floor(confidence[image] * CONFIDENCE_BINS));
    (label === predicted[image] ? right : wrong)[bin]++;
  });
  return { right, wrong };
}

/** What the temperature of a run does to these predictions. */
export function scaleTemperature(
  labels: Uint8Array,
  { probabilities }: Pick<Predictions, 'probabilities'>,
  classCount: number,
  { temperature, count, hurts }: RunTemperature,
): TemperatureScaling {
  const scaled = atTemperature(probabilities, classCount, temperature);
  const calibration = calibrationBins(labels, predict(scaled, classCount));
  return {
    temperature,
    fittedOn: count,
    hurts,
    ece: expectedCalibrationError(calibration),
    loss: crossEntropy(labels, scaled, classCount),
    calibration,
  };
}

/** The accuracy without some images. @param leftOut [count], 1 for those left out @returns null where nothing is left */
export function accuracyWithout(
  labels: Uint8Array,
  { predicted }: Pick<Predictions, 'predicted'>,
  leftOut: Uint8Array,
): PartAccuracy | null {
  let [out, count, right] = [0, 0, 0];
  labels.forEach((label, image) => {
    if (label === NO_LABEL) return;
    if (leftOut[image]) out++;
    else {
      count++;
      if (label === predicted[image]) right++;
    }
  });
  if (count === 0) return null;
  return { leftOut: out, count, accuracy: right / count, accuracyInterval: wilsonInterval(right, count) };
}
