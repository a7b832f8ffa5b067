import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tfl from '@tensorflow/tfjs-layers';
import { saveLayersModel } from '../../../../src/engine/model/exportModel';
import { loadRuntime } from '../../../../src/engine/runtime';
import type { RunRecord } from '../../../../src/shared/contracts/jobs';
import { sampleRecord } from '../sampleRecord';

/**
 * Writes a run whose network can be worked by hand: the logit of class k is three times pixel k (0 to 1) of the image,
 * so an image answers with the class whose pixel is brightest.
 */
export async function makeRun(folder: string, classNames: string[], changes: Partial<RunRecord> = {}): Promise<string> {
  const { tf } = await loadRuntime('wasm');
  const classCount = classNames.length;
  const model = tfl.sequential({
    name: 'by_hand',
    layers: [
      tfl.layers.flatten({ inputShape: [28, 28, 1], name: 'flatten' }),
      tfl.layers.dense({ units: classCount, activation: 'softmax', name: 'answer' }),
    ],
  });
  const kernel = new Float32Array(784 * classCount);
  for (let label = 0; label < classCount; label++) kernel[label * classCount + label] = 3;
  model.setWeights([tf.tensor2d(kernel, [784, classCount]), tf.zeros([classCount])]);
  await mkdir(path.join(folder, 'model'), { recursive: true });
  await saveLayersModel(model, path.join(folder, 'model'));
  model.dispose();
  const data = { ...sampleRecord().data, classNames, classCounts: classNames.map(() => 10) };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(sampleRecord({ data, ...changes })));
  return folder;
}

/** An image that the network of `makeRun` takes for class `label`. */
export function imageOf(label: number): number[] {
  return Array.from({ length: 784 }, (_, at) => (at === label ? 255 : 0));
}

/** A CSV without header: each row an image that is taken for `predicted`, with its label where it has one. */
export function csvRows(rows: readonly { label?: number; predicted: number }[]): string {
  return rows
    .map(({ label, predicted }) => [...(label === undefined ? [] : [label]), ...imageOf(predicted)].join(',') + '\n')
    .join('');
}
