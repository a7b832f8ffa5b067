import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import { breather } from '../breathe';
import type { ImageSet, NumberedSplit } from './imageSet';

/** Side of a block of pixels of which the mean is kept; blocks along a side, and of an image. */
const BLOCK = 4;
const BLOCKS_ALONG = IMAGE_SIDE / BLOCK;
const BLOCKS = BLOCKS_ALONG * BLOCKS_ALONG;
const BLOCK_PIXELS = BLOCK * BLOCK;
/** Pixels that are compared before it is looked whether the distance is too large already: a row of blocks. */
const STEP = BLOCK * IMAGE_SIDE;

/** Images of which the means are made between two breaths. */
const AT_A_TIME = 256;

export interface NearImage {
  image: number;
  /** Euclidean over the pixels, grey levels. */
  distance: number;
}

/**
 * The search for nearest images: among those of the split `train` where there is one, else of the first split. It is
 * exact, and quick because most images are ruled out by the means of 49 blocks: over a block, the squared differences of
 * the pixels sum up to no less than the squared difference of the means for each pixel (Cauchy-Schwarz). 49 bytes an image.
 */
export class NearestImages {
  private readonly among: NumberedSplit;
  /** The mean of each block of each image, rounded: [count, 49]. */
  private readonly means: Uint8Array;

  private constructor(private readonly set: ImageSet) {
    this.among = set.splits.find(({ split }) => split === 'train') ?? set.splits[0];
    this.means = new Uint8Array(this.among.count * BLOCKS);
  }

  /** Makes the means, some 100 ms for 60,000 images. @throws the signal's reason */
  static async of(set: ImageSet, signal: AbortSignal): Promise<NearestImages> {
    const search = new NearestImages(set);
    const breathe = breather(signal);
    for (let from = 0; from < search.among.count; from += AT_A_TIME) {
      search.makeMeans(from, from + AT_A_TIME);
      await breathe();
    }
    return search;
  }

  /** The same at once. */
  static atOnce(set: ImageSet): NearestImages {
    const search = new NearestImages(set);
    search.makeMeans(0, Infinity);
    return search;
  }

  /** The nearest other images, nearest first, of equally near ones the first. @throws RangeError if there is no such image */
  nearest(image: number, wanted: number): NearImage[] {
    const { means } = this;
    const { first, count, pixels } = this.among;
    const own = Uint8Array.from(this.set.pixelsOf(image));
    const added = boundsByMean(own);
    const bounds = lowerBounds(added, means, count);
    const found: Found[] = [];
    let limit = FAR;
    const compare = (index: number) => {
      if (first + index === image) return;
      const squares = squaresUpTo(limit, { own, added, bound: bounds[index] }, pixels, means, index);
      if (squares > limit) return;
      keepNearest(found, { index, squares }, wanted);
      if (found.length === wanted) limit = found[wanted - 1].squares;
    };
    // Those that promise most first: they leave few to be compared.
    const seeds = smallest(bounds, wanted + 1);
    seeds.forEach(compare);
    for (const index of seeds) bounds[index] = FAR + 1;
    for (const index of inOrder(bounds, limit)) {
      if (bounds[index] > limit) break;
      compare(index);
    }
    return found.map(({ index, squares }) => ({ image: first + index, distance: Math.sqrt(squares) }));
  }

  private makeMeans(from: number, to: number): void {
    const { count, pixels } = this.among;
    for (let index = from; index < Math.min(to, count); index++) {
      const sums = blockSums(pixels, index * IMAGE_BYTES);
      for (let block = 0; block < BLOCKS; block++) {
        this.means[index * BLOCKS + block] = (sums[block] + BLOCK_PIXELS / 2) / BLOCK_PIXELS;
      }
    }
  }
}

const searches = new WeakMap<ImageSet, NearestImages>();

/** One search at once, for work that may hold the thread; what is made for the first search of a data set is kept. */
export function nearestImages(set: ImageSet, image: number, wanted: number): NearImage[] {
  let search = searches.get(set);
  if (!search) searches.set(set, (search = NearestImages.atOnce(set)));
  return search.nearest(image, wanted);
}

interface Found {
  index: number;
  squares: number;
}

