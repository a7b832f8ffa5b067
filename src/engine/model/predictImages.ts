import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import { UserError } from '../../shared/userError';
import type { Dataset } from '../data/dataset';
import type { Runtime } from '../runtime';
import type { RunModel } from './layersModel';

/** Images in one call of the network. */
const BATCH = 512;

/**
 * The class probabilities of each image, [count, classCount] row-major.
 * @param flipAveraging whether each is the mean of those of the image and its mirror image
 * @param pause awaited after each batch with the number of images done
 */
export async function predictImages(
  { tf }: Runtime,
  { model, classCount }: RunModel,
  { pixels, count }: Pick<Dataset, 'pixels' | 'count'>,
  flipAveraging: boolean,
  pause: (done: number) => Promise<void> | undefined,
): Promise<Float32Array> {
  const probabilities = new Float32Array(count * classCount);
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(from + BATCH, count);
    const batch = new Float32Array((to - from) * IMAGE_BYTES);
    for (let at = 0, pixel = from * IMAGE_BYTES; at < batch.length; at++, pixel++) batch[at] = pixels[pixel] / 255;
    const output = tf.tidy(() => {
      const images = tf.tensor4d(batch, [to - from, IMAGE_SIDE, IMAGE_SIDE, 1]);
      const plain = model.predictOnBatch(images) as ReturnType<typeof tf.tensor>;
      if (!flipAveraging) return plain;
      const mirrored = model.predictOnBatch(tf.reverse(images, 2)) as ReturnType<typeof tf.tensor>;
      return tf.div(tf.add(plain, mirrored), 2);
    });
    probabilities.set(await output.data<'float32'>(), from * classCount);
    output.dispose();
    await pause(to);
  }
  return probabilities;
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
    throw new UserError('the model yields no numbers for some images', 'train again, or choose another run', place);
  }
  if (!areProbabilities(values, classCount)) {
    const remedy = 'choose a run whose network ends in a softmax';
    throw new UserError('the model yields no probabilities', remedy, place);
  }
}
