import assert from 'node:assert/strict';
import { FASHION_MNIST_CLASSES } from '../../../../src/shared/classes';
import { correctLabels } from '../../../../src/engine/corrections/correctLabels';
import { parseCorrections } from '../../../../src/engine/corrections/readCorrections';
import type { Dataset } from '../../../../src/engine/data/dataset';
import { at } from '../../shared/sampleCorrection';
import { pixelsOf, userError } from '../data/makeFiles';
import { correctionsOf } from './makeCorrected';

/** A split with these images of `makeFiles`, labelled 0, 1, 2 ... or not at all. */
function split(name: string, images: number[], labels: number[] | null): Dataset {
  return {
    split: name,
    count: images.length,
    pixels: Uint8Array.from(images.flatMap(pixelsOf)),
    labels: labels && Uint8Array.from(labels),
    classNames: FASHION_MNIST_CLASSES,
    source: (index) => ({ file: 'x.csv', row: index + 2 }),
  };
}

const correct = (splits: Dataset[], ...decisions: Parameters<typeof correctionsOf>) =>
  correctLabels(
    { splits, classNames: FASHION_MNIST_CLASSES },
    parseCorrections(Buffer.from(correctionsOf(...decisions)), 'c.csv').corrections,
    'c.csv',
  );

describe('correcting the labels of a data set', () => {
  it('finds images by their pixels, in every split, and leaves what was read as it is', () => {
    const train = split('train', [1, 2, 3], [0, 1, 2]);
    const test = split('test', [3, 4], [5, 6]);
    const { splits, changed } = correct([train, test], { image: 3, newLabel: 9 });
    assert.deepEqual(
      splits.map(({ labels }) => [...labels!]),
      [
        [0, 1, 9],
        [9, 6],
      ],
    );
    assert.deepEqual(
      changed.map((one) => [one.split, one.index, one.from, one.to]),
      [
        ['train', 2, 2, 9],
        ['test', 0, 5, 9],
      ],
    );
    assert.deepEqual(
      [[...train.labels!], [...test.labels!]],
      [
        [0, 1, 2],
        [5, 6],
      ],
    );
  });

  it('counts what became of each decision', () => {
    const { counts, unsure, splits } = correct(
      [split('train', [1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5]), split('test', [7], null)],
      { image: 1, newLabel: 8 },
      { image: 2, newLabel: 1 },
      { image: 3, decision: 'keep', newLabel: null },
      { image: 4, decision: 'unsure', newLabel: null },
      { image: 5, newLabel: 1 },
      { image: 5, newLabel: 2, reviewer: 'Bob', reviewedAt: at(1) },
      { image: 6, newLabel: 1 },
      { image: 6, decision: 'undo', newLabel: null, reviewedAt: at(1) },
      { image: 7, newLabel: 1 },
      { image: 8, newLabel: 1 },
    );
    assert.deepEqual(counts, {
      changed: 2,
      alreadySo: 1,
      kept: 1,
      unsure: 1,
      unlabelled: 1,
      conflicts: 1,
      notFound: 1,
    });
    assert.deepEqual(
      [...unsure],
      [
        ['train', [3]],
        ['test', []],
      ],
    );
    assert.deepEqual([...splits[0].labels!], [8, 1, 2, 3, 2, 5]);
    assert.equal(splits[1].labels, null);
  });

  it('takes a name for a label, also one that a folder has', () => {
    const { splits } = correct([split('train', [1], [0])], { image: 1, newLabel: null, newName: 'ankle_boot' });
    assert.deepEqual([...splits[0].labels!], [9]);
  });

  it('refuses a label that is none of the classes, with its row', () => {
    const data = [split('train', [1], [0])];
    assert.throws(
      () => correct(data, { image: 2 }, { image: 1, newLabel: 10 }),
      userError(
        'c.csv:3: the new label 10 is none of the 10 classes of the data; correct the line, or give the data with its classes (classes.txt, --classes)',
      ),
    );
    assert.throws(
      () => correct(data, { image: 1, newLabel: null, newName: 'hat' }),
      /c\.csv:2: the class "hat" is none of the 10/,
    );
    assert.throws(
      () => correct(data, { image: 1, newLabel: 3, newName: 'Coat' }),
      /c\.csv:2: class 3 of the data is "Dress", not "Coat"; /,
    );
  });

  it('a decision about an image of other data may name classes that are not here', () => {
    const { counts } = correct([split('train', [1], [0])], { image: 2, newLabel: 200, newName: 'hat' });
    assert.equal(counts.notFound, 1);
  });

  it('without decisions gives back what it was given', () => {
    const data = [split('train', [1], [0])];
    assert.equal(correct(data).splits[0], data[0]);
  });
});
