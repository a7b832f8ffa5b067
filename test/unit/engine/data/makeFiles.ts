// Small files of every kind that the readers know, made on the spot.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { UserError } from '../../../../src/shared/userError';

/** A fresh folder for each test of the suite it is called in. `write` makes sub-folders as needed and returns the path. */
export function freshFolder(): {
  path: (name?: string) => string;
  write: (name: string, content: string | Uint8Array) => string;
} {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const at = (name = '') => (name ? path.join(folder, name) : folder);
  return {
    path: at,
    write: (name, content) => {
      fs.mkdirSync(path.dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), content);
      return at(name);
    },
  };
}

/** 784 values of which every image of a test has its own. */
export function pixelsOf(image: number): number[] {
  return Array.from({ length: 784 }, (_, index) => (index * 7 + image * 31) % 256);
}

export const HEADER = ['label', ...Array.from({ length: 784 }, (_, index) => `pixel${index + 1}`)].join(',');

/** A CSV with a header and one image for each label. */
export function csvOf(labels: readonly number[]): string {
  return [HEADER, ...labels.map((label, image) => [label, ...pixelsOf(image)].join(','))].join('\n') + '\n';
}

export function idxImages(count: number, side = 28, values?: Uint8Array): Buffer {
  const bytes = Buffer.alloc(16 + count * side * side);
  [0x803, count, side, side].forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  if (values) bytes.set(values, 16);
  else
    for (let image = 0; image < count; image++)
      bytes.set(pixelsOf(image).slice(0, side * side), 16 + image * side * side);
  return bytes;
}

export function idxLabels(labels: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + labels.length);
  [0x801, labels.length].forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  bytes.set(labels, 8);
  return bytes;
}

/** A grey PNG of one byte a pixel. */
export function greyPng(width: number, height: number, values: ArrayLike<number>): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(Array.from({ length: width * height }, (_, index) => values[index] ?? 0));
  return PNG.sync.write(png, { colorType: 0, inputColorType: 0, bitDepth: 8, inputHasAlpha: false });
}

/** A picture of one colour, [red, green, blue, opacity]. */
export function plainPng(width: number, height: number, colour: readonly number[]): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at += 4) png.data.set(colour, at);
  return PNG.sync.write(png);
}

/** For `assert.rejects`: a UserError with exactly this message, where FOLDER stands for the given folder. */
export function userError(message: string, folder = ''): (error: unknown) => true {
  return (error) => {
    if (!(error instanceof UserError)) throw error instanceof Error ? error : new Error(String(error));
    const found = folder ? error.message.replaceAll(folder, 'FOLDER') : error.message;
    const slashed = path.sep === '/' ? found : found.replaceAll(path.sep, '/');
    if (slashed !== message) throw new Error(`expected: ${message}\n   found: ${slashed}`);
    return true;
  };
}

/** Puts the checksums of a PNG right, so that what is damaged in it gets as far as the decoder. */
export function withRightChecksums(png: Buffer): Buffer {
  const right = Buffer.from(png);
  for (let at = 8; at + 12 <= right.length;) {
    const end = at + 8 + right.readUInt32BE(at);
    if (end + 4 > right.length) break;
    right.writeUInt32BE(crc32(right.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return right;
}

/** The checksum of PNG (RFC 2083, section 15), bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
