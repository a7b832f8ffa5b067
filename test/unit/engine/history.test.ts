import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatHistory } from '../../../src/engine/history';

const EPOCH = {
  epoch: 1,
  trainLoss: 0.5,
  trainAccuracy: 0.8,
  validationLoss: 0.4,
  validationAccuracy: 0.85,
  learningRate: 0.001,
  seconds: 12.5,
  imagesPerSecond: 4320,
};

describe('history.csv', () => {
  it('has the columns that people were promised', () => {
    assert.equal(
      formatHistory([EPOCH]),
      'epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds,images_per_second\n' +
        '1,0.5,0.8,0.4,0.85,0.001,12.5,4320\n',
    );
  });

  it('leaves empty what was not measured', () => {
    const epoch = { ...EPOCH, epoch: 2, validationLoss: NaN, validationAccuracy: NaN };
    assert.equal(formatHistory([epoch]).split('\n')[1], '2,0.5,0.8,,,0.001,12.5,4320');
    assert.equal(formatHistory([]).split('\n').length, 2);
  });
});
