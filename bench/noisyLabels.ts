// Real images with wrong labels of which we know: what the search for label errors is measured on.
import { Random } from '../src/engine/random';

/** Which labels go wrong. */
export type Noise = 'symmetric' | 'pairs';

/** Classes that people, too, confuse: top and shirt, pullover and coat, sandal and sneaker, sneaker and ankle boot. */
const CONFUSABLE_PAIRS: readonly (readonly [number, number])[] = [
  [0, 6],
  [2, 4],
  [5, 7],
  [7, 9],
];

/**
 * Labels of which a share are changed, drawn image by image: to any other class (`symmetric`), or, in classes that
 * have a confusable one, to that (`pairs`).
 * @returns the labels, and 1 where they are wrong, both [count]
 */
export function disturb(
  labels: Uint8Array,
  { noise, share, seed, classCount = 10 }: { noise: Noise; share: number; seed: number; classCount?: number },
): { labels: Uint8Array; isWrong: Uint8Array } {
  const random = new Random(seed, 'noisy labels', noise);
  const isWrong = new Uint8Array(labels.length);
  const disturbed = labels.map((label, image) => {
    const others =
      noise === 'symmetric'
        ? Array.from({ length: classCount }, (_, other) => other).filter((other) => other !== label)
        : CONFUSABLE_PAIRS.flatMap(([a, b]) => (a === label ? [b] : b === label ? [a] : []));
    const other = others[random.below(Math.max(1, others.length))];
    if (random.uniform() >= share || others.length === 0) return label;
    isWrong[image] = 1;
    return other;
  });
  return { labels: disturbed, isWrong };
}

/** The first `count` places of a drawing by seed, in ascending order. */
export function drawPlaces(total: number, count: number, seed: number): Uint32Array {
  const places = Uint32Array.from({ length: total }, (_, place) => place);
  return new Random(seed, 'reduced set').shuffle(places).slice(0, count).sort();
}

/** An IDX file of unsigned bytes. */
export function idxFile(values: Uint8Array, shape: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt8(8, 2);
  header.writeUInt8(shape.length, 3);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([header, values]);
}
