// Our own, because the packages that decode BMP get palettes, odd widths or the offset of the pixels wrong (bmp-ts 1.0.9
// all three). The format: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
import * as l10n from '@vscode/l10n';

const RGB = 0;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;

interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  pixelsAt: number;
  /** Red, green, blue, opacity for each index; empty where pixels are colours. */
  palette: Uint8Array;
  /** Which bits of a 16 or 32 bit pixel are red, green, blue and opacity. */
  masks: number[];
}

/** Decodes an uncompressed BMP of 1, 4, 8, 16, 24 or 32 bits a pixel. @throws Error (RangeError if it is cut off) */
export function decodeBmp(bytes: Buffer): { width: number; height: number; rgba: Uint8Array } {
  const header = readHeader(bytes);
  const { width, height, topDown, bits, pixelsAt } = header;
  const lineBytes = Math.ceil((width * bits) / 32) * 4;
  if (pixelsAt + lineBytes * height > bytes.length + 3) throw new RangeError(l10n.t('the pixels are cut off'));
  const rgba = new Uint8Array(width * height * 4);
  const copyPixel = pixelCopier(bytes, header, rgba);
  for (let y = 0; y < height; y++) {
    const line = pixelsAt + lineBytes * (topDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) copyPixel(line, x, (y * width + x) * 4);
  }
  return { width, height, rgba: opaqueUnlessUsed(rgba) };
}

function readHeader(bytes: Buffer): Header {
  const pixelsAt = bytes.readUInt32LE(10);
  const size = bytes.readUInt32LE(14);
  const isOld = size === 12; // OS/2: 16-bit sizes, three bytes a palette colour
  if (!isOld && size < 40) throw new Error(l10n.t('unknown header of {0} bytes', size));
  const width = isOld ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = isOld ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(isOld ? 24 : 28);
  const compression = isOld ? RGB : bytes.readUInt32LE(30);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new Error(l10n.t('{0} bits a pixel', bits));
  const hasMasks = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS;
  if (compression !== RGB && !(hasMasks && bits >= 16)) throw new Error(l10n.t('a compression that is not read'));
  const withAlpha = size >= 56 || compression === ALPHA_BIT_FIELDS;
  const masks = hasMasks
    ? [54, 58, 62, 66].map((at, index) => (index < 3 || withAlpha ? bytes.readUInt32LE(at) : 0))
    : bits === 16
      ? [0x7c00, 0x03e0, 0x001f, 0]
      : [0xff0000, 0xff00, 0xff, 0xff000000];
  const colours = bits > 8 ? 0 : Math.min(1 << bits, (isOld ? 0 : bytes.readUInt32LE(46)) || 1 << bits);
  const paletteAt = 14 + size;
  const colourBytes = isOld ? 3 : 4;
  const palette = new Uint8Array(colours * 4);
  for (let index = 0; index < colours; index++) {
    const at = paletteAt + index * colourBytes;
    palette.set([bytes.readUInt8(at + 2), bytes.readUInt8(at + 1), bytes.readUInt8(at), 255], index * 4);
  }
  return { width, height: Math.abs(signedHeight), topDown: signedHeight < 0, bits, pixelsAt, palette, masks };
}

type CopyPixel = (line: number, x: number, to: number) => void;

function pixelCopier(bytes: Buffer, { bits, palette, masks }: Header, rgba: Uint8Array): CopyPixel {
  if (bits <= 8) {
    return (line, x, to) => {
      const bit = x * bits;
      const index = (bytes.readUInt8(line + (bit >> 3)) >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
      if (index * 4 >= palette.length) throw new Error(l10n.t('a colour outside its palette'));
      for (let channel = 0; channel < 4; channel++) rgba[to + channel] = palette[index * 4 + channel];
    };
  }
  if (bits === 24) {
    return (line, x, to) => {
      const at = line + x * 3;
      rgba[to] = bytes.readUInt8(at + 2);
      rgba[to + 1] = bytes.readUInt8(at + 1);
      rgba[to + 2] = bytes.readUInt8(at);
      rgba[to + 3] = 255;
    };
  }
  const fields = masks.map((mask) => ({ mask: mask >>> 0, low: mask === 0 ? 1 : (mask & -mask) >>> 0 }));
  return (line, x, to) => {
    const pixel = bits === 16 ? bytes.readUInt16LE(line + x * 2) : bytes.readUInt32LE(line + x * 4);
    fields.forEach(({ mask, low }, channel) => {
      const most = mask / low; // the largest value that the field can hold
      rgba[to + channel] =
        mask === 0 ? (channel === 3 ? 255 : 0) : Math.round((((pixel & mask) >>> 0) / low / most) * 255);
    });
  };
}

/** Many files with four bytes a pixel leave the fourth at 0: then it means nothing. */
function opaqueUnlessUsed(rgba: Uint8Array): Uint8Array {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 0) return rgba;
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return rgba;
}
