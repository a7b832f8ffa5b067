import type { DataLocation } from '../../shared/contracts/jobs';
import { IMAGE_SIDE } from '../../shared/classes';
import type { ColourPicture } from './decodePicture';
import { turnUpright } from './exifOrientation';
import { type Fit, fitToImage, type GreyPicture } from './resize';

export type Invert = NonNullable<DataLocation['invert']>;

/**
 * Makes any picture an image of the data set's kind: 28x28, grey, light on black (0). With `auto` a picture whose border
 * is light is inverted.
 */
export function toImage(
  picture: ColourPicture,
  invert: Invert,
  fit: Fit = 'contain',
): { image: Uint8Array; inverted: boolean } {
  const { width, height, rgba } = picture;
  const grey = luminance(rgba, width * height);
  if (isTranslucent(rgba)) layOver(grey, rgba, backdropOf(grey, rgba, width, height, invert));
  return greyToImage({ width, height, grey }, invert, fit, picture.orientation);
}

/** The same for a picture that is grey and solid. Its values may be changed. */
export function greyToImage(
  { width, height, grey }: GreyPicture,
  invert: Invert,
  fit: Fit = 'contain',
  orientation = 1,
): { image: Uint8Array; inverted: boolean } {
  const inverted =
    invert === 'yes' || (invert === 'auto' && borderMean(width, height, (at) => grey[at]) >= LIGHT_BORDER);
  if (inverted) for (let at = 0; at < grey.length; at++) grey[at] = 255 - grey[at];
  const image = turnUpright(fitToImage({ width, height, grey }, fit), IMAGE_SIDE, orientation);
  return { image, inverted };
}

/**
 * The mean brightness of a border from which on it counts as light: half-way between the lightest of the 70,000 real
 * images (108) and the white and near-white grounds (200 and more) that things are photographed on.
 */
const LIGHT_BORDER = 154;
const HALF = 128;

/** ITU-R 601 luma in 16-bit fixed point, rounded: bit for bit Pillow's mode L. Grey stays as it is. */
function luminance(rgba: Uint8Array, count: number): Uint8Array {
  const grey = new Uint8Array(count);
  for (let at = 0, from = 0; at < count; at++, from += 4) {
    grey[at] = (rgba[from] * 19595 + rgba[from + 1] * 38470 + rgba[from + 2] * 7471 + 0x8000) >> 16;
  }
  return grey;
}

function isTranslucent(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return true;
  return false;
}

function layOver(grey: Uint8Array, rgba: Uint8Array, backdrop: number): void {
  for (let at = 0; at < grey.length; at++) {
    const opacity = rgba[at * 4 + 3];
    grey[at] = Math.round((grey[at] * opacity + backdrop * (255 - opacity)) / 255);
  }
}

/**
 * What a picture with see-through parts is laid upon. Where inverting is said, it is what becomes black. Else, if the
 * border is solid, it is what the border is, light or dark; and if the border is see-through (a cut-out), it is the
 * opposite of the thing shown: a dark shoe on white (and then inverted), a light one on black, so that no thing vanishes.
 */
function backdropOf(grey: Uint8Array, rgba: Uint8Array, width: number, height: number, invert: Invert): number {
  if (invert !== 'auto') return invert === 'yes' ? 255 : 0;
  const opacity = (at: number) => rgba[at * 4 + 3];
  if (borderMean(width, height, opacity) >= HALF) {
    return borderMean(width, height, (at) => grey[at]) >= LIGHT_BORDER ? 255 : 0;
  }
  let sum = 0;
  let weight = 0;
  for (let at = 0; at < grey.length; at++) {
    sum += grey[at] * opacity(at);
    weight += opacity(at);
  }
  return weight > 0 && sum / weight < HALF ? 255 : 0;
}

/** The mean of a value over the outermost pixels: one wide, or a 28th of the shorter side. */
function borderMean(width: number, height: number, valueAt: (at: number) => number): number {
  const depth = Math.max(1, Math.floor(Math.min(width, height) / IMAGE_SIDE));
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    const inner = y >= depth && y < height - depth;
    for (let x = 0; x < width; x++) {
      if (inner && x === depth && width > 2 * depth) x = width - depth;
      sum += valueAt(y * width + x);
      count++;
    }
  }
  return sum / count;
}
