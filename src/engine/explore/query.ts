import {
  type ImageFilter,
  IMAGE_MARKS,
  type ImageSort,
  type QueryResult,
  type Range,
} from '../../shared/contracts/explorer';
import { NO_LABEL } from '../../shared/metrics';
import { STANDING } from './corrections/imageCorrections';
import type { Overlays } from './dataLibrary';
import { bitsOf, markBit } from './marks';
import { DEVIATION_BINS, MEAN_BINS } from './measures';
import type { OpenData } from './openData';
import { sortByValue } from './order';
import { type ImagePredictions, NO_PREDICTION } from './predictions';
import { type ImageTest, searchFor } from './textSearch';

/** What a filter asks about. */
export type Asked = Pick<OpenData, 'set' | 'measures' | 'marks' | 'ids'>;

/** Which images pass a filter, in order, and how they are distributed. What needs predictions passes none without. */
export async function queryImages(
  data: Asked,
  overlays: Overlays,
  filter: ImageFilter,
  sort: ImageSort,
  signal: AbortSignal,
): Promise<QueryResult> {
  const passing = await filterImages(data, overlays, filter, signal);
  const counts = countImages(data, passing);
  return { order: sortImages(data, overlays.predictions, passing, sort), ...counts };
}

/** @returns ascending numbers, in a buffer of their own size */
async function filterImages(
  data: Asked,
  overlays: Overlays,
  filter: ImageFilter,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const { set } = data;
  const tests = await testsOf(data, overlays, filter, signal);
  const passing = new Uint32Array(set.count);
  let found = 0;
  for (const { split, first, count } of set.splits) {
    if (filter.splits && !filter.splits.includes(split)) continue;
    for (let image = first; image < first + count; image++) {
      let at = 0;
      while (at < tests.length && tests[at](image)) at++;
      if (at === tests.length) passing[found++] = image;
    }
  }
  return passing.slice(0, found);
}

async function testsOf(
  { set, measures, marks, ids }: Asked,
  { predictions, corrections }: Overlays,
  filter: ImageFilter,
  signal: AbortSignal,
): Promise<ImageTest[]> {
  const { labels } = set;
  const tests: ImageTest[] = [];
  if (filter.images) {
    const wanted = new Uint8Array(set.count);
    for (const image of filter.images) wanted[image] = 1;
    tests.push((image) => wanted[image] === 1);
  }
  if (filter.classes) {
    const wanted = new Set(filter.classes.map((label) => (label === -1 ? NO_LABEL : label)));
    tests.push((image) => wanted.has(labels[image]));
  }
  if (filter.mean) tests.push(inRange(measures.means, filter.mean));
  if (filter.deviation) tests.push(inRange(measures.deviations, filter.deviation));
  if (filter.marks) {
    const wanted = filter.marks
      .filter((mark) => IMAGE_MARKS.includes(mark))
      .reduce((bits, mark) => bits | markBit(mark), 0);
    tests.push((image) => (bitsOf(marks, corrections, image) & wanted) !== 0);
  }
  if (filter.decisions) {
    const wanted = new Set(filter.decisions.map((decision) => STANDING.indexOf(decision)));
    tests.push((image) => wanted.has(corrections?.standing[image] ?? 0));
  }
  if (filter.predicted ?? filter.outcome ?? filter.confidence) {
    if (!predictions) return [() => false];
    const { predicted, confidence } = predictions;
    tests.push((image) => predicted[image] !== NO_PREDICTION);
    const wanted = filter.predicted && new Set(filter.predicted);
    if (wanted) tests.push((image) => wanted.has(predicted[image]));
    if (filter.outcome) {
      const isRight = filter.outcome === 'right';
      tests.push((image) => labels[image] !== NO_LABEL && (labels[image] === predicted[image]) === isRight);
    }
    if (filter.confidence) tests.push(inRange(confidence, filter.confidence));
  }
  const search = filter.text === undefined ? null : await searchFor({ set, ids }, filter.text, signal);
  // Last: it is the slowest one.
  return search ? [...tests, search] : tests;
}

function inRange(values: Float32Array, [low, high]: Range): ImageTest {
  return (image) => values[image] >= low && values[image] < high;
}

function countImages({ set, measures }: Asked, images: Uint32Array): Omit<QueryResult, 'order'> {
  const { meanBins, deviationBins } = measures;
  const intensityCounts = new Array<number>(MEAN_BINS.bins).fill(0);
  const deviationCounts = new Array<number>(DEVIATION_BINS.bins).fill(0);
  const unlabelled = set.classNames.length;
  const classCounts = set.splits.map(() => new Array<number>(unlabelled + 1).fill(0));
  let split = 0;
  for (const image of images) {
    intensityCounts[meanBins[image]]++;
    deviationCounts[deviationBins[image]]++;
    while (image >= set.splits[split].first + set.splits[split].count) split++;
    const label = set.labels[image];
    classCounts[split][label === NO_LABEL ? unlabelled : label]++;
  }
  return { classCounts, intensityCounts, deviationCounts };
}

/** @param images ascending; they may be sorted in place */
function sortImages(
  { measures }: Asked,
  predictions: ImagePredictions | null,
  images: Uint32Array,
  { by, descending }: ImageSort,
): Uint32Array {
  const values = {
    index: null,
    mean: measures.means,
    deviation: measures.deviations,
    classDistance: measures.classDistances,
    confidence: predictions?.confidence ?? null,
    margin: predictions?.margin ?? null,
  }[by];
  if (values) sortByValue(images, values, descending);
  else if (by === 'index' && descending) images.reverse();
  return images;
}
