import assert from 'node:assert/strict';
import { FASHION_MNIST_CLASSES } from '../../../../src/shared/classes';
import { classesCalled, withClassForText } from '../../../../src/webviews/explorer/classSearch';

describe('a class that is searched for', () => {
  const called = (text?: string) => classesCalled(text, FASHION_MNIST_CLASSES);

  it('is found by the beginning of its name, capital or small', () => {
    assert.deepEqual(called('shirt'), [6]);
    assert.deepEqual(called(' T'), [0, 1]);
    assert.deepEqual(called('S'), [5, 6, 7], 'at most three');
    assert.deepEqual(called('boot'), []);
    assert.deepEqual(called(undefined), []);
  });

  it('an exact name is that class alone, and a number is none', () => {
    assert.deepEqual(classesCalled('bag', ['Bag', 'Bag of tricks']), [0]);
    assert.deepEqual(classesCalled('1', ['10 things', '1']), []);
  });

  it('takes the place of the text', () => {
    assert.deepEqual(withClassForText({ text: 'shirt', splits: ['train'] }, 6), { splits: ['train'], classes: [6] });
    assert.deepEqual(withClassForText({ text: 'shirt', classes: [2, 6] }, 6), { classes: [2, 6] });
  });
});
