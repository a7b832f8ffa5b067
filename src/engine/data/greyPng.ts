import zlib from 'node:zlib';
import { pictureFormat } from './pictureFormat';
import type { GreyPicture } from './resize';

/**
 * Decodes the kind of PNG that data sets are made of, some times faster than a decoder for all kinds: 8 bits of grey a pixel,
 * without interlacing, palette or transparency (https://www.w3.org/TR/png). Its checksums are verified.
 * @param maxPixels more are left to whoever decodes all kinds
 * @returns null where it is another kind, or in any way damaged: whoever decodes all kinds says then what is wrong.
 */
export function decodeGreyPng(bytes: Buffer, maxPixels: number): GreyPicture | null {
  if (!HAS_CHECKSUM || bytes.length < HEADER_END || pictureFormat(bytes) !== 'png') return null;
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  if (width * height === 0 || width * height > maxPixels) return null;
  // Bit depth 8, colour type 0, then compression, filter and interlace method 0.
  if (bytes.readUInt32BE(24) !== 0x08000000 || bytes[28] !== 0) return null;
  const data: Buffer[] = [];
  for (let at = SIGNATURE; ;) {
    if (at + 12 > bytes.length) return null;
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return null;
    if (zlib.crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const type = bytes.readUInt32BE(at + 4);
    if ((at === SIGNATURE) !== (type === HEADER)) return null;
    if (type === DATA) data.push(bytes.subarray(at + 8, end));
    else if (type === END) break;
    // What must be understood to show it begins with a capital letter.
    else if (type !== HEADER && (type === TRANSPARENCY || (type & LOWER_CASE) === 0)) return null;
    at = end + 4;
  }
  const size = (width + 1) * height;
  try {
    const packed = data.length === 1 ? data[0] : Buffer.concat(data);
    // By default each call would take 16 kB, most of it for the garbage collector. One byte to spare: a full chunk makes
    // zlib ask for another.
    const lines = zlib.inflateSync(packed, {
      maxOutputLength: size,
      chunkSize: Math.min(MOST_CHUNK, Math.max(LEAST_CHUNK, size + 1)),
    });
    return lines.length === size ? unfilter(lines, width, height) : null;
  } catch {
    return null;
  }
}

/** Bytes: the least that zlib takes, and its default. */
const [LEAST_CHUNK, MOST_CHUNK] = [64, 16 * 1024];
const SIGNATURE = 8;
const HEADER_END = 33;
/** The bit by which the first letter of a chunk's type is a small one. */
const LOWER_CASE = 0x20000000;
const [HEADER, DATA, END, TRANSPARENCY] = ['IHDR', 'IDAT', 'IEND', 'tRNS'].map((name) =>
  Buffer.from(name, 'latin1').readUInt32BE(),
);
/** Node 20.15 and later. */
const HAS_CHECKSUM = typeof (zlib as { crc32?: unknown }).crc32 === 'function';

/** Each line begins with the number of its filter: 0 none, 1 left, 2 above, 3 the mean of both, 4 Paeth's. */
function unfilter(lines: Buffer, width: number, height: number): GreyPicture | null {
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = y * (width + 1);
    const to = y * width;
    const filter = lines[from];
    if (filter > 4) return null;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? grey[to + x - 1] : 0;
      const above = y > 0 ? grey[to + x - width] : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = above;
      else if (filter === 3) guess = (left + above) >> 1;
      else if (filter === 4) guess = paeth(left, above, x > 0 && y > 0 ? grey[to + x - width - 1] : 0);
      grey[to + x] = lines[from + 1 + x] + guess;
    }
  }
  return { width, height, grey };
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
