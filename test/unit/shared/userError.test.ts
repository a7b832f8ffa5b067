import assert from 'node:assert/strict';
import { UserError } from '../../../src/shared/userError';

describe('an error for people', () => {
  it('is one line: place, problem, remedy', () => {
    const { message } = new UserError('the label is missing', 'add it', { file: 'a.csv', row: 3, column: 7 });
    assert.equal(message, 'a.csv:3:7: the label is missing; add it');
  });

  it('leaves out what does not apply', () => {
    assert.equal(new UserError('no data', '', { file: 'a.csv' }).message, 'a.csv: no data');
    assert.equal(new UserError('no data', 'choose some').message, 'no data; choose some');
  });

  it('stays one line, read in one direction, whatever a name holds', () => {
    const { message } = new UserError('bad', 'mend it', { file: 'a\nb\u001b[2J\u0085\u202ec\u2028d' });
    assert.equal(message, 'a b [2J c d: bad; mend it');
  });
});
