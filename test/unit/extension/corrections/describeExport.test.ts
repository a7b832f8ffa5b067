import assert from 'node:assert/strict';
import type { ApplyCorrectionsResult } from '../../../../src/shared/contracts/corrections';
import { describeExport } from '../../../../src/extension/corrections/describeExport';

const plain: ApplyCorrectionsResult = {
  out: '/data/copy',
  splits: [
    { split: 'train', count: 2000, changed: 0 },
    { split: 'test', count: 1000, changed: 0 },
  ],
  changed: 0,
  alreadySo: 0,
  kept: 0,
  unsure: 0,
  unlabelled: 0,
  conflicts: 0,
  notFound: 0,
  correctionsHash: '',
};

describe('what an export did', () => {
  it('is one sentence where nothing came of the corrections', () => {
    assert.equal(describeExport(plain), '3,000 images written, none with another label.');
  });

  it('counts all that became of the decisions', () => {
    const result = {
      ...plain,
      changed: 1200,
      alreadySo: 1,
      kept: 4,
      unsure: 2,
      unlabelled: 3,
      conflicts: 5,
      notFound: 1,
    };
    assert.equal(
      describeExport(result),
      '3,000 images written, 1,200 with another label. 1 image had the corrected label already. ' +
        '4 confirmed as labelled. 2 marked unsure and left as labelled. ' +
        '3 images of an unlabelled split left without a label. ' +
        'About 5 the reviewers contradict each other; the newest decision was taken. ' +
        '1 decided image is not in this data.',
    );
  });
});
