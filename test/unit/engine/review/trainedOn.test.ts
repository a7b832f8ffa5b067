import assert from 'node:assert/strict';
import type { Dataset } from '../../../../src/engine/data/dataset';
import { readData } from '../../../../src/engine/data/readData';
import { chooseTrainingData } from '../../../../src/engine/model/trainingData';
import { findTrainedOn } from '../../../../src/engine/review/trainedOn';
import { readRun } from '../../../../src/engine/runs';
import { sampleRecord } from '../sampleRecord';
import { makeReviewData } from './makeReviewData';

describe('what a run was trained on', () => {
  const classNames = ['hat', 'glove'];
  function split(name: string, count: number): Dataset {
    return {
      split: name,
      count,
      pixels: Uint8Array.from({ length: count * 784 }, (_, at) => at % 251),
      labels: Uint8Array.from({ length: count }, (_, at) => at % 2),
      classNames,
      source: () => ({ file: '' }),
    };
  }

  async function find(...splits: Dataset[]) {
    const loaded = { splits, classNames, ignored: [], origin: '' } as unknown as Parameters<typeof findTrainedOn>[0];
    const { hash, splitHash } = chooseTrainingData(loaded, 'data', 0.2, 1);
    const record = sampleRecord({
      seed: 1,
      settings: { data: { path: 'data' }, validationShare: 0.2, classWeights: 'none' },
    });
    const run = { folder: '', record: { ...record, data: { ...record.data, hash, splitHash } } };
    const found = await findTrainedOn(loaded, run, 'data');
    return found!;
  }

  it('tells images that were drawn from the training split by their numbers among all, test images before them counted', async () => {
    const { all, validation, heldOutAtRandom } = await find(split('test', 7), split('train', 40));
    assert.deepEqual([all[0], all.at(-1)], [7, 46]);
    assert.equal(validation.length, 8);
    assert.ok(validation.every((image) => image >= 7));
    assert.deepEqual(heldOutAtRandom, validation);
  });

  it('says that a validation split of its own was not drawn at random', async () => {
    const { validation, heldOutAtRandom } = await find(split('train', 40), split('validation', 10));
    assert.deepEqual([validation.length, heldOutAtRandom.length], [10, 0]);
  });

  it('leaves out what the training left out, a reviewer being unsure of it', async () => {
    const made = await makeReviewData();
    const loaded = await readData({ path: made.data });
    const { validation } = (await findTrainedOn(loaded, await readRun(made.runFolder), made.data))!;
    const [doubted] = validation;
    await made.correct('run/corrections.csv', {
      imageId: made.ids[doubted],
      decision: 'unsure',
      newLabel: null,
      newName: '',
    });
    for (const [unsureUse, left] of [
      ['keep', validation],
      ['leave-out', validation.subarray(1)],
    ] as const) {
      await made.trainedWithCorrections(unsureUse);
      const found = await findTrainedOn(loaded, await readRun(made.runFolder), made.data);
      assert.deepEqual(found!.heldOutAtRandom, left, unsureUse);
    }
  });
});
