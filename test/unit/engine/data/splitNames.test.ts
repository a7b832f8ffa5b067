import assert from 'node:assert/strict';
import { splitOfFile, splitOfFolder } from '../../../../src/engine/data/splitNames';

describe('which split a name tells', () => {
  const files = {
    'fashion-mnist_train.csv': 'train',
    'Train.CSV': 'train',
    't10k-images-idx3-ubyte.gz': 'test',
    'my test set.csv': 'test',
    'emnist-letters-test': 'test',
    'val.csv': 'validation',
    'data.csv': null,
    'train-test.csv': null,
    'contest.csv': null,
    'trainers.csv': null,
    'été_test.csv': 'test',
    'étrain.csv': null,
  };
  for (const [name, split] of Object.entries(files))
    it(`file ${name}: ${split}`, () => assert.equal(splitOfFile(name), split));

  const folders = {
    train: 'train',
    Testing: 'test',
    'fashion-mnist_train': 'train',
    valid_images: 'validation',
    'test tube': null,
    'train station': null,
    trainers: null,
  };
  for (const [name, split] of Object.entries(folders))
    it(`folder ${name}: ${split}`, () => assert.equal(splitOfFolder(name), split));
});
