import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import type { Random } from '../random';

export interface Augmentation {
  /** Pictures move by up to so many pixels each way. */
  shift: number;
  /** Every other picture is mirrored left to right. */
  flip: boolean;
  /** Side of the square that is blanked in each picture; its middle is anywhere, so a part of it may lie outside. */
  cutout: number;
}

/** A table from grey byte to pixel / 255, as the network takes it. */
const SCALED = Float32Array.from({ length: 256 }, (_, grey) => grey / 255);

/** Pictures for the network, [indices.length, 28, 28, 1], from pixels [count, 28, 28]; changed at random if asked to. */
export function assemblePictures(
  pixels: Uint8Array,
  indices: ArrayLike<number>,
  augmentation?: Augmentation & { random: Random },
): Float32Array {
  const pictures = new Float32Array(indices.length * IMAGE_BYTES);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i] * IMAGE_BYTES;
    const to = i * IMAGE_BYTES;
    if (!augmentation) {
      for (let k = 0; k < IMAGE_BYTES; k++) pictures[to + k] = SCALED[pixels[from + k]]!;
      continue;
    }
    const { random, shift, flip, cutout } = augmentation;
    const down = shift ? random.below(2 * shift + 1) - shift : 0;
    const right = shift ? random.below(2 * shift + 1) - shift : 0;
    const mirrored = flip && random.uint32() % 2 === 1;
    for (let y = Math.max(0, down); y < IMAGE_SIDE + Math.min(0, down); y++) {
      const source = from + (y - down) * IMAGE_SIDE;
      const target = to + y * IMAGE_SIDE;
      for (let x = Math.max(0, right); x < IMAGE_SIDE + Math.min(0, right); x++) {
        const column = x - right;
        pictures[target + x] = SCALED[pixels[source + (mirrored ? IMAGE_SIDE - 1 - column : column)]]!;
      }
    }
    if (cutout) blankSquare(pictures.subarray(to, to + IMAGE_BYTES), cutout, random);
  }
  return pictures;
}

function blankSquare(picture: Float32Array, side: number, random: Random): void {
  const top = random.below(IMAGE_SIDE) - (side >> 1);
  const left = random.below(IMAGE_SIDE) - (side >> 1);
  for (let y = Math.max(0, top); y < Math.min(IMAGE_SIDE, top + side); y++) {
    const line = y * IMAGE_SIDE;
    picture.fill(0, line + Math.max(0, left), line + Math.min(IMAGE_SIDE, left + side));
  }
}

/** Pictures mirrored left to right, as new arrays of the same form, [count, 28, 28, 1]. */
export function mirrorPictures(pictures: Float32Array): Float32Array {
  const mirrored = pictures.slice();
  for (let line = 0; line < mirrored.length; line += IMAGE_SIDE) mirrored.subarray(line, line + IMAGE_SIDE).reverse();
  return mirrored;
}
