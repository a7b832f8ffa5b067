import assert from 'node:assert/strict';
import fs from 'node:fs';
import { hashSplits, imageId } from '../../../../src/engine/data/dataset';
import { dataHandlers } from '../../../../src/engine/explore/dataHandlers';
import { predictionsFile, writePredictions } from '../../../../src/engine/predictionsFile';
import type { DataProgress, ImageFilter } from '../../../../src/shared/contracts/explorer';
import type { DataLocation } from '../../../../src/shared/contracts/jobs';
import { UserError } from '../../../../src/shared/userError';
import { csvOf, freshFolder, greyPng, idxImages, idxLabels, pixelsOf, plainPng, userError } from '../data/makeFiles';
import { never } from './makeSet';

const context = { signal: never };

describe('what the data process answers', () => {
  const folder = freshFolder();
  let told: DataProgress[];
  let data: ReturnType<typeof dataHandlers>;

  beforeEach(() => {
    told = [];
    data = dataHandlers((progress) => told.push(progress));
  });

  const open = async (location: Partial<DataLocation> = {}) =>
    await data.openDataset({ location: { path: folder.path(), ...location } }, context);

  const writeSplits = () => {
    folder.write('train.csv', csvOf([3, 1, 4, 1]));
    folder.write('test-images-idx3-ubyte', idxImages(2));
    folder.write('test-labels-idx1-ubyte', idxLabels([5, 9]));
  };

  it('opens all splits under one numbering', async () => {
    writeSplits();
    const { hash, ...opened } = await open();
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(opened.splits, [
      { split: 'train', first: 0, count: 4, labelled: true },
      { split: 'test', first: 4, count: 2, labelled: true },
    ]);
    assert.deepEqual([opened.count, opened.hasPictures, opened.classNames.length], [6, false, 10]);
    assert.equal(opened.notes[0], 'train: 4 images from train.csv');
    assert.ok(told.every(({ of, fraction }) => of === folder.path() && fraction >= 0 && fraction <= 1));
    assert.ok(told.length > 0);
  });

  it('gives thumbnails in the order asked for, in buffers of their own', async () => {
    writeSplits();
    const { dataset } = await open();
    const thumbnails = await data.thumbnails({ dataset, images: Uint32Array.of(5, 0) }, context);
    assert.deepEqual([...thumbnails.pixels], [...pixelsOf(1), ...pixelsOf(0)]);
    assert.deepEqual([...thumbnails.labels], [9, 3]);
    assert.deepEqual([...thumbnails.predicted], [255, 255]);
    for (const array of Object.values(thumbnails) as Uint8Array[])
      assert.equal(array.byteLength, array.buffer.byteLength);
    await assert.rejects(
      async () => await data.thumbnails({ dataset, images: Uint32Array.of(6) }, context),
      RangeError,
    );
  });

  it('describes an image with its neighbours in train', async () => {
    writeSplits();
    const { dataset } = await open();
    const details = await data.describeImage({ dataset, image: 5 }, context);
    const pixels = pixelsOf(1);
    const mean = pixels.reduce((sum, pixel) => sum + pixel, 0) / 784;
    assert.deepEqual([details.split, details.index, details.label], ['test', 1, 9]);
    assert.equal(details.source, 'test-images-idx3-ubyte#1');
    assert.equal(details.file, folder.path('test-images-idx3-ubyte'));
    assert.equal(details.id, imageId(Uint8Array.from(pixels)));
    assert.ok(Math.abs(details.mean - mean) < 1e-4);
    assert.equal(details.classDistance, 0);
    assert.deepEqual(details.predictions, []);
    // The train image with the same pixels is the nearest; there are but four.
    assert.deepEqual(details.nearest[0], { image: 1, label: 1, distance: 0 });
    assert.deepEqual(details.nearest.map(({ image }) => image).sort(), [0, 1, 2, 3]);
    assert.equal(details.pixels.byteLength, details.pixels.buffer.byteLength);
    for (const image of [-1, 6, 1.5, NaN]) {
      await assert.rejects(async () => await data.describeImage({ dataset, image }, context), RangeError);
    }
  });

  it('gives an overview whose counts agree with a query of all', async () => {
    writeSplits();
    const { dataset } = await open();
    const overview = await data.overview(dataset, context);
    const all = await data.query({ dataset, filter: {}, sort: { by: 'index', descending: false } }, context);
    assert.deepEqual(overview.intensity.counts, all.intensityCounts);
    assert.deepEqual(overview.deviation.counts, all.deviationCounts);
    assert.deepEqual(
      overview.splits.map(({ classCounts }) => [...classCounts, 0]),
      all.classCounts,
    );
    assert.deepEqual(overview.firstImages[1], [1, 3]);
    assert.equal(overview.meanImages[0], null);
    assert.deepEqual([...overview.meanImages[9]!], pixelsOf(1));
    assert.equal(overview.markCounts.duplicate, undefined);
    const alike = await data.findAlike(dataset, context);
    assert.equal(alike.pairs.filter(({ distance }) => distance === 0).length, 2);
    assert.equal((await data.overview(dataset, context)).markCounts.duplicate, 4);
    assert.ok((await data.findings(dataset, context)).some((line) => line.includes('more than one split')));
  });

  it('keeps a data set in memory once, until nobody has it open', async () => {
    writeSplits();
    const [one, other] = await Promise.all([open(), open()]);
    assert.notEqual(one.dataset, other.dataset);
    await data.findAlike(one.dataset, context);
    // It is the same data set: what was found for one view is known to the other.
    assert.ok((await data.overview(other.dataset, context)).markCounts.duplicate);
    await data.closeDataset(one.dataset, context);
    assert.equal((await data.thumbnails({ dataset: other.dataset, images: Uint32Array.of(0) }, context)).labels[0], 3);
    await assert.rejects(async () => await data.overview(one.dataset, context), /no data set is open as number/);
    await data.closeDataset(other.dataset, context);
    await data.closeDataset(other.dataset, context);
    const again = await open();
    assert.equal((await data.overview(again.dataset, context)).markCounts.duplicate, undefined);
  });

  it('notices that files changed, came or went, and reads them anew', async () => {
    writeSplits();
    const { dataset, hash } = await open();
    const changed = () => data.hasChanged(dataset, context);
    assert.equal(await changed(), false);
    fs.utimesSync(folder.path('train.csv'), 1000, 1000);
    assert.equal(await changed(), true);
    const touched = await open();
    assert.equal(touched.hash, hash);
    assert.equal(await data.hasChanged(touched.dataset, context), false);
    folder.write('validation.csv', csvOf([2]));
    assert.equal(await data.hasChanged(touched.dataset, context), true);
    const grown = await open();
    assert.equal(grown.count, 7);
    fs.rmSync(folder.path(), { recursive: true });
    assert.equal(await data.hasChanged(grown.dataset, context), true);
    // What was read is still there.
    assert.equal((await data.describeImage({ dataset: grown.dataset, image: 6 }, context)).split, 'test');
  });

  it('ends with what is wrong with the data, and can be asked again', async () => {
    await assert.rejects(open({ path: folder.path('none') }), UserError);
    folder.write('train.csv', 'label,pixel\n');
    await assert.rejects(open(), UserError);
    folder.write('train.csv', csvOf([1]));
    assert.equal((await open()).count, 1);
    await assert.rejects(
      async () =>
        await data.openDataset({ location: { path: folder.path() } }, { signal: AbortSignal.abort(new Error('no')) }),
      { message: 'no' },
    );
  });

  it('takes up the predictions of a run for one view, and lets go of them', async () => {
    writeSplits();
    const [view, other] = await Promise.all([open(), open()]);
    const { dataset, hash, count } = view;
    const runFolder = folder.path('run');
    assert.equal(await data.usePredictions({ dataset, runFolder }, context), null);
    // Labels are 3 1 4 1 5 9; predicted is 3 0 4 1 5 5.
    const probabilities = new Float32Array(60).fill(0.05);
    [3, 0, 4, 1, 5, 5].forEach((label, image) => (probabilities[image * 10 + label] = 0.55));
    await writePredictions(runFolder, { hash, count, classCount: 10 }, probabilities);
    assert.deepEqual(await data.usePredictions({ dataset, runFolder }, context), {
      runFolder,
      accuracies: [3 / 4, 1 / 2],
    });
    const wrong = (of: number) =>
      data.query({ dataset: of, filter: { outcome: 'wrong' }, sort: { by: 'index', descending: false } }, context);
    assert.deepEqual([...(await wrong(dataset)).order], [1, 5]);
    assert.deepEqual([...(await wrong(other.dataset)).order], []);
    const { predictions } = await data.describeImage({ dataset, image: 5 }, context);
    assert.deepEqual(
      predictions.map(({ label, probability }) => [label, Math.fround(probability)]),
      [
        [5, Math.fround(0.55)],
        [0, Math.fround(0.05)],
        [1, Math.fround(0.05)],
      ],
    );
    assert.deepEqual([...(await data.thumbnails({ dataset, images: Uint32Array.of(5) }, context)).predicted], [5]);
    assert.equal(await data.usePredictions({ dataset, runFolder: null }, context), null);
    assert.deepEqual([...(await wrong(dataset)).order], []);
  });

  it('takes up predictions that are kept for single splits, and knows where there are none', async () => {
    writeSplits();
    const { dataset } = await open();
    const runFolder = folder.path('run');
    const test = [0, 1].map((image) => pixelsOf(image));
    const hash = hashSplits([{ pixels: Uint8Array.from(test.flat()), labels: Uint8Array.of(5, 9) }]);
    const probabilities = new Float32Array(20).fill(0.05);
    probabilities[5] = 0.55; // right
    probabilities[10] = 0.45; // wrong
    await writePredictions(runFolder, { hash, count: 2, classCount: 10 }, probabilities);
    assert.deepEqual(await data.usePredictions({ dataset, runFolder }, context), {
      runFolder,
      accuracies: [null, 1 / 2],
    });
    const passing = async (filter: ImageFilter) =>
      Array.from((await data.query({ dataset, filter, sort: { by: 'confidence', descending: true } }, context)).order);
    assert.deepEqual(await passing({ outcome: 'right' }), [4]);
    assert.deepEqual(await passing({ outcome: 'wrong' }), [5]);
    assert.deepEqual(await passing({ predicted: [0, 5, 255] }), [4, 5]);
    assert.deepEqual(await passing({ confidence: [0, 2] }), [4, 5]);
    // Those without come last.
    assert.deepEqual(await passing({}), [4, 5, 0, 1, 2, 3]);
    const images = Uint32Array.of(0, 5);
    assert.deepEqual([...(await data.thumbnails({ dataset, images }, context)).predicted], [255, 0]);
    assert.deepEqual((await data.describeImage({ dataset, image: 0 }, context)).predictions, []);
    assert.equal((await data.describeImage({ dataset, image: 5 }, context)).predictions[0].label, 0);
    // A damaged file is as none.
    fs.truncateSync(predictionsFile(runFolder, hash), 100);
    assert.equal(await data.usePredictions({ dataset, runFolder }, context), null);
  });

  it('shows how pictures become images, and what is wrong with those that do not', async () => {
    const hostile = process.platform === 'win32' ? 'odd & name' : '<img src=x onerror=alert(1)>';
    folder.write(`bags/${hostile}.png`, greyPng(56, 28, new Array<number>(56 * 28).fill(40)));
    folder.write('coats/=cmd().png', plainPng(400, 200, [255, 255, 255, 255]));
    folder.write('coats/damaged.png', 'no picture');
    const { dataset, hasPictures, count, classNames } = await open();
    assert.deepEqual([hasPictures, count, classNames], [true, 2, ['bags', 'coats']]);
    const ask = (more: object) =>
      data.previewPictures({ dataset, from: 0, count: 10, invert: 'auto', fit: 'contain', ...more }, context);
    const { total, pictures } = await ask({});
    assert.equal(total, 3);
    assert.deepEqual(
      pictures.map(({ file, width, height, inverted }) => [file, width, height, inverted]),
      [
        [`bags/${hostile}.png`, 56, 28, false],
        ['coats/=cmd().png', 400, 200, true],
        ['coats/damaged.png', 0, 0, false],
      ],
    );
    assert.deepEqual([pictures[2].original, pictures[2].image], [null, null]);
    assert.match(pictures[2].problem!, /no PNG, JPEG/);
    const { original, image } = pictures[1];
    assert.deepEqual([original!.width, original!.height], [160, 80]);
    assert.deepEqual(new Set(original!.rgba), new Set([255]));
    assert.deepEqual(new Set(image), new Set([0]));
    assert.ok(pictures[0].image!.includes(0));
    const covered = (await ask({ fit: 'cover', count: 1 })).pictures;
    assert.equal(covered.length, 1);
    assert.deepEqual(new Set(covered[0].image), new Set([40]));
    const inverted = (await ask({ from: 1, count: 1, invert: 'no', fit: 'stretch' })).pictures[0];
    assert.deepEqual([new Set(inverted.image), inverted.inverted], [new Set([255]), false]);
    assert.deepEqual((await ask({ from: 3 })).pictures, []);
  });

  it('opens one image, unlabelled ones, and pictures taken in another way as another data set', async () => {
    const one = await open({ path: folder.write('one.png', greyPng(40, 28, new Array<number>(1120).fill(90))) });
    assert.deepEqual([one.count, one.splits[0].labelled], [1, false]);
    const details = await data.describeImage({ dataset: one.dataset, image: 0 }, context);
    assert.deepEqual([details.label, details.classDistance, details.nearest], [null, null, []]);
    const overview = await data.overview(one.dataset, context);
    assert.deepEqual([overview.intensityByClass, overview.meanImages[0]], [[], null]);
    const stretched = await open({ path: folder.path('one.png'), fit: 'stretch' });
    assert.notEqual(stretched.hash, one.hash);
    assert.equal((await data.findAlike(one.dataset, context)).pairCount, 0);
  });

  it('says where the file is that it cannot read', async () => {
    await assert.rejects(
      open({ path: folder.path('none.csv') }),
      userError('FOLDER/none.csv: there is no such file or folder; check the path', folder.path()),
    );
  });
});
