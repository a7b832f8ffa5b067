import zlib from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { decode as decodeJpeg } from 'jpeg-js';
import { GifReader } from 'omggif';
import { PNG } from 'pngjs';
import { decodeBmp } from './bmp';
import { exifOrientation } from './exifOrientation';
import { pictureFormat, type PictureFormat, pictureSize } from './pictureFormat';
import { decodeWebp } from './webp';

/** A decoded picture. */
export interface ColourPicture {
  width: number;
  height: number;
  /** Red, green, blue, opacity: [height, width, 4] row-major, 0-255. */
  rgba: Uint8Array;
  /** How it must be turned to stand upright: the EXIF orientation, 1 (as it is) to 8. */
  orientation: number;
}

/** A picture that cannot be decoded; the message says why, in a few words, for a person. */
export class DamagedPictureError extends Error {
  override readonly name = 'DamagedPictureError';
}

/**
 * The most pixels that a picture may have: what cameras of 24 megapixels take. A picture is decoded in one go and in
 * memory; at this size that takes up to five seconds and 1 GB, and it grows with the pixels.
 */
export const MAX_PIXELS = 25_000_000;

/** Decodes a picture of any of the kinds that are read, told by its content. @throws DamagedPictureError */
export async function decodePicture(bytes: Buffer): Promise<ColourPicture> {
  if (bytes.length === 0) throw new DamagedPictureError(l10n.t('the file is empty'));
  const format = pictureFormat(bytes);
  if (!format) throw new DamagedPictureError(l10n.t('its content is no PNG, JPEG, WebP, BMP or GIF'));
  const name = format.toUpperCase();
  const size = pictureSize(bytes, format);
  if (!size) throw new DamagedPictureError(l10n.t('its {0} header is damaged', name));
  const { width, height } = size;
  if (width * height > MAX_PIXELS) {
    throw new DamagedPictureError(
      l10n.t('{0} x {1} is above the limit of {2} megapixels', width, height, MAX_PIXELS / 1e6),
    );
  }
  let picture: Omit<ColourPicture, 'orientation'> & { orientation?: number };
  try {
    picture = await DECODERS[format](bytes);
  } catch (error) {
    // The decoders throw all sorts of things at damaged data.
    throw new DamagedPictureError(l10n.t('its {0} data is damaged ({1})', name, reasonOf(error)));
  }
  if (picture.width !== width || picture.height !== height || picture.rgba.length < width * height * 4) {
    throw new DamagedPictureError(l10n.t('its {0} data and header disagree', name));
  }
  return { orientation: 1, ...picture };
}

type Decoder = (bytes: Buffer) => Promise<Omit<ColourPicture, 'orientation'> & { orientation?: number }>;

const DECODERS: Record<PictureFormat, Decoder> = {
  png: (bytes) => {
    const { width, height, data } = PNG.sync.read(checkedPng(bytes));
    return Promise.resolve({ width, height, rgba: data });
  },
  jpeg: (bytes) => {
    const { width, height, data, exifBuffer } = decodeJpeg(bytes, JPEG_OPTIONS) as ReturnType<typeof decodeJpeg> & {
      exifBuffer?: Uint8Array;
    };
    return Promise.resolve({ width, height, rgba: data, orientation: exifOrientation(exifBuffer) });
  },
  bmp: (bytes) => Promise.resolve(decodeBmp(bytes)),
  gif: (bytes) => {
    const gif = new GifReader(bytes);
    const frame = gif.frameInfo(0);
    if (frame.x + frame.width > gif.width || frame.y + frame.height > gif.height) {
      throw new Error(l10n.t('frame outside the picture'));
    }
    const rgba = new Uint8Array(gif.width * gif.height * 4);
    const said = withoutLog(() => gif.decodeAndBlitFrameRGBA(0, rgba));
    if (said.includes('shorter')) throw new Error(l10n.t('the pixels are cut off'));
    return Promise.resolve({ width: gif.width, height: gif.height, rgba });
  },
  webp: decodeWebp,
};

const JPEG_OPTIONS = {
  useTArray: true,
  formatAsRGBA: true,
  tolerantDecoding: false,
  maxResolutionInMP: MAX_PIXELS / 1e6 + 1,
  maxMemoryUsageInMB: 2048,
} as const;

/**
 * A PNG without what follows its end, which pngjs takes for damage. pngjs also unpacks an interlaced picture without a
 * limit: here it is seen first that it does not hold more than its size needs.
 */
function checkedPng(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 8;
  for (let type = ''; type !== 'IEND';) {
    const length = bytes.readUInt32BE(at);
    type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
    if (at > bytes.length) throw new Error(l10n.t('the file is cut off'));
  }
  if (bytes[28] !== 0) {
    // Eight bytes a pixel at most, and a filter byte for each line of the seven passes.
    const lines = bytes.readUInt32BE(20) * 8;
    zlib.inflateSync(Buffer.concat(parts), { maxOutputLength: bytes.readUInt32BE(16) * lines + lines + 64 });
  }
  return bytes.subarray(0, at);
}

/** omggif writes its warnings to the standard output, which belongs to our results: gives them back instead. */
function withoutLog(work: () => void): string {
  const { log } = console;
  const said: unknown[] = [];
  console.log = (...words: unknown[]) => said.push(...words);
  try {
    work();
  } finally {
    console.log = log;
  }
  return said.join(' ');
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0].slice(0, 100);
}
