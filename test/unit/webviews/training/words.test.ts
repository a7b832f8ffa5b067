import assert from 'node:assert/strict';
import { countOf } from '../../../../src/shared/numbers';
import {
  lastOfPath,
  writeDate,
  writeDuration,
  writePoints,
  writePointsInterval,
  writeRate,
  writeRoughDuration,
  writeShare,
} from '../../../../src/webviews/training/words';

describe('figures of the training view', () => {
  it('shares and points have one decimal; nothing is a dash', () => {
    assert.deepEqual([0.9281, 1, 0, null, NaN].map(writeShare), ['92.8%', '100.0%', '0.0%', '–', '–']);
    assert.deepEqual([0.0123, -0.0123, 0, -0.0001, null].map(writePoints), ['+1.2', '\u22121.2', '0.0', '0.0', '–']);
    assert.equal(writePointsInterval([-0.012, 0.004]), '\u22121.2 to +0.4');
  });

  it('durations are as long as needed', () => {
    assert.deepEqual([0.4, 59.6, 125, 3780, null].map(writeDuration), [
      '0 s',
      '1 min 0 s',
      '2 min 5 s',
      '1 h 3 min',
      '–',
    ]);
    assert.deepEqual([1, 22, 49, 52, 262, 3590, 4200].map(writeRoughDuration), [
      'about 5 s',
      'about 20 s',
      'about 50 s',
      'about 1 min',
      'about 4 min',
      'about 1 h',
      'about 1 h 10 min',
    ]);
  });

  it('learning rates are short', () => {
    assert.deepEqual([0.2, 0.019136, 0.00003, 0].map(writeRate), ['0.2', '0.0191', '3.0e-5', '0']);
  });

  it('dates carry the year where it is another one', () => {
    const now = new Date(2026, 11, 1);
    assert.equal(writeDate(new Date(2026, 10, 22, 15, 6).toISOString(), now), 'Nov 22, 15:06');
    assert.match(writeDate(new Date(2025, 10, 22, 15, 6).toISOString(), now), /2025/);
    assert.equal(writeDate('yesterday', now), '–');
  });

  it('paths end on any system', () => {
    assert.deepEqual(['/a/b', 'C:\\a\\b', '/a/b/', 'b'].map(lastOfPath), ['b', 'b', 'b', 'b']);
  });

  it('numbers have their noun', () => {
    assert.deepEqual(
      [countOf(1, 'run', 'runs'), countOf(2500, 'run', 'runs'), countOf(2, 'class', 'classes')],
      ['1 run', '2,500 runs', '2 classes'],
    );
  });
});
