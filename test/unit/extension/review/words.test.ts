import assert from 'node:assert/strict';
import { nameOfSubject, tabTitle, titleOfReview } from '../../../../src/extension/review/words';

describe('words about a review', () => {
  it('a title tells what is looked for, where, and by which run', () => {
    assert.equal(
      titleOfReview('label-error', 'data/train', 'standard'),
      'label errors in data/train, by run "standard"',
    );
    assert.equal(titleOfReview('selection', 'sample', ''), 'chosen images in sample');
  });

  it('a tab is short, whatever the data is called', () => {
    assert.equal(tabTitle('margin', 'sample'), 'Review unsure predictions in sample');
    const long = tabTitle('label-error', `${'x'.repeat(100)}/💥end`);
    assert.equal(Array.from(long).length, 'Review label errors in '.length + 30);
    assert.ok(long.endsWith('💥end'));
  });

  it('a subject at the beginning of a line has a capital', () => {
    assert.equal(nameOfSubject('entropy'), 'Unsure predictions (entropy)');
  });
});
