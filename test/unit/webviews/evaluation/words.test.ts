import assert from 'node:assert/strict';
import type { PredictionComparison } from '../../../../src/shared/contracts/comparison';
import type { NamedScores } from '../../../../src/shared/contracts/evaluation';
import { wilsonInterval } from '../../../../src/shared/statistics';
import {
  chanceText,
  disputedText,
  pointsText,
  scalingText,
  twinsText,
} from '../../../../src/webviews/evaluation/words';

const scores = (changes: Partial<NamedScores>): NamedScores =>
  ({
    accuracy: 0.9,
    accuracyInterval: wilsonInterval(900, 1000),
    withoutTwins: null,
    withoutDisputed: null,
    ...changes,
  }) as NamedScores;
const part = (leftOut: number, right: number, count: number) => ({
  leftOut,
  count,
  accuracy: right / count,
  accuracyInterval: wilsonInterval(right, count),
});

describe('sentences of an evaluation', () => {
  it('says what near-twins change, and when they change nothing', () => {
    assert.match(twinsText(scores({})), /not looked for/);
    assert.match(twinsText(scores({ withoutTwins: part(0, 900, 1000) })), /^No image has a near-twin/);
    assert.match(
      twinsText(scores({ withoutTwins: part(20, 879, 980) })),
      /^20 images have .*89\.7% of 980.*no difference to speak of/,
    );
    assert.match(twinsText(scores({ withoutTwins: part(10, 891, 990) })), /: the same\.$/);
    assert.match(twinsText(scores({ withoutTwins: part(200, 680, 800) })), /85\.0% of 800.*worse than with them/);
    assert.match(twinsText(scores({ withoutTwins: part(1000, 0, 0) })), /Nothing is left/);
  });

  it('says what disputed labels change', () => {
    assert.match(disputedText(scores({}), null), /No corrections/);
    assert.match(disputedText(scores({ withoutDisputed: part(1, 899, 999) }), 'c.csv'), /^1 label is disputed/);
    assert.match(disputedText(scores({ withoutDisputed: part(0, 900, 1000) }), 'c.csv'), /^No label/);
  });

  it('says what temperature scaling was fitted on, and when it does harm', () => {
    const scaling = { temperature: 1.234, fittedOn: 6000, hurts: false, ece: 0.008, loss: 0.2, calibration: [] };
    assert.match(scalingText(scaling, 0.011), /1\.23, fitted on 6,000 validation images alone.*1\.1% to 0\.8%\.$/);
    assert.match(scalingText({ ...scaling, hurts: true }, 0.011), /better left alone/);
    assert.match(scalingText({ ...scaling, ece: 0.02 }, 0.011), /makes the error larger/);
    assert.match(scalingText(null, 0.011), /not fitted/);
  });

  it('tells a difference from chance in plain words', () => {
    const compared = (onlyFirst: number, onlySecond: number, pValue: number) =>
      chanceText({ onlyFirst, onlySecond, pValue } as PredictionComparison);
    assert.match(compared(0, 0, 1), /very same images/);
    assert.match(compared(10, 30, 0.0022), /40 images are.* 2 times in 1,000 .*p = 0\.002.*more than chance/);
    assert.match(compared(105, 111, 0.73), /73 times in 100.*cannot be told from chance/);
    assert.match(compared(1, 200, 1e-12), /less than 1 time in 1,000 .*p < 0\.001/);
  });

  it('writes differences in points with their sign', () => {
    assert.deepEqual([0.0061, -0.0235, 0, -0.0004].map(pointsText), [
      '+0.6 points',
      '−2.3 points',
      '0.0 points',
      '0.0 points',
    ]);
  });
});
