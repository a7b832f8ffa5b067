import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { formatConfusion, formatPerClass } from '../../../../src/engine/reports/scoresCsv';
import { scoreClasses } from '../../../../src/shared/metrics';

// Of the second class there are no images, and the third is never answered.
const CONFUSION = [
  [8, 2, 0],
  [0, 0, 0],
  [5, 0, 0],
];
const NAMES = ['hat, "tall"', '=1+1', 'scarf'];
const scores = {
  confusion: CONFUSION,
  perClass: scoreClasses(CONFUSION).map((score) => ({ ...score, name: NAMES[score.label] })),
};

describe('scores as CSV', () => {
  it('have a row for each class; what is not defined is empty, and no name is a formula', () => {
    const [header, hat, formula, scarf, ...rest] = parse(formatPerClass(scores));
    assert.deepEqual(
      header.join(),
      ['class,name,images,predicted,precision,precision_low,precision_high,recall,recall_low,recall_high,f1'].join(),
    );
    assert.deepEqual(hat.slice(0, 5), ['0', 'hat, "tall"', '10', '13', String(8 / 13)]);
    assert.deepEqual([hat[7], hat[10]], ['0.8', String(16 / 23)]);
    assert.deepEqual([formula[1], formula[2], formula[3], formula[7], formula[8]], ["'=1+1", '0', '2', '', '']);
    assert.deepEqual(scarf.slice(2, 8), ['5', '0', '', '', '', '0']);
    assert.deepEqual(rest, []);
  });

  it('have the confusion matrix with names at both sides', () => {
    assert.equal(
      formatConfusion(scores),
      'actual \\ predicted,"hat, ""tall""",\'=1+1,scarf\n"hat, ""tall""",8,2,0\n\'=1+1,0,0,0\nscarf,5,0,0\n',
    );
  });
});
