import * as l10n from '@vscode/l10n';
import { fitTemperature } from '../../shared/calibration';
import type { RunTemperature } from '../../shared/contracts/jobs';
import { countText, decimalText } from '../../shared/numbers';
import type { Weights } from './forwardBackward';
import { softmax } from './loss';
import type { Trainer } from './trainer';
import type { TrainingData } from './trainingData';

/**
 * Fits the temperature of a run on the images held out, with the weights that are kept. It changes nothing of the trainer.
 * @returns null where too few images are held out, or the network yields no numbers
 */
export async function fitRunTemperature(
  trainer: Trainer,
  { validation, classNames }: Pick<TrainingData, 'validation' | 'classNames'>,
  weights: Weights,
): Promise<RunTemperature | null> {
  const classes = classNames.length;
  const count = validation.indices.length;
  const logits = new Float32Array(count * classes);
  await trainer.score(validation, { weights, logits });
  if (!logits.every(Number.isFinite)) return null;
  const labels = Uint8Array.from(validation.indices, (index) => validation.labels[index]);
  const fit = fitTemperature(labels, softmax(logits, classes), classes);
  return fit && { temperature: fit.temperature, count, hurts: fit.hurts };
}

/** One line for a person. */
export function describeTemperature({ temperature, count, hurts }: RunTemperature): string {
  const values = { temperature: decimalText(temperature, 2), count: countText(count) };
  if (hurts)
    return l10n.t('temperature {temperature}, fitted on {count} validation images: it would not help', { ...values });
  return temperature > 1
    ? l10n.t('temperature {temperature}, fitted on {count} validation images: the model is surer than it is right', {
        ...values,
      })
    : l10n.t(
        'temperature {temperature}, fitted on {count} validation images: the model is less sure than it is right',
        { ...values },
      );
}
