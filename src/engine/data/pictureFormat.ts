/** The kinds of picture that are read. */
export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'bmp' | 'gif';

/** The kind of a picture by its first bytes, whatever its name; null if it is none that is read. */
export function pictureFormat(head: Uint8Array): PictureFormat | null {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(12, head.byteLength)).toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('BM') && head.length > 26 && head[14] >= 12 && head[15] === 0) return 'bmp';
  return null;
}

/**
 * Width and height in pixels as a picture's header tells them, without decoding it: so that a small file cannot ask
 * for gigabytes. Null if the header is cut off or makes no sense.
 */
export function pictureSize(bytes: Buffer, format: PictureFormat): { width: number; height: number } | null {
  try {
    const [width, height] = SIZE_READERS[format](bytes);
    return width > 0 && height > 0 ? { width, height } : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // read past the end
    throw error;
  }
}

type Size = [width: number, height: number];

const SIZE_READERS: Record<PictureFormat, (bytes: Buffer) => Size> = {
  png: (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)],
  gif: (bytes) => [bytes.readUInt16LE(6), bytes.readUInt16LE(8)],
  bmp: (bytes) =>
    bytes.readUInt32LE(14) === 12
      ? [bytes.readUInt16LE(18), bytes.readUInt16LE(20)]
      : [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))],
  webp: webpSize,
  jpeg: jpegSize,
};

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(bytes: Buffer): Size {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
  if (chunk === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (chunk === 'VP8 ') return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
  return [0, 0];
}

/** Walks the segments up to the first frame header (SOF0-SOF15, without DHT, JPG and DAC that lie between them). */
function jpegSize(bytes: Buffer): Size {
  let at = 2;
  for (;;) {
    while (bytes.readUInt8(at) !== 0xff) at++;
    while (bytes.readUInt8(at) === 0xff) at++;
    const marker = bytes[at++];
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 3)];
    }
    if (marker === 0xd9 || marker === 0xda) return [0, 0];
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (!standsAlone) at += bytes.readUInt16BE(at);
  }
}
