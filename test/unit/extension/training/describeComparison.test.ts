import assert from 'node:assert/strict';
import { describeComparison } from '../../../../src/extension/training/describeComparison';
import type { RunRecord } from '../../../../src/shared/contracts/jobs';

const made = (tensorflow: string, threads = 2): Pick<RunRecord, 'engine' | 'machine'> => ({
  engine: { name: 'native', versions: { node: '20', tensorflow }, threads },
  machine: { platform: 'linux', arch: 'x64', cpu: 'A', cores: 2, node: '20' },
});

describe('describeComparison', () => {
  it('says that the weights are equal', () => {
    const verdict = describeComparison({ equal: true, largestDifference: 0 }, made('2.21'), made('2.21'));
    assert.equal(verdict, 'The weights are equal to those of the run, bit by bit.');
  });

  it('says by how much they differ, and what changed since', () => {
    const verdict = describeComparison({ equal: false, largestDifference: 0.0012345 }, made('2.21'), made('2.22', 4));
    assert.equal(
      verdict,
      'The weights are not equal to those of the run: by up to 0.00123. What changed since: the versions (node 20, ' +
        'tensorflow 2.21; now node 20, tensorflow 2.22); the threads (2; now 4).',
    );
  });

  it('says that the networks differ', () => {
    const verdict = describeComparison({ equal: false, largestDifference: null }, made('2'), made('2'));
    assert.equal(verdict, 'The weights are not equal to those of the run: the networks differ.');
  });
});