/** No image is as far as that: 784 x 255 x 255 is below it. */
const FAR = 0x7ffffffe;

function keepNearest(found: Found[], one: Found, wanted: number): void {
  const isBefore = (a: Found, b: Found) => a.squares < b.squares || (a.squares === b.squares && a.index < b.index);
  const at = found.findIndex((other) => isBefore(one, other));
  found.splice(at < 0 ? found.length : at, 0, one);
  if (found.length > wanted) found.pop();
}

/** The sum of the pixels of each block of an image, [49]. */
function blockSums(pixels: Uint8Array, start: number): Int32Array {
  const sums = new Int32Array(BLOCKS);
  for (let y = 0, at = start; y < IMAGE_SIDE; y++) {
    const row = (y >> 2) * BLOCKS_ALONG;
    for (let block = row; block < row + BLOCKS_ALONG; block++, at += BLOCK) {
      sums[block] += pixels[at] + pixels[at + 1] + pixels[at + 2] + pixels[at + 3];
    }
  }
  return sums;
}

/** Of each block, what each mean that an image may have there adds to the squared distance at least, [49, 256]. */
function boundsByMean(own: Uint8Array): Int32Array {
  const added = new Int32Array(BLOCKS * 256);
  blockSums(own, 0).forEach((sum, block) => {
    for (let mean = 0; mean < 256; mean++) {
      // Less what the rounded mean may be off.
      const difference = Math.max(0, Math.abs(sum - mean * BLOCK_PIXELS) - BLOCK_PIXELS / 2);
      added[block * 256 + mean] = Math.floor(difference ** 2 / BLOCK_PIXELS);
    }
  });
  return added;
}

/** What the squared distance to each image is at least, [count]. */
function lowerBounds(added: Int32Array, means: Uint8Array, count: number): Int32Array {
  const bounds = new Int32Array(count);
  for (let index = 0, at = 0; index < count; index++) {
    let total = 0;
    for (let block = 0; block < BLOCKS; block++, at++) total = (total + added[(block << 8) | means[at]]) | 0;
    bounds[index] = total;
  }
  return bounds;
}

/** The places of values up to a limit, those of small values first. */
function inOrder(values: Int32Array, limit: number): Uint32Array {
  let count = 0;
  for (const value of values) if (value <= limit) count++;
  // Value and place in one number, exact up to four million places.
  const keys = new Float64Array(count);
  for (let place = 0, at = 0; place < values.length; place++) {
    if (values[place] <= limit) keys[at++] = values[place] * PLACES + place;
  }
  return Uint32Array.from(keys.sort(), (key) => key % PLACES);
}

const PLACES = 2 ** 22;

/** The places of the smallest values, in no particular order. */
function smallest(values: Int32Array, wanted: number): number[] {
  const places: number[] = [];
  let largest = FAR + 1;
  for (let at = 0; at < values.length; at++) {
    if (values[at] >= largest) continue;
    const place = places.findIndex((other) => values[other] > values[at]);
    places.splice(place < 0 ? places.length : place, 0, at);
    if (places.length > wanted) places.pop();
    if (places.length === wanted) largest = values[places[wanted - 1]];
  }
  return places;
}

/** One image that others are compared with. */
interface Compared {
  own: Uint8Array;
  added: Int32Array;
  /** What the distance is at least. */
  bound: number;
}

/** The squared distance, or some number above `limit` if it is above it: the bound, of which each row of blocks is made exact. */
function squaresUpTo(
  limit: number,
  { own, added, bound }: Compared,
  pixels: Uint8Array,
  means: Uint8Array,
  index: number,
): number {
  const start = index * IMAGE_BYTES;
  let total = bound;
  for (let from = 0, block = 0; from < IMAGE_BYTES && total <= limit; from += STEP) {
    for (const end = block + BLOCKS_ALONG; block < end; block++) {
      total = (total - added[(block << 8) | means[index * BLOCKS + block]]) | 0;
    }
    for (let at = from; at < from + STEP; at++) {
      const difference = own[at] - pixels[start + at];
      total = (total + Math.imul(difference, difference)) | 0;
    }
  }
  return total;
}
