import assert from 'node:assert/strict';
import { float, integer, message, nested } from '../../../../src/engine/graph/protobuf';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The first three are the examples of https://protobuf.dev/programming-guides/encoding. */
describe('Protocol Buffers', () => {
  it('writes a whole number as a varint', () => {
    assert.equal(hex(integer(1, 150)), '089601');
  });

  it('writes text with its length', () => {
    assert.equal(hex(nested(2, 'testing')), '120774657374696e67');
  });

  it('writes a message within a message', () => {
    assert.equal(hex(nested(3, message(integer(1, 150)))), '1a03089601');
  });

  it('writes a negative number in ten bytes', () => {
    assert.equal(hex(integer(1, -1)), '08ffffffffffffffffff01');
  });

  it('writes a float in four bytes, little-endian', () => {
    assert.equal(hex(float(4, 1)), '250000803f');
  });

  it('has fields beyond the fifteenth, and lengths beyond 127', () => {
    assert.equal(hex(integer(16, 1)), '800101');
    assert.equal(hex(nested(2, 'x'.repeat(200)).subarray(0, 3)), '12c801');
  });
});
