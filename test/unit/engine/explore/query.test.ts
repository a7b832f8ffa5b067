import assert from 'node:assert/strict';
import fc from 'fast-check';
import { imageId } from '../../../../src/engine/data/dataset';
import { markBit } from '../../../../src/engine/explore/marks';
import { sortByValue } from '../../../../src/engine/explore/order';
import type { ImagePredictions } from '../../../../src/engine/explore/predictions';
import { type Asked, queryImages } from '../../../../src/engine/explore/query';
import { Random } from '../../../../src/engine/random';
import { IMAGE_MARKS, type ImageFilter, type ImageSort } from '../../../../src/shared/contracts/explorer';
import { NO_LABEL } from '../../../../src/shared/metrics';
import { BARE, never, randomData } from './makeSet';

const BY_INDEX: ImageSort = { by: 'index', descending: false };

function predictionsFor({ set }: Asked, seed: number): ImagePredictions {
  const random = new Random('predictions', seed);
  const of = () => Float32Array.from({ length: set.count }, () => random.below(11) / 10);
  const predicted = Uint8Array.from({ length: set.count }, () => random.below(4));
  return {
    predicted,
    confidence: of(),
    margin: of(),
    top: 1,
    topLabels: predicted,
    topProbabilities: new Float32Array(set.count),
  };
}

/** The contract, word by word. */
function passes(
  { set, measures, marks }: Asked,
  predictions: ImagePredictions | null,
  filter: ImageFilter,
  image: number,
) {
  const { split, first } = set.splitOf(image);
  const label = set.labels[image] === NO_LABEL ? -1 : set.labels[image];
  const within = (value: number, range?: readonly [number, number]) =>
    !range || (range[0] <= value && value < range[1]);
  const needsPredictions = filter.predicted !== undefined || filter.outcome !== undefined || filter.confidence;
  if (needsPredictions && !predictions) return false;
  const predicted = predictions?.predicted[image] ?? -1;
  const outcome = label === -1 ? null : label === predicted ? 'right' : 'wrong';
  const number = Number(filter.text);
  return (
    (!filter.splits || filter.splits.includes(split)) &&
    (!filter.classes || filter.classes.includes(label)) &&
    within(measures.means[image], filter.mean) &&
    within(measures.deviations[image], filter.deviation) &&
    (!filter.marks || filter.marks.some((mark) => marks[image] & markBit(mark))) &&
    (!filter.predicted || filter.predicted.includes(predicted)) &&
    (!filter.outcome || filter.outcome === outcome) &&
    within(predictions?.confidence[image] ?? 0, predictions ? filter.confidence : undefined) &&
    (filter.text === undefined || image === number || image - first === number)
  );
}

function valueOf(
  { measures }: Asked,
  predictions: ImagePredictions | null,
  by: ImageSort['by'],
  image: number,
): number {
  if (by === 'mean') return measures.means[image];
  if (by === 'deviation') return measures.deviations[image];
  if (by === 'classDistance') return measures.classDistances[image];
  if (by === 'index') return image;
  return predictions ? predictions[by][image] : 0;
}

const range = (to: number) => fc.tuple(fc.integer({ min: 0, max: to }), fc.integer({ min: 0, max: to }));
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const filters = fc.record({
  splits: optional(fc.subarray(['train', 'test'])),
  classes: optional(fc.subarray([-1, 0, 1, 2, 3])),
  mean: optional(range(256)),
  deviation: optional(range(128)),
  text: optional(fc.integer({ min: 0, max: 90 }).map(String)),
  marks: optional(fc.subarray([...IMAGE_MARKS])),
  predicted: optional(fc.subarray([0, 1, 2, 3])),
  outcome: optional(fc.constantFrom('right' as const, 'wrong' as const)),
  confidence: optional(fc.constantFrom([0, 0.5] as const, [0.5, 1] as const, [1, 2] as const)),
});
const sorts = fc.record({
  by: fc.constantFrom('index', 'mean', 'deviation', 'classDistance', 'confidence', 'margin'),
  descending: fc.boolean(),
}) as fc.Arbitrary<ImageSort>;

