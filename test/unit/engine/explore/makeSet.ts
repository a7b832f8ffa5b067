import type { Overlays } from '../../../../src/engine/explore/dataLibrary';
import { ImageIds } from '../../../../src/engine/explore/imageIds';
import { ImageSet } from '../../../../src/engine/explore/imageSet';
import { measureSet } from '../../../../src/engine/explore/measures';
import type { Asked } from '../../../../src/engine/explore/query';
import { Random } from '../../../../src/engine/random';
import { NO_LABEL } from '../../../../src/shared/metrics';

/** What a view sees without predictions and corrections. */
export const BARE: Overlays = { predictions: null, corrections: null };

export const never: AbortSignal = new AbortController().signal;
export const atOnce = () => undefined;

/** A split whose images are those given, [28, 28] each. */
export function splitOf(split: string, images: readonly Uint8Array[], labels: Uint8Array | null, classes = 10) {
  const pixels = new Uint8Array(images.length * 784);
  images.forEach((image, at) => pixels.set(image, at * 784));
  return {
    split,
    count: images.length,
    pixels,
    labels,
    classNames: Array.from({ length: classes }, (_, label) => `class ${label}`),
    source: (index: number) => ({ file: `${split}.csv`, row: index + 1 }),
  };
}

/** An image of smooth spots, with something to see in it. */
export function spotsOf(seed: number | string): Uint8Array {
  const random = new Random('spots', seed);
  const spots = Array.from({ length: 6 }, () => [
    random.below(28),
    random.below(28),
    2 + random.below(5),
    random.below(256),
  ]);
  return Uint8Array.from({ length: 784 }, (_, at) => {
    let value = 0;
    for (const [x, y, size, level] of spots) {
      value += level * Math.exp(-(((at % 28) - x) ** 2 + (Math.floor(at / 28) - y) ** 2) / (size * size));
    }
    return Math.min(255, Math.round(value));
  });
}

/** An image moved by (dx, dy); what comes in at the edge is `fill`. */
export function moved(image: Uint8Array, dx: number, dy: number, fill = 0): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, at) => {
    const [x, y] = [(at % 28) - dx, Math.floor(at / 28) - dy];
    return x >= 0 && x < 28 && y >= 0 && y < 28 ? image[y * 28 + x] : fill;
  });
}

/** Two splits of random images of all brightnesses, some of them unlabelled, measured. */
export async function randomData(seed: number, counts = [60, 25]): Promise<Asked> {
  const random = new Random('set', seed);
  const splits = counts.map((count, at) => {
    const images = Array.from({ length: count }, (_, index) => {
      const level = random.below(256);
      return spotsOf(`${seed} ${at} ${index}`).map((pixel) =>
        index % 7 === 0 ? level : Math.floor((pixel * level) / 255),
      );
    });
    const labels = Uint8Array.from({ length: count }, () => (random.below(5) === 0 ? NO_LABEL : random.below(4)));
    return splitOf(at === 0 ? 'train' : 'test', images, labels, 4);
  });
  const set = new ImageSet(splits, splits[0].classNames);
  const measures = await measureSet(set, atOnce);
  return { set, measures, marks: measures.marks, ids: new ImageIds(set) };
}
