import assert from 'node:assert/strict';
import { asShownText, formatTimeLeft } from '../../../src/extension/shownText';

describe('text that is shown', () => {
  it('leaves plain names alone', () => {
    for (const name of ['T-shirt/top', 'été (1).csv', '[x] y', '衣服', 'a$b', '100 % & more']) {
      assert.equal(asShownText(name), name);
    }
  });

  it('makes no link of a name', () => {
    assert.doesNotMatch(asShownText('[free](command:workbench.action.quit)'), /\]\(/);
  });

  it('makes no icon of a name', () => {
    assert.doesNotMatch(asShownText('$(trash) data'), /\$\(/);
  });

  it('keeps to one line and one direction', () => {
    assert.equal(asShownText('a\n\tb\u202egnp.csv\u0007'), 'a b gnp.csv ');
  });
});

describe('time left', () => {
  it('is told in seconds, minutes or hours', () => {
    assert.deepEqual([0.2, 59, 60, 95, 3590, 4800].map(formatTimeLeft), [
      '1 s left',
      '59 s left',
      '1 min left',
      '2 min left',
      '1 h 0 min left',
      '1 h 20 min left',
    ]);
  });
});
