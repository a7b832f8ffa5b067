import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  calibrationBins,
  confusedPairs,
  confusionMatrix,
  countInTop,
  crossEntropy,
  expectedCalibrationError,
  macroAverage,
  NO_LABEL,
  predict,
  scoreClasses,
  scorePredictions,
  weightedAverage,
} from '../../../src/shared/metrics';

function near(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const floats = (...values: number[]) => Float32Array.from(values);

// Six images: 0 0 1 1 2 2, predicted 0 1 1 1 0 2; the last image is not labelled.
const LABELS = bytes(0, 0, 1, 1, 2, 2, NO_LABEL);
const PREDICTED = bytes(0, 1, 1, 1, 0, 2, 2);

describe('predictions', () => {
  it('are the most probable class, its probability, and the lead over the next', () => {
    const { predicted, confidence, margin } = predict(floats(0.125, 0.625, 0.25, 0.75, 0.125, 0.125), 3);
    assert.deepEqual([...predicted], [1, 0]);
    assert.deepEqual([...confidence], [0.625, 0.75]);
    assert.deepEqual([...margin], [0.375, 0.625]);
  });

  it('are the lower class number where two are equal, with no lead', () => {
    const { predicted, margin } = predict(floats(0.2, 0.4, 0.4), 3);
    assert.deepEqual([predicted[0], margin[0]], [1, 0]);
  });
});

describe('the confusion matrix', () => {
  it('has a row for each actual class and passes over what is not labelled', () => {
    assert.deepEqual(confusionMatrix(LABELS, PREDICTED, 3), [
      [1, 1, 0],
      [0, 2, 0],
      [1, 0, 1],
    ]);
  });

  it('holds 255 classes', () => {
    const matrix = confusionMatrix(bytes(254, 0), bytes(254, 254), 255);
    assert.deepEqual([matrix.length, matrix[254].length, matrix[254][254], matrix[0][254]], [255, 255, 1, 1]);
  });
});

describe('scores of a class', () => {
  const classes = scoreClasses(confusionMatrix(LABELS, PREDICTED, 3));

  it('match figures worked by hand', () => {
    assert.deepEqual(
      classes.map(({ support, predicted }) => [support, predicted]),
      [
        [2, 2],
        [2, 3],
        [2, 1],
      ],
    );
    // precision 1/2 2/3 1/1, recall 1/2 2/2 1/2, F1 2*1/4 2*2/5 2*1/3
    assert.deepEqual(
      classes.map(({ precision, recall, f1 }) => [precision, recall, f1]),
      [
        [1 / 2, 1 / 2, 1 / 2],
        [2 / 3, 1, 4 / 5],
        [1, 1 / 2, 2 / 3],
      ],
    );
  });

  it('average over classes, plainly or by support', () => {
    near(macroAverage(classes).f1, (1 / 2 + 4 / 5 + 2 / 3) / 3);
    // 3 images of class 0 (2 right), 1 of class 1 (right): recall 2/3 and 1, weighted 3:1.
    const uneven = scoreClasses([
      [2, 1],
      [0, 1],
    ]);
    near(weightedAverage(uneven).recall, 3 / 4);
    near(weightedAverage(uneven).precision, (3 * 1 + 1 / 2) / 4);
    near(macroAverage(uneven).recall, 5 / 6);
  });

  it('without images count as in scikit-learn: left out of the mean if never predicted, else 0', () => {
    const absent = scoreClasses([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(macroAverage(absent), { precision: 1, recall: 1, f1: 1 });
    const predictedOnly = scoreClasses([
      [1, 0, 1],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual([predictedOnly[2].precision, predictedOnly[2].recall, predictedOnly[2].f1], [0, 0, 0]);
    near(macroAverage(predictedOnly).f1, (2 / 3 + 1 + 0) / 3);
    near(weightedAverage(predictedOnly).f1, ((2 / 3) * 2 + 1) / 3);
  });
});

describe('confused pairs', () => {
  it('are both directions, most images first, with their share of the actual class', () => {
    const confusion = [
      [5, 3, 0],
      [4, 6, 0],
      [3, 0, 9],
    ];
    assert.deepEqual(confusedPairs(confusion), [
      { actual: 1, predicted: 0, count: 4, share: 0.4 },
      { actual: 0, predicted: 1, count: 3, share: 3 / 8 },
      { actual: 2, predicted: 0, count: 3, share: 3 / 12 },
    ]);
  });
});

describe('top-k', () => {
  const probabilities = floats(0.5, 0.3, 0.2, 0.5, 0.3, 0.2, 0.5, 0.3, 0.2, 0.5, 0.25, 0.25);
  const labels = bytes(0, 1, 2, NO_LABEL);

  it('counts the images whose class is among the k most probable', () => {
    assert.deepEqual(
      [1, 2, 3].map((k) => countInTop(labels, probabilities, 3, k)),
      [1, 2, 3],
    );
  });

  it('puts the lower class number first where two are equal', () => {
    const tie = floats(0.5, 0.25, 0.25);
    assert.deepEqual([countInTop(bytes(1), tie, 3, 2), countInTop(bytes(2), tie, 3, 2)], [1, 0]);
  });
});

describe('cross-entropy', () => {
  it('is the mean of -ln p', () => {
    near(crossEntropy(bytes(0, 1, NO_LABEL), floats(0.5, 0.5, 0.75, 0.25, 0, 1), 2), (Math.LN2 + Math.log(4)) / 2);
  });

  it('stays finite where the class was ruled out', () => {
    near(crossEntropy(bytes(0), floats(0, 1), 2), -Math.log(1e-7));
  });
});

describe('calibration', () => {
  it('error matches figures worked by hand', () => {
    // Two bins: (0, 0.5] holds 0.5 (wrong); (0.5, 1] holds 0.75 (right), 1 (right), 0.75 (wrong).
    const labels = bytes(0, 1, 1, 0, NO_LABEL);
    const predictions = { predicted: bytes(1, 1, 1, 1, 1), confidence: floats(0.5, 0.75, 1, 0.75, 1) };
    const bins = calibrationBins(labels, predictions, 2);
    assert.deepEqual(bins, [
      { from: 0, to: 0.5, count: 1, accuracy: 0, confidence: 0.5 },
      { from: 0.5, to: 1, count: 3, accuracy: 2 / 3, confidence: 2.5 / 3 },
    ]);
    near(expectedCalibrationError(bins), (1 * 0.5 + 3 * (2.5 / 3 - 2 / 3)) / 4);
  });

  it('has 15 bins, closed on the right', () => {
    const bins = calibrationBins(bytes(0, 0, 0), { predicted: bytes(0, 0, 0), confidence: floats(0, 1, 0.5) });
    assert.equal(bins.length, 15);
    assert.deepEqual([bins[0].count, bins[7].count, bins[14].count], [1, 1, 1]);
  });
});

describe('all scores together', () => {
  it('agree with their parts', () => {
    const probabilities = new Float32Array(LABELS.length * 3).fill(0.25);
    PREDICTED.forEach((label, image) => (probabilities[image * 3 + label] = 0.5));
    const scores = scorePredictions(LABELS, predict(probabilities, 3), 3);
    assert.equal(scores.labelledCount, 6);
    near(scores.accuracy, 4 / 6);
    assert.ok(scores.accuracyInterval[0] < 4 / 6 && scores.accuracyInterval[1] > 4 / 6);
    near(scores.macroRecall, 4 / 6);
    near(scores.meanConfidence, 0.5);
    // Four right at 0.5 in one bin, two wrong: |4/6 - 0.5|.
    near(scores.ece, 4 / 6 - 0.5);
    near(scores.loss, (4 * Math.LN2 + 2 * Math.log(4)) / 6);
    // Of the two mistakes, 0 -> 1 has the class 0 second, 2 -> 0 has 1 before 2.
    near(scores.top2, 5 / 6);
  });
});
