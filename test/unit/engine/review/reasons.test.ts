import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { explainFlag } from '../../../../src/engine/review/reasons';
import { formatReview } from '../../../../src/engine/review/reviewCsv';
import { NO_LABEL } from '../../../../src/shared/metrics';

const NAMES = ['T-shirt/top', 'Shirt', 'Bag\nof\u202etricks'];
const top = (...labels: number[]) => labels.map((label, at) => ({ label, probability: [0.7, 0.2, 0.1][at] }));

describe('the reason of a flag', () => {
  it('names what speaks against the given label', () => {
    const evidence = { given: 1, top: top(0, 1, 2), neighbours: [0, 1, 0, 0, 2], margin: -4.21 };
    assert.equal(
      explainFlag(evidence, NAMES),
      'given Shirt; 3 of 5 nearest neighbours and the model say T-shirt/top; margin -4.2',
    );
  });

  it('does not hide what speaks for it', () => {
    const evidence = { given: 1, top: top(0, 1, 2), neighbours: [1, 1, 1, 1, 2] };
    assert.equal(
      explainFlag(evidence, NAMES),
      'given Shirt; the model says T-shirt/top; 4 of 5 nearest neighbours are Shirt; 70.0%, then Shirt at 20.0%',
    );
    assert.match(explainFlag({ ...evidence, given: 0 }, NAMES), /^given T-shirt\/top; the model agrees;/);
  });

  it('says nothing of labels and neighbours that are not there', () => {
    const evidence = { given: NO_LABEL, top: top(0, 1), neighbours: [] };
    assert.equal(explainFlag(evidence, NAMES), 'the model says T-shirt/top; 70.0%, then Shirt at 20.0%');
  });

  it('keeps hostile names on its line', () => {
    const reason = explainFlag({ given: 2, top: top(2, 1), neighbours: [] }, NAMES);
    assert.match(reason, /^given Bag of tricks; the model agrees;/);
  });
});

describe('the list as CSV', () => {
  it('quotes, and leaves the given label empty where there is none', () => {
    const image = {
      rank: 1,
      imageId: '0123456789abcdef',
      split: 'all',
      index: 3,
      givenLabel: null,
      predictedLabel: 2,
      score: 0.123456789,
      errorProbability: null,
      reason: '=1, "then" 2',
    };
    const [, line] = [...formatReview([image], ['a.csv:4'], 'margin')];
    assert.equal(line, `1,0123456789abcdef,all,3,,2,margin,0.123457,"'=1, ""then"" 2",a.csv:4\n`);
  });
});
