import * as l10n from '@vscode/l10n';
import type { EngineChoice, JobContext } from '../../shared/contracts/jobs';
import { balancedClassWeights, softmax } from '../model/loss';
import { buildNetwork } from '../model/network';
import { batchSizeFor, type Recipe } from '../model/recipe';
import { Trainer } from '../model/trainer';
import { Random } from '../random';
import { loadRuntime } from '../runtime';

/** Images to be judged, each by a network that did not learn from it. */
export interface JudgedImages {
  /** [count, 28, 28] */
  pixels: Uint8Array;
  /** [count] */
  labels: Uint8Array;
  classCount: number;
}

/** How the networks are trained. */
export interface FoldOptions {
  folds: number;
  recipe: Recipe;
  /** Of each network. */
  epochs: number;
  classWeights: 'none' | 'balanced';
  seed: number;
  engine: EngineChoice;
}

/**
 * The probabilities of each image, [count, classCount], by the one of `folds` networks that was trained on the other
 * images.
 * @param context `progress` gets the share of this work, 0 to 1
 * @throws the signal's reason when cancelled
 */
export async function predictOutOfSample(
  { pixels, labels, classCount }: JudgedImages,
  options: FoldOptions,
  context: Pick<JobContext, 'progress' | 'signal' | 'hold'>,
): Promise<Float32Array> {
  const { folds, recipe, epochs, seed } = options;
  const { progress, signal } = context;
  const foldOf = dealOut(labels, classCount, folds, seed);
  const runtime = await loadRuntime(options.engine);
  const network = buildNetwork(recipe.network, classCount);
  const logits = new Float32Array(labels.length * classCount);
  const started = performance.now();
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = (image: number) => foldOf[image] === fold;
    const all = Uint32Array.from(labels.keys());
    const [held, indices] = [all.filter(isHeldOut), all.filter((image) => !isHeldOut(image))];
    const counts = new Array<number>(classCount).fill(0);
    for (const image of indices) counts[labels[image]]++;
    const classWeights = options.classWeights === 'balanced' ? balancedClassWeights(counts) : null;
    const trainer = new Trainer(
      runtime,
      network,
      { pixels, labels, indices },
      {
        recipe,
        batchSize: batchSizeFor(recipe.training, indices.length),
        epochs,
        seed,
        // These networks serve the review alone: smoothing blurs what tells a wrong label.
        loss: { labelSmoothing: 0, classWeights },
      },
    );
    try {
      for (let epoch = 1; epoch <= epochs; epoch++) {
        await trainer.runEpoch(epoch, new Float32Array(indices.length), async (step) => {
          const inFold = (epoch - 1 + step / trainer.stepsPerEpoch) / epochs;
          const fraction = (fold + inFold) / folds;
          const secondsLeft = ((performance.now() - started) / 1000 / fraction) * (1 - fraction);
          const message = l10n.t('fold {0} of {1}, epoch {2} of {3}', fold + 1, folds, epoch, epochs);
          progress({ message, fraction, secondsLeft });
          await new Promise(setImmediate);
          await context.hold?.(signal);
          return !signal.aborted;
        });
        signal.throwIfAborted();
      }
      const ofFold = new Float32Array(held.length * classCount);
      await trainer.score({ pixels, labels, indices: held }, { logits: ofFold });
      held.forEach((image, at) =>
        logits.set(ofFold.subarray(at * classCount, (at + 1) * classCount), image * classCount),
      );
    } finally {
      trainer.dispose();
    }
  }
  return softmax(logits, classCount);
}

/** The fold of each image, 0 to `folds` - 1: of each class about as many in every fold, drawn by seed. */
export function dealOut(labels: Uint8Array, classCount: number, folds: number, seed: number): Uint8Array {
  const foldOf = new Uint8Array(labels.length);
  const byClass = Array.from({ length: classCount }, () => [] as number[]);
  labels.forEach((label, image) => byClass[label].push(image));
  // Goes on where the class before it ended: small classes do not all fall into the first folds.
  let next = 0;
  for (const [label, images] of byClass.entries()) {
    for (const image of new Random(seed, 'folds', label).shuffle(images)) foldOf[image] = next++ % folds;
  }
  return foldOf;
}
