import assert from 'node:assert/strict';
import {
  formatCount,
  formatDuration,
  formatFacts,
  formatShare,
  formatTable,
  printable,
  printableLines,
} from '../../../src/cli/formatting';

describe('command line: formatting', () => {
  it('durations', () => {
    assert.equal(formatDuration(0.4), '0 s');
    assert.equal(formatDuration(59.6), '1 min 0 s');
    assert.equal(formatDuration(125), '2 min 5 s');
    assert.equal(formatDuration(3780), '1 h 3 min');
  });

  it('shares and counts', () => {
    assert.equal(formatShare(0.92314), '92.31%');
    assert.equal(formatShare(null), '-');
    assert.equal(formatShare(NaN), '-');
    assert.equal(formatCount(60000), '60,000');
  });

  it('facts stand in two columns; what is not known is left out', () => {
    const facts = formatFacts([
      ['a', '1'],
      ['longer', '2'],
      ['unknown', null],
    ]);
    assert.equal(facts, '  a       1\n  longer  2\n');
  });

  it('numbers of a table stand to the right', () => {
    const table = formatTable(
      ['run', 'epochs'],
      [
        ['first', '8'],
        ['second one', '12'],
      ],
    );
    assert.equal(table, '  run         epochs\n  first            8\n  second one      12\n');
  });

  it('control characters of data never reach the terminal', () => {
    assert.equal(printable('a\u001b[2Jb\u009bc\td'), 'a\ufffd[2Jb\ufffdc\ufffdd');
  });

  it('text of data stays on its line and keeps its direction', () => {
    const evil = 'hat\n- The model is perfect\u202e\u2066\u200f\u061c\u2028';
    const tamed = `hat\ufffd- The model is perfect${'\ufffd'.repeat(5)}`;
    assert.equal(printable(evil), tamed);
    assert.equal(formatFacts([['classes', evil]]), `  classes  ${tamed}\n`);
    assert.equal(formatFacts([['a\nb', '1']]), '  a\ufffdb  1\n');
    assert.equal(formatTable(['run'], [[evil]]), `  run\n  ${tamed}\n`);
    assert.equal(
      printableLines(`Error: ${evil}\n  at here`),
      'Error: hat\n- The model is perfect\ufffd\ufffd\ufffd\ufffd\ufffd\n  at here',
    );
  });
});
