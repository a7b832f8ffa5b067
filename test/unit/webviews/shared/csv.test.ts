import assert from 'node:assert/strict';
import { csvOf, fileNameOf } from '../../../../src/webviews/shared/csv';

describe('CSV of a view', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    it(`defuses text that begins with ${JSON.stringify(start)}`, () => {
      assert.match(csvOf([[`${start}1+1`]]), /^"?'/);
    });
  }

  it('leaves numbers alone, negative ones too', () => {
    assert.equal(csvOf([[-1.5, 1e-7, 'a-b']]), '-1.5,1e-7,a-b\r\n');
  });

  it('quotes what needs it', () => {
    assert.equal(csvOf([['a"b', 'c\nd', 'e,f']]), '"a""b","c\nd","e,f"\r\n');
  });
});

describe('a file name made of a title', () => {
  it('holds letters, digits and dashes alone', () => {
    assert.equal(fileNameOf('../..\\Loss (nats) <b>'), 'loss-nats-b');
    assert.equal(fileNameOf('\u{1F45F}'), 'chart');
    assert.equal(fileNameOf('x'.repeat(10_000)).length, 60);
  });
});
