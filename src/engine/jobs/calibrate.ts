import { IMAGE_BYTES } from '../../shared/classes';
import type { JobContext } from '../../shared/contracts/jobs';
import type { CalibrateRequest, Calibration } from '../../shared/contracts/training';
import { shardCount, threadCount } from '../model/compute';
import { buildNetwork } from '../model/network';
import { DEFAULT_RECIPE, loadRecipe } from '../model/recipe';
import { Trainer } from '../model/trainer';
import { Random } from '../random';
import { USUAL_CLASSES } from '../recipes';
import type { Runtime } from '../runtime';
import { prepareTraining } from './prepareTraining';

/** Seconds of steps that are measured. */
const MEASURED = 2;
/** Steps before that: engines get faster within the first few. */
const WARM_UP = 3;
/** Images that validation is measured on at most. */
const VALIDATED = 1000;
/** For the checkpoint after each epoch and the model at the end: small, and of the disk. */
const SAVING_SECONDS = 0.1;

/**
 * Trains for two seconds on this machine, after a few steps that warm up, and yields how fast that is and how long a
 * whole run would take: reading the data, all epochs (those that early stopping would spare included), validation.
 * Writes nothing.
 * @throws UserError for what cannot be trained, and the signal's reason when cancelled
 */
export async function calibrate(
  { dataPath, classesFile, recipe: named, engine, epochs: asked, validationShare }: CalibrateRequest,
  signal: AbortSignal,
): Promise<Calibration> {
  const context: Pick<JobContext, 'note' | 'signal'> = { note: () => undefined, signal };
  const recipe = loadRecipe(named);
  const settings = { data: { path: dataPath, classesFile }, validationShare };
  const { data, network, batchSize, runtime, watch } = await prepareTraining(
    { seed: 0, engine },
    settings,
    recipe,
    context,
  );
  const epochs = asked ?? recipe.training.epochs;
  const loss = { labelSmoothing: recipe.training.labelSmoothing, classWeights: null };
  const trainer = new Trainer(runtime, network, data.train, { recipe, batchSize, epochs, seed: 0, loss });
  try {
    const stepsPerSecond = await measureSteps(trainer, data.train.indices.length, watch.now, signal);
    const ready = watch.now() - MEASURED;
    const few = { ...data.validation, indices: data.validation.indices.subarray(0, VALIDATED) };
    const before = watch.now();
    await trainer.score(few);
    const validation = ((watch.now() - before) * data.validation.indices.length) / few.indices.length;
    signal.throwIfAborted();
    const epoch = trainer.stepsPerEpoch / stepsPerSecond + validation + SAVING_SECONDS;
    return {
      engine: runtime.name,
      imagesPerSecond: stepsPerSecond * batchSize,
      seconds: Math.max(0, ready) + epochs * epoch,
      threads: threadCount(runtime.name, shardCount(runtime.name, batchSize)),
    };
  } finally {
    trainer.dispose();
  }
}

/**
 * Images a second that an engine trains here with the default recipe at its full batch, from two seconds of steps on noise:
 * their speed is that of any other pictures.
 */
export async function measureEngine(runtime: Runtime, signal: AbortSignal): Promise<number> {
  const recipe = loadRecipe(DEFAULT_RECIPE);
  const { batchSize } = recipe.training;
  const random = new Random('speed');
  const count = NOISE_STEPS * batchSize;
  const part = {
    pixels: Uint8Array.from({ length: count * IMAGE_BYTES }, () => random.below(256)),
    labels: Uint8Array.from({ length: count }, () => random.below(USUAL_CLASSES)),
    indices: Uint32Array.from({ length: count }, (_, i) => i),
  };
  const options = { recipe, batchSize, epochs: 1000, seed: 0, loss: {} };
  const trainer = new Trainer(runtime, buildNetwork(recipe.network, USUAL_CLASSES), part, options);
  const now = () => performance.now() / 1000;
  try {
    return (await measureSteps(trainer, count, now, signal)) * batchSize;
  } finally {
    trainer.dispose();
  }
}

/** Steps that make an epoch of noise. */
const NOISE_STEPS = 8;

/** Steps a second, of as many epochs as fit into the time. */
async function measureSteps(trainer: Trainer, images: number, now: () => number, signal: AbortSignal): Promise<number> {
  const margins = new Float32Array(images);
  let steps = 0;
  let from = now();
  let spent = 0;
  for (let epoch = 1; spent < MEASURED; epoch++) {
    await trainer.runEpoch(epoch, margins, async () => {
      steps++;
      if (steps === WARM_UP) from = now();
      spent = steps > WARM_UP ? now() - from : 0;
      await new Promise(setImmediate);
      return spent < MEASURED && !signal.aborted;
    });
    signal.throwIfAborted();
  }
  return (steps - WARM_UP) / spent;
}
