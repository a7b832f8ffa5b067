import assert from 'node:assert/strict';
import { FASHION_MNIST_CLASSES } from '../../../../src/shared/classes';
import {
  askWords,
  choiceTyped,
  doneWords,
  matchingChoices,
  relabelChoices,
} from '../../../../src/webviews/shared/relabelChoices';

describe('what an image can be relabelled as', () => {
  const many = Array.from({ length: 12 }, (_, label) => `kind ${label}`);

  it('ten classes have their digits as keys, more have none', () => {
    const few = relabelChoices(FASHION_MNIST_CLASSES);
    assert.deepEqual(
      few.map(({ key }) => key),
      ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '', '', ''],
    );
    assert.deepEqual(
      few.slice(10).map(({ decision }) => decision),
      ['keep', 'unsure', 'undo'],
    );
    assert.ok(relabelChoices(many).every(({ key }) => key === ''));
  });

  it('is meant by all letters typed together, and by none that mean nothing', () => {
    const few = relabelChoices(FASHION_MNIST_CLASSES);
    const meant = (typed: string) => few[choiceTyped(few, typed)]?.name;
    for (const { name } of few) assert.equal(meant(name.toUpperCase()), name);
    assert.deepEqual(['coa', 'coat', 'sh', 's', 'sn', 'bag', 'top', 'boot', 'keep'].map(meant), [
      'Coat',
      'Coat',
      'Shirt',
      'Sandal',
      'Sneaker',
      'Bag',
      'T-shirt/top',
      'Ankle boot',
      'Keep the given label',
    ]);
    assert.deepEqual(['', 'coax', 'oat', '?'].map(meant), [undefined, undefined, undefined, undefined]);
  });

  it('is found by a part of its name, or its number first', () => {
    const names = (text: string) => matchingChoices(relabelChoices(many), text).map(({ name }) => name);
    assert.deepEqual(names('1'), ['kind 1', 'kind 10', 'kind 11'], 'that number, then names with it in them');
    assert.deepEqual(names(' KEEP '), ['Keep the given label']);
    assert.deepEqual(names('<img'), []);
    assert.equal(names('').length, 15);
    const shirts = matchingChoices(relabelChoices(FASHION_MNIST_CLASSES), 'shirt').map(({ name }) => name);
    assert.deepEqual(shirts, ['Shirt', 'T-shirt/top'], 'a beginning comes before a middle');
  });

  it('is asked and told with its number of images', () => {
    const [shirt] = relabelChoices(['Shirt']);
    const [, keep, unsure, undo] = relabelChoices(['Shirt']);
    assert.equal(askWords(shirt, 1204), 'Relabel 1,204 images as Shirt?');
    assert.equal(askWords(keep, 60), 'Keep the given labels of 60 images?');
    assert.equal(askWords(undo, 60), 'Undo the newest decision about each of 60 images?');
    assert.equal(doneWords(shirt, 3), '3 images relabelled as Shirt');
    assert.equal(doneWords(shirt, 3, 1), '2 images relabelled as Shirt, 1 kept as given');
    assert.equal(doneWords(shirt, 1, 1), 'given label Shirt of 1 image kept');
    assert.equal(doneWords(unsure, 1), '1 image marked as “cannot tell”');
  });
});