describe('querying images', () => {
  it('gives what the contract says, for any filter and sort', async () => {
    const data = await randomData(1);
    data.marks.forEach((_, image) => (data.marks[image] |= (image * 37) & 15));
    await fc.assert(
      fc.asyncProperty(filters, sorts, fc.boolean(), async (filter, sort, isPredicted) => {
        const predictions = isPredicted ? predictionsFor(data, 1) : null;
        const found = await queryImages(data, { predictions, corrections: null }, filter, sort, never);
        const expected = Array.from({ length: data.set.count }, (_, image) => image).filter((image) =>
          passes(data, predictions, filter, image),
        );
        assert.deepEqual(
          [...found.order].sort((a, b) => a - b),
          expected,
        );
        for (let at = 1; at < found.order.length; at++) {
          const [before, after] = [found.order[at - 1], found.order[at]];
          const [x, y] = [before, after].map((image) => valueOf(data, predictions, sort.by, image));
          // Those without a value come last, equal ones by their numbers.
          if (Number.isNaN(y)) assert.ok(!Number.isNaN(x) || before < after);
          else assert.ok(x === y ? before < after : sort.descending ? x > y : x < y, `${x} ${y}`);
        }
        const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
        assert.equal(sum(found.intensityCounts), expected.length);
        assert.equal(sum(found.deviationCounts), expected.length);
        data.set.splits.forEach(({ first, count }, split) => {
          found.classCounts[split].forEach((counted, label) => {
            const own = expected.filter((image) => image >= first && image < first + count);
            const isOf = (image: number) => data.set.labels[image] === (label === 4 ? NO_LABEL : label);
            assert.equal(counted, own.filter(isOf).length);
          });
        });
      }),
      { numRuns: 400 },
    );
  });

  it('sorts half a million and their extremes', () => {
    const random = new Random('sort', 1);
    const values = Float32Array.from({ length: 500_000 }, () => random.uniform() * 4000);
    values.set([0, -0, NaN, 1e-45, 3.4e38, Infinity]);
    for (const descending of [false, true]) {
      const images = Uint32Array.from(values.keys());
      sortByValue(images, values, descending);
      assert.equal(images.at(-1), 2);
      for (let at = 1; at < images.length - 1; at++) {
        const [x, y] = [values[images[at - 1]], values[images[at]]];
        if (x === y) assert.ok(images[at - 1] < images[at]);
        else assert.ok(descending ? x > y : x < y);
      }
    }
  });

  it('answers with arrays that have a buffer of their own size', async () => {
    const data = await randomData(2);
    const { order } = await queryImages(data, BARE, { splits: ['test'] }, BY_INDEX, never);
    assert.equal(order.byteLength, order.buffer.byteLength);
    assert.deepEqual(
      [...order],
      Array.from({ length: 25 }, (_, at) => 60 + at),
    );
  });
});

describe('searching by text', () => {
  const search = async (data: Asked, text: string) => [
    ...(await queryImages(data, BARE, { text }, BY_INDEX, never)).order,
  ];

  it('a number is an image, or an index in its split', async () => {
    const data = await randomData(3);
    assert.deepEqual(await search(data, '7'), [7, 67]);
    assert.deepEqual(await search(data, ' #7 '), [7, 67]);
    assert.deepEqual(await search(data, '64'), [64]);
    assert.deepEqual(await search(data, '1000'), []);
  });

  it('hex digits are the beginning of an id', async () => {
    const data = await randomData(4);
    const id = imageId(data.set.pixelsOf(33));
    for (const length of [4, 5, 9, 16]) {
      const expected = Array.from({ length: data.set.count }, (_, image) => image).filter((image) =>
        imageId(data.set.pixelsOf(image)).startsWith(id.slice(0, length)),
      );
      // Digits alone are taken for a number up to seven of them.
      if (/^\d{1,7}$/.test(id.slice(0, length))) continue;
      assert.deepEqual(await search(data, id.slice(0, length).toUpperCase()), expected);
    }
  });

  it('all else is part of a file name, whatever is in it', async () => {
    const data = await randomData(5);
    assert.equal((await search(data, 'TRAIN')).length, 60);
    assert.equal((await search(data, '')).length, 85);
    for (const hostile of ['<img onerror>', '=cmd()', '../..', '.*', '\\', '(', '\u202e', '😀', 'x'.repeat(10_000)]) {
      assert.deepEqual(await search(data, hostile), []);
    }
    const names = ['../../=cmd().png', '<img src=x onerror=alert(1)>.png', 'שלום.png', '😀.png', 'face/CAFE0.png'];
    const { set } = data;
    const splits = set.splits.map((split) => ({ ...split, source: (index: number) => ({ file: names[index % 5] }) }));
    const pictures = { ...data, set: Object.assign(Object.create(set) as typeof set, { splits }) };
    for (const [at, part] of ['=CMD', '<img', 'שלו', '😀', 'cafe'].entries()) {
      const found = await search(pictures, part);
      assert.ok(found.length >= 17 && found.every((image) => (image % 60) % 5 === at), part);
    }
  });
});
