import os from 'node:os';
import * as l10n from '@vscode/l10n';
import type { Tensor } from '@tensorflow/tfjs-core';
import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import { UserError } from '../../shared/userError';
import type { Dataset } from '../data/dataset';
import type { Runtime } from '../runtime';
import { assemblePictures, mirrorPictures } from './augment';
import { createPrediction } from './compute';
import { foldNormalization } from './foldNormalization';
import type { RunModel } from './layersModel';
import { softmax } from './loss';

/** Images in one call of the network. */
const BATCH = 500;
/** Calls that WASM makes at a time at most, a thread each. */
const CALLS = 4;

/**
 * The class probabilities of each image, [count, classCount] row-major.
 * @param flipAveraging whether each is the mean of those of the image and its mirror image
 * @param pause awaited between calls with the number of images done
 */
export async function predictImages(
  runtime: Runtime,
  runModel: RunModel,
  { pixels, count }: Pick<Dataset, 'pixels' | 'count'>,
  flipAveraging: boolean,
  pause: (done: number) => Promise<void> | undefined,
): Promise<Float32Array> {
  const { classCount } = runModel;
  const probabilities = new Float32Array(count * classCount);
  const threads = runtime.name === 'native' ? 1 : Math.min(CALLS, os.availableParallelism(), Math.ceil(count / BATCH));
  const calls = runModel.own ? threads : 1;
  const predictor = openPredictor(runtime, runModel, calls);
  try {
    for (let from = 0; from < count; from += BATCH * calls) {
      const to = Math.min(from + BATCH * calls, count);
      const lists: Float32Array[] = [];
      for (let at = from; at < to; at += BATCH) {
        const indices = Array.from({ length: Math.min(BATCH, to - at) }, (_, i) => at + i);
        lists.push(assemblePictures(pixels, indices));
      }
      const plain = await predictor.predict(lists);
      const mirrored = flipAveraging ? await predictor.predict(lists.map(mirrorPictures)) : plain;
      plain.forEach((list, k) => {
        for (let i = 0; i < list.length; i++) list[i] = (list[i] + mirrored[k][i]) / 2;
        probabilities.set(list, (from + k * BATCH) * classCount);
      });
      await pause(to);
    }
  } finally {
    predictor.dispose();
  }
  return probabilities;
}

interface Predictor {
  /** The class probabilities of each list of pictures, [count, classCount]. */
  predict(lists: readonly Float32Array[]): Promise<Float32Array[]>;
  dispose(): void;
}

/** Our own way where the network is one of ours, else that of tfjs. */
function openPredictor(runtime: Runtime, { model, own }: RunModel, calls: number): Predictor {
  if (own) {
    const { network, weights } = foldNormalization(own.network, own.weights);
    const compute = createPrediction(runtime, network, calls);
    return {
      predict: async (lists) => {
        return (await compute.predict(weights, lists)).map((logits) => softmax(logits, network.classes));
      },
      dispose: () => compute.dispose(),
    };
  }
  const { tf } = runtime;
  const predict = (pictures: Float32Array) => {
    const output = tf.tidy(() => {
      const images = tf.tensor4d(pictures, [pictures.length / IMAGE_BYTES, IMAGE_SIDE, IMAGE_SIDE, 1]);
      return model.predictOnBatch(images) as Tensor;
    });
    const values = output.dataSync<'float32'>();
    output.dispose();
    return values;
  };
  return { predict: (lists) => Promise.resolve(lists.map(predict)), dispose: () => undefined };
}

/** So far may rounding take the sum of an image's probabilities from 1. */
const ROUNDING = 1e-3;

/** Whether what a network yielded, [count, classCount] row-major, are probabilities: none below 0, each row with the sum 1. */
function areProbabilities(values: Float32Array, classCount: number): boolean {
  for (let from = 0; from < values.length; from += classCount) {
    let sum = 0;
    for (let at = from; at < from + classCount; at++) {
      if (values[at] < 0) return false;
      sum += values[at];
    }
    if (Math.abs(sum - 1) > ROUNDING) return false;
  }
  return true;
}

/** @throws UserError where a network, that of a run, yields no numbers or no probabilities, [count, classCount] row-major */
export function checkProbabilities(values: Float32Array, classCount: number, runFolder: string): void {
  const place = { file: runFolder };
  if (!values.every(Number.isFinite)) {
    throw new UserError(
      l10n.t('the model yields no numbers for some images'),
      l10n.t('train again, or choose another run'),
      place,
    );
  }
  if (!areProbabilities(values, classCount)) {
    const remedy = l10n.t('choose a run whose network ends in a softmax');
    throw new UserError(l10n.t('the model yields no probabilities'), remedy, place);
  }
}
