import { IMAGE_BYTES } from '../../shared/classes';
import type { MeanImagePair, NeighbourPair, Neighbours } from '../../shared/contracts/analysis';
import { NO_LABEL } from '../../shared/metrics';
import { type Dataset, imageAt } from '../data/dataset';
import { Random } from '../random';
import { type ImageStatistics, meanImage } from './imageStatistics';
import { findNearest } from './nearestNeighbours';

/** What the report lists at most. */
const MAX_PAIRS = 20;
/** Images in the nearest-neighbour search, at most. */
const SAMPLE_SIZE = 5000;

/** Pairs of classes by how far their mean images are from each other, most alike first. */
export function compareMeanImages(statistics: ImageStatistics): MeanImagePair[] {
  const images = statistics.classCounts.map((_, label) => meanImage(statistics, label));
  const pairs: MeanImagePair[] = [];
  images.forEach((first, a) => {
    images.slice(0, a).forEach((second, b) => {
      if (!first || !second) return;
      const squares = first.reduce((total, pixel, at) => total + (pixel - second[at]) ** 2, 0);
      pairs.push({ a: b, b: a, distance: Math.sqrt(squares / IMAGE_BYTES) });
    });
  });
  return pairs.sort((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b).slice(0, MAX_PAIRS);
}

/**
 * Which classes lie among each other: the nearest neighbour of each image of a sample, within the sample.
 * Null where there are not two labelled images.
 */
export async function compareNeighbours(
  dataset: Dataset,
  seed: number,
  pause: (share: number) => Promise<void> | undefined,
): Promise<Neighbours | null> {
  const { labels } = dataset;
  if (!labels) return null;
  const labelled = Uint32Array.from(labels.keys()).filter((index) => labels[index] !== NO_LABEL);
  if (labelled.length < 2) return null;
  const sample = new Random('neighbours', seed).shuffle(labelled).slice(0, SAMPLE_SIZE).sort();
  const pixels = new Uint8Array(sample.length * IMAGE_BYTES);
  sample.forEach((index, at) => pixels.set(imageAt(dataset, index), at * IMAGE_BYTES));

  const nearest = await findNearest(pixels, pause);
  const labelAt = (at: number) => labels[sample[at]];
  const classCounts = new Array<number>(dataset.classNames.length).fill(0);
  const counts = new Map<string, NeighbourPair>();
  let agreeing = 0;
  nearest.forEach((neighbour, at) => {
    const own = labelAt(at);
    const other = labelAt(neighbour);
    classCounts[own]++;
    if (own === other) {
      agreeing++;
      return;
    }
    const [a, b] = own < other ? [own, other] : [other, own];
    const pair = counts.get(`${a} ${b}`) ?? { a, b, count: 0, share: 0 };
    counts.set(`${a} ${b}`, { ...pair, count: pair.count + 1 });
  });
  const pairs = [...counts.values()].map((pair) => ({
    ...pair,
    share: pair.count / (classCounts[pair.a] + classCounts[pair.b]),
  }));
  pairs.sort((x, y) => y.share - x.share || y.count - x.count || x.a - y.a || x.b - y.b);
  return { sampleSize: sample.length, seed, agreement: agreeing / sample.length, pairs: pairs.slice(0, MAX_PAIRS) };
}
