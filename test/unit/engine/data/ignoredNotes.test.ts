import assert from 'node:assert/strict';
import { describeIgnored } from '../../../../src/engine/data/ignoredNotes';

describe('what was left out, in words', () => {
  it('tells of a hundred thousand files at once', function () {
    this.timeout(10_000); // a list that is copied for each file takes a minute
    const ignored = Array.from({ length: 100_000 }, (_, index) => ({
      path: `a/${index}`,
      why: 'not a table of pixels',
    }));
    const [line, ...more] = describeIgnored(ignored);
    assert.match(line, /^a\/0, .*: not tables of pixels$/);
    assert.deepEqual(more, []);
  });
});
