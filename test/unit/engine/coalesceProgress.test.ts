import assert from 'node:assert/strict';
import { coalesceProgress } from '../../../src/engine/coalesceProgress';
import type { Progress } from '../../../src/shared/contracts/jobs';

describe('coalesceProgress', () => {
  it('passes on about ten reports a second, and each change of the message', () => {
    const told: Progress[] = [];
    let time = 0;
    const report = coalesceProgress(
      (progress) => told.push(progress),
      () => time,
    );
    for (; time < 1000; time += 5) report({ message: time < 550 ? 'epoch 1' : 'epoch 2', fraction: time / 1000 });
    assert.deepEqual(
      told.map(({ message, fraction }) => `${message}: ${fraction}`),
      [0, 0.1, 0.2, 0.3, 0.4, 0.5]
        .map((fraction) => `epoch 1: ${fraction}`)
        .concat([0.55, 0.65, 0.75, 0.85, 0.95].map((fraction) => `epoch 2: ${fraction}`)),
    );
  });
});
