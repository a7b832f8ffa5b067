import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { listed, percent, plain, signed, table } from '../../../../src/engine/reports/words';

describe('the words of reports', () => {
  it('write shares and differences', () => {
    assert.deepEqual([percent(0.9276), percent(1, 0), percent(NaN)], ['92.8%', '100%', '-']);
    assert.deepEqual([signed(0.329), signed(-0.466), signed(-0.001)], ['+0.33', '-0.47', '0.00']);
  });

  it('list names, and count what is too many', () => {
    assert.deepEqual([listed([]), listed(['a']), listed(['a', 'b'])], ['', 'a', 'a and b']);
    assert.equal(listed(['a', 'b', 'c', 'd', 'e']), 'a, b, c, d and e');
    assert.equal(listed(['a', 'b', 'c', 'd', 'e', 'f']), 'a, b, c, d and 2 more');
  });

  it('keep a name from anyone on its line', () => {
    assert.equal(plain('a\nb\u001b[31m\u2028\u202ec\u200fd'), 'a b [31m c d');
    assert.equal(plain('T-shirt/top é 日本'), 'T-shirt/top é 日本');
  });

  it('align tables', () => {
    assert.deepEqual(
      table([
        ['name', 'n'],
        ['a', '1,000'],
      ]),
      ['name      n', 'a     1,000'],
    );
  });
});
