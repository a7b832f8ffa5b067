import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findInsights, type InsightFigures } from '../../../../src/engine/reports/insights';
import type { NamedScores } from '../../../../src/shared/contracts/evaluation';
import { type Confusion, predict, scorePredictions } from '../../../../src/shared/metrics';
import { wilsonInterval } from '../../../../src/shared/statistics';
import { sampleRecord } from '../sampleRecord';

const NAMES = ['hat', 'glove', 'scarf'];

/** Scores of predictions with these counts, each made with the same confidence. */
function scoresOf(confusion: Confusion, confidence = 0.9): NamedScores {
  const labels: number[] = [];
  const rows: number[] = [];
  confusion.forEach((row, label) =>
    row.forEach((count, predicted) => {
      for (let image = 0; image < count; image++) {
        labels.push(label);
        rows.push(...row.map((_, other) => (other === predicted ? confidence : (1 - confidence) / (row.length - 1))));
      }
    }),
  );
  const scores = scorePredictions(
    Uint8Array.from(labels),
    predict(Float32Array.from(rows), NAMES.length),
    NAMES.length,
  );
  return {
    ...scores,
    confidenceHistogram: { right: [], wrong: [] },
    temperatureScaling: null,
    withoutTwins: null,
    withoutDisputed: null,
    perClass: scores.perClass.map((score) => ({ ...score, name: NAMES[score.label] })),
    confusedPairs: scores.confusedPairs.map((pair) => ({
      ...pair,
      actualName: NAMES[pair.actual],
      predictedName: NAMES[pair.predicted],
    })),
  };
}

function insightsOf(
  confusion: Confusion,
  { further, ...changes }: Partial<InsightFigures> & { further?: Partial<NamedScores> } = {},
  confidence = 0.9,
): string {
  const scores = { ...scoresOf(confusion, confidence), ...further };
  return findInsights({
    scores,
    split: 'test',
    results: null,
    trainCount: 50_000,
    validationCount: 5000,
    seen: null,
    ...changes,
  }).join('\n');
}

const GOOD = [
  [900, 100, 0],
  [60, 940, 0],
  [0, 0, 1000],
];

