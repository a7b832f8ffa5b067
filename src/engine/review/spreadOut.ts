import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';

/**
 * Images up to this far apart, by `relativeDistance`, look alike: of 12,000 images of Fashion-MNIST, one in ten has such
 * a neighbour.
 */
const ALIKE = 0.2;

/** The distance of two images relative to how bright they are: 0 = the same, the square root of 2 = nothing in common. */
export function relativeDistance(a: Uint8Array, b: Uint8Array): number {
  const brightness = brightnessOf(a) + brightnessOf(b);
  return brightness === 0 ? 0 : Math.sqrt((2 * squaresUpTo(Infinity, a, b)) / brightness);
}

/**
 * The first `wanted` of a ranking, without any that looks like one before it: what was decided of one holds for its
 * likes. Those put off come at the end, if there are not enough others. Each is compared with all before it: half a
 * second for 1,000, half a minute for 10,000.
 * @param pause awaited often, with the share that is done @throws what it throws
 */
export async function spreadOut(
  ranked: ArrayLike<number>,
  wanted: number,
  pixelsOf: (image: number) => Uint8Array,
  pause: (share: number) => Promise<void> | undefined,
): Promise<Uint32Array> {
  const chosen: number[] = [];
  const seen: Look[] = [];
  const putOff: number[] = [];
  for (let at = 0; at < ranked.length && chosen.length < wanted; at++) {
    await pause(Math.max(chosen.length / wanted, at / ranked.length));
    const pixels = pixelsOf(ranked[at]);
    const brightness = brightnessOf(pixels);
    const look = { pixels, brightness, length: Math.sqrt(brightness) };
    if (seen.some((other) => areAlike(look, other))) putOff.push(ranked[at]);
    else {
      chosen.push(ranked[at]);
      seen.push(look);
    }
  }
  return Uint32Array.from([...chosen, ...putOff].slice(0, wanted));
}

interface Look {
  pixels: Uint8Array;
  /** The sum of the squares of the pixels, and its root. */
  brightness: number;
  length: number;
}

function areAlike(a: Look, b: Look): boolean {
  const limit = ((a.brightness + b.brightness) * ALIKE ** 2) / 2;
  // Two images differ by no less than their lengths do.
  if ((a.length - b.length) ** 2 > limit + 1) return false;
  return squaresUpTo(limit, a.pixels, b.pixels) <= limit;
}

function brightnessOf(pixels: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < IMAGE_BYTES; at++) sum += pixels[at] * pixels[at];
  return sum;
}

/** The sum of the squared differences, or some number above `limit` if it is above it. */
function squaresUpTo(limit: number, a: Uint8Array, b: Uint8Array): number {
  let squares = 0;
  for (let from = 0; from < IMAGE_BYTES && squares <= limit; from += IMAGE_SIDE) {
    for (let at = from; at < from + IMAGE_SIDE; at++) {
      const difference = a[at] - b[at];
      squares += difference * difference;
    }
  }
  return squares;
}
