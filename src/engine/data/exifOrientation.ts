/**
 * The orientation that a camera wrote, 1 to 8; 1 where there is none. `exif` is the TIFF structure that follows the
 * `Exif` mark of a JPEG (EXIF 2.32, tag 0x0112 in the first directory).
 */
export function exifOrientation(exif: Uint8Array | undefined): number {
  const start = exif ? tiffStart(exif) : -1;
  if (!exif || start < 0) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset + start, exif.byteLength - start);
  const little = view.getUint16(0) === 0x4949;
  try {
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    for (let entry = 0; entry < entries; entry++) {
      const at = directory + 2 + 12 * entry;
      if (view.getUint16(at, little) !== 0x0112) continue;
      const orientation = view.getUint16(at + 8, little);
      return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // a directory that points past the end
  }
  return 1;
}

/** Decoders differ in how much of the mark `Exif\0\0` they leave in front. */
function tiffStart(exif: Uint8Array): number {
  for (let at = 0; at <= 6 && at + 8 <= exif.length; at++) {
    const order = (exif[at] << 8) | exif[at + 1];
    if (order === 0x4949 || order === 0x4d4d) return at;
  }
  return -1;
}

/** Turns a square image, [side, side] row-major, upright. */
export function turnUpright(image: Uint8Array, side: number, orientation: number): Uint8Array {
  return turnPictureUpright({ width: side, height: side, pixels: image }, 1, orientation).pixels;
}

/** Turns a picture, [height, width, channels] row-major, upright. */
export function turnPictureUpright(
  picture: { width: number; height: number; pixels: Uint8Array },
  channels: number,
  orientation: number,
): { width: number; height: number; pixels: Uint8Array } {
  if (orientation <= 1 || orientation > 8) return picture;
  const { pixels } = picture;
  const [width, height] = orientation >= 5 ? [picture.height, picture.width] : [picture.width, picture.height];
  const upright = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = SOURCES[orientation](x, y, picture.width - 1, picture.height - 1);
      const from = (fromY * picture.width + fromX) * channels;
      for (let at = 0; at < channels; at++) upright[(y * width + x) * channels + at] = pixels[from + at];
    }
  }
  return { width, height, pixels: upright };
}

/** For each orientation, where the pixel at (x, y) of the upright picture lies in the stored one, up to (right, bottom). */
const SOURCES: Record<number, (x: number, y: number, right: number, bottom: number) => [x: number, y: number]> = {
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, right, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, right, bottom) => [y, bottom - x],
  7: (x, y, right, bottom) => [right - y, bottom - x],
  8: (x, y, right) => [right - y, x],
};