describe('insights', () => {
  it('begin with the accuracy and its interval', () => {
    assert.match(
      insightsOf(GOOD),
      /^2,840 of 3,000 images are recognised: 94\.7%, with 95% confidence 93\.8% to 95\.4%\./,
    );
  });

  it('name the hardest class, why, and the easiest', () => {
    const insights = insightsOf(GOOD);
    assert.match(
      insights,
      /hat is the hardest class \(F1 91\.8%\): 10\.0% of its images are taken for something else\./,
    );
    assert.match(insights, /scarf is the easiest \(F1 100\.0%\)/);
    const greedy = [
      [100, 0, 0],
      [30, 70, 0],
      [30, 0, 70],
    ];
    assert.match(insightsOf(greedy), /hat is the hardest class .*: 37\.5% of what is called hat is something else/);
  });

  it('tell the confused pairs in both directions', () => {
    assert.match(
      insightsOf(GOOD),
      /Most confused: hat and glove \(100% of all errors\): 100 of hat taken for glove, 60 of glove for hat\./,
    );
    const perfect = [
      [50, 0, 0],
      [0, 50, 0],
      [0, 0, 50],
    ];
    assert.match(insightsOf(perfect), /Not one image is confused/);
    assert.doesNotMatch(insightsOf(perfect), /hardest/);
  });

  it('tell whether confidence is too high, too low, or right', () => {
    assert.match(insightsOf(GOOD, {}, 0.99), /overconfident.*mean confidence 99\.0%, accuracy 94\.7%/);
    assert.match(insightsOf(GOOD, {}, 0.7), /underconfident/);
    assert.match(insightsOf(GOOD, {}, 0.95), /about as sure as it is right/);
    const few = [
      [3, 2, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    assert.match(
      insightsOf(few, {}, 0.8),
      /not shown to be surer or less sure than it is right \(mean confidence 80\.0%, accuracy 60\.0%/,
    );
  });

  it('compare with training and validation', () => {
    const results = { ...sampleRecord().results!, trainAccuracy: 0.999, validationAccuracy: 0.98 };
    const insights = insightsOf(GOOD, { results });
    assert.match(
      insights,
      /The result is 3\.3 points below validation \(94\.7% on test, 98\.0% in validation\), more than chance explains\.$/m,
    );
    assert.match(insights, /It knew 99\.9% of its training images, 5\.2 points more than on test/);
    const near = { ...results, validationAccuracy: 0.95 };
    assert.match(insightsOf(GOOD, { results: near }), /differs from validation by no more than chance explains/);
  });

  it('count the validation images before they speak of more than chance', () => {
    const results = { ...sampleRecord().results!, trainAccuracy: NaN, validationAccuracy: 1 };
    const tenth = [
      [450, 50, 0],
      [50, 450, 0],
      [0, 0, 0],
    ];
    assert.match(insightsOf(tenth, { results, validationCount: 5 }), /differs from validation by no more than chance/);
    assert.match(insightsOf(tenth, { results, validationCount: 100 }), /10\.0 points below validation/);
  });

  it('do not tell chance as learning by heart', () => {
    const results = { ...sampleRecord().results!, trainAccuracy: 0.97, validationAccuracy: 0.9 };
    const few = [
      [9, 1, 0],
      [1, 9, 0],
      [0, 0, 0],
    ];
    assert.doesNotMatch(insightsOf(few, { results }), /It knew/);
    assert.match(
      insightsOf(
        few.map((row) => row.map((count) => count * 20)),
        { results },
      ),
      /It knew 97\.0%/,
    );
  });

  it('say nothing of validation where there was none', () => {
    const results = { ...sampleRecord().results!, trainAccuracy: NaN, validationAccuracy: null as unknown as number };
    assert.doesNotMatch(insightsOf(GOOD, { results }), /validation|NaN|knew/);
  });

  it('warn of images seen in training, and compare nothing then', () => {
    const learnt = insightsOf(GOOD, { seen: 'to learn', results: sampleRecord().results });
    assert.match(learnt, /learnt from some of these images/);
    assert.doesNotMatch(learnt, /validation/);
    const chosen = insightsOf(GOOD, { seen: 'to validate', results: sampleRecord().results });
    assert.match(chosen, /validated on some of these images/);
    assert.doesNotMatch(chosen, /learnt from some|below validation|above validation|differs from validation/);
  });

  it('warn of few images, of none, and of classes never answered', () => {
    const insights = insightsOf([
      [500, 0, 0],
      [8, 0, 0],
      [0, 0, 0],
    ]);
    assert.match(insights, /Few images, .*: glove \(8\)\./);
    assert.match(insights, /There are no images of scarf/);
    assert.match(insights, /The model never answers glove/);
    assert.match(
      insights,
      /glove is the hardest class \(F1 0\.0%\): 100\.0% of its images are taken for something else/,
    );
  });

  it('tell a model that is not shown to be better than one answer for all', () => {
    const insights = insightsOf([
      [90, 0, 0],
      [5, 0, 0],
      [5, 0, 0],
    ]);
    const plainly = /This is not shown to be better than answering hat for every image \(90\.0%\)\./;
    assert.match(insights, plainly);
    const better = insightsOf([
      [7, 3, 0],
      [5, 5, 0],
      [0, 0, 0],
    ]);
    assert.match(better, /not shown to be better than answering hat for every image \(50\.0%\)/);
    const worse = insightsOf([
      [10, 90, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    assert.match(worse, /This is worse than answering hat for every image \(100\.0%\)/);
    assert.doesNotMatch(insightsOf(GOOD), /for every image/);
  });

  describe('of temperature scaling', () => {
    const scaling = { temperature: 1.5, fittedOn: 600, hurts: false, ece: 0.004, loss: 0.3, calibration: [] };
    const withScaling = (changes: object) =>
      insightsOf(GOOD, { further: { ece: 0.047, loss: 0.4, temperatureScaling: { ...scaling, ...changes } } });

    it('say what it does to the calibration error and the loss', () => {
      assert.match(
        withScaling({}),
        /^Temperature scaling \(1\.50, fitted on 600 validation images\) makes the confidence more honest: the calibration error falls from 4\.7% to 0\.4%, loss 0\.4000 to 0\.3000\.$/m,
      );
    });

    it('say when it would hurt, changes little, or makes things worse', () => {
      assert.match(withScaling({ hurts: true }), /is better left alone: .* would go from 4\.7% to 0\.4%/);
      assert.match(withScaling({ ece: 0.0475 }), /changes little/);
      assert.match(
        withScaling({ ece: 0.06 }),
        /does not help on these images: the calibration error rises from 4\.7% to 6\.0%/,
      );
    });

    it('are not there without it', () => {
      assert.doesNotMatch(insightsOf(GOOD), /Temperature/);
    });
  });

  describe('of what is left out', () => {
    // 2,840 of 3,000 are right.
    const part = (leftOut: number, right: number) => ({
      leftOut,
      count: 3000 - leftOut,
      accuracy: (2840 - right) / (3000 - leftOut),
      accuracyInterval: wilsonInterval(2840 - right, 3000 - leftOut),
    });

    it('say that nothing is, or that it makes no difference', () => {
      const none = insightsOf(GOOD, { further: { withoutTwins: part(0, 0), withoutDisputed: part(0, 0) } });
      assert.match(none, /^No image has a near-twin among the training images\.$/m);
      assert.match(none, /^No given label of these images is disputed by reviewers\.$/m);
      assert.match(
        insightsOf(GOOD, { further: { withoutTwins: part(20, 19) } }),
        /^20 of the images have a near-twin among the training images: without them accuracy is 94\.7% \(93\.8% to 95\.4%\), with them 94\.7% \(93\.8% to 95\.4%\)\. That they make a difference is not shown \(95\.0% of them are recognised\)\.$/m,
      );
    });

    it('say when twins flatter, and when disputed labels cost', () => {
      assert.match(
        insightsOf(GOOD, { further: { withoutTwins: part(300, 300) } }),
        /recognised more often \(100\.0%\), so that the plain accuracy flatters/,
      );
      assert.match(
        insightsOf(GOOD, { further: { withoutDisputed: part(50, 10) } }),
        /^50 of the images have a label that reviewers dispute: .* recognised less often \(20\.0%\)/m,
      );
      assert.match(insightsOf(GOOD, { further: { withoutDisputed: part(1, 0) } }), /^1 of the images has a label/m);
    });
  });
});
