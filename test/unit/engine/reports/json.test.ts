import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatJson } from '../../../../src/engine/reports/json';

describe('JSON for people', () => {
  it('keeps lists of numbers on one line', () => {
    const value = { name: 'a', counts: [1, -2.5, 3e-9], rows: [[1], [2, 3]], none: [] };
    assert.equal(
      formatJson(value),
      '{\n  "name": "a",\n  "counts": [1, -2.5, 3e-9],\n  "rows": [\n    [1],\n    [2, 3]\n  ],\n  "none": []\n}\n',
    );
  });

  it('leaves text alone that looks like a list', () => {
    const value = { text: '[\n 1,\n 2\n]', list: ['[\n1\n]'] };
    assert.deepEqual(JSON.parse(formatJson(value)), value);
  });

  it('writes what is not a number as null', () => {
    assert.deepEqual(JSON.parse(formatJson([NaN, Infinity, 1])), [null, null, 1]);
  });
});
