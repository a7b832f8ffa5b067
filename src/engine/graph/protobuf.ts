// The few parts of Protocol Buffers' wire format that a TensorFlow graph needs
// (https://protobuf.dev/programming-guides/encoding). A message is written as the list of its fields.

/** A field of a message: its number, and its value as it goes on the wire. */
export type Field = Uint8Array;

export function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A whole number from -2^53 to 2^53, as int32, int64, bool or enum. */
export function integer(field: number, value: number): Field {
  return Buffer.concat([varint(BigInt(field) << 3n), varint(BigInt.asUintN(64, BigInt(value)))]);
}

export function float(field: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((BigInt(field) << 3n) | 5n), bytes]);
}

/** Text, bytes, or a message within a message. */
export function nested(field: number, value: string | Uint8Array): Field {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([varint((BigInt(field) << 3n) | 2n), varint(BigInt(bytes.length)), bytes]);
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}
