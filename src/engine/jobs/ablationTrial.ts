import type { AblationTrial } from '../../shared/contracts/ablation';
import type { Variant } from '../model/ablationParts';
import { buildNetwork } from '../model/network';
import { Random } from '../random';
import type { Recipe } from '../model/recipe';
import { stratifiedSplit } from '../model/split';
import { Trainer, type LabelledPart } from '../model/trainer';
import type { TrainingData } from '../model/trainingData';
import type { Runtime } from '../runtime';

/** The images of an ablation, the same for each of its trials. */
export interface AblationImages {
  /** To learn from. */
  train: LabelledPart;
  /** Of these, those that the training accuracy is measured on afterwards: as many as are validated on, at most. */
  sample: LabelledPart;
  validation: LabelledPart;
}

/** Draws so many training images, of each class its share; all where there are no more. */
export function drawImages(data: TrainingData, images: number, seed: number): AblationImages {
  const { train, validation, classNames } = data;
  let { indices } = train;
  if (images < indices.length) {
    const labels = Uint8Array.from(indices, (index) => train.labels[index]);
    const drawn = stratifiedSplit(labels, classNames.length, images / indices.length, seed).validation;
    indices = drawn.map((k) => train.indices[k]);
  }
  const shuffled = new Random(seed, 'ablation sample').shuffle(indices.slice());
  const sample = shuffled.slice(0, validation.indices.length).sort();
  return { train: { ...train, indices }, sample: { ...train, indices: sample }, validation };
}

/** How a trial goes about it. */
export interface TrialOptions {
  runtime: Runtime;
  /** Its network is the variant's. */
  recipe: Recipe;
  classes: number;
  batchSize: number;
  epochs: number;
  signal: AbortSignal;
  /** Seconds; stands still while `hold` holds. */
  now: () => number;
  hold: () => Promise<void> | undefined;
  /** Told the share of the trial that is done, 0 to 1. */
  progress: (fraction: number) => void;
}

/**
 * Trains a variant for all of its epochs and measures what it has come to, on training images too as they are: the
 * accuracy seen while training would be lowered by dropout and moved pictures, more or less by what was left out.
 * The last epoch counts, not the best: nothing is chosen by the validation images.
 * @returns null when cancelled
 */
export async function runTrial(
  { part, network: layers }: Variant,
  seed: number,
  { train, sample, validation }: AblationImages,
  options: TrialOptions,
): Promise<AblationTrial | null> {
  const { runtime, classes, batchSize, epochs, signal, now } = options;
  const from = now();
  const recipe: Recipe = { ...options.recipe, network: layers };
  const loss = { labelSmoothing: recipe.training.labelSmoothing, classWeights: null };
  const network = buildNetwork(layers, classes);
  const trainer = new Trainer(runtime, network, train, { recipe, batchSize, epochs, seed, loss });
  const cancelled = () => signal.aborted;
  try {
    const margins = new Float32Array(train.indices.length);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await options.hold();
      if (cancelled()) return null;
      await trainer.runEpoch(epoch, margins, async (step) => {
        options.progress((epoch - 1 + step / trainer.stepsPerEpoch) / epochs);
        await new Promise(setImmediate);
        if (step < trainer.stepsPerEpoch) await options.hold();
        return !cancelled();
      });
      if (cancelled()) return null;
    }
    const validated = await trainer.score(validation);
    const learnt = await trainer.score(sample);
    return {
      part: part.id,
      seed,
      trainAccuracy: learnt.accuracy,
      validationAccuracy: validated.accuracy,
      validationLoss: validated.loss,
      seconds: now() - from,
    };
  } finally {
    trainer.dispose();
  }
}
