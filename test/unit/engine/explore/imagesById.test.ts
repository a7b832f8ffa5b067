import assert from 'node:assert/strict';
import { writePredictions } from '../../../../src/engine/predictionsFile';
import { freshFolder } from '../data/makeFiles';
import { idOf, openSample, type SampleView } from './corrections/openSample';

describe('images by their ids', () => {
  const folder = freshFolder();
  let view: SampleView;
  beforeEach(async () => {
    view = await openSample(folder);
  });

  it('are found, of copies the first; what is no id is not', async () => {
    const ids = [idOf(3), idOf(1), idOf(77), '', 'GGGG', idOf(0), idOf(0)];
    const found = await view.data.findImages({ dataset: view.dataset, ids }, view.context);
    assert.deepEqual(found, Int32Array.of(3, 1, -1, -1, -1, 0, 0));
  });

  it('are flagged in the order given, with what is known of them', async () => {
    const { dataset, data, context } = view;
    const flag = (...images: number[]) => data.flagImages({ dataset, images: Uint32Array.from(images) }, context);
    assert.deepEqual(await flag(), []);
    const about = { score: null, errorProbability: null, predictedLabel: null };
    assert.deepEqual(
      await flag(5, 0),
      [
        ...[{ rank: 1, imageId: idOf(1), split: 'test', index: 1, givenLabel: 9, ...about }],
        ...[{ rank: 2, imageId: idOf(0), split: 'train', index: 0, givenLabel: 3, ...about }],
      ].map((flagged, at) => ({ ...flagged, reason: `chosen by hand; given ${['Ankle boot', 'Dress'][at]}` })),
    );
    const { hash } = await data.openDataset({ location: { path: folder.path('data') } }, context);
    const probabilities = new Float32Array(60).fill(0.05);
    probabilities[2 * 10 + 6] = 0.55;
    await writePredictions(folder.path('run'), { hash, count: 6, classCount: 10 }, probabilities);
    await data.usePredictions({ dataset, runFolder: folder.path('run') }, context);
    const [flagged] = await flag(2);
    assert.deepEqual(
      [flagged.predictedLabel, flagged.reason],
      [6, 'chosen by hand; given Coat; the model says Shirt at 55.0%'],
    );
    await assert.rejects(async () => flag(6), RangeError);
  });

  it('are told what stands decided, in the order given', async () => {
    const { dataset, data, context } = view;
    await view.decide(1, 7);
    const images = Uint32Array.of(5, 2, 1, 1);
    const found = await data.decisionsOf({ dataset, images }, context);
    assert.deepEqual(
      found.map((decision) => decision && [decision.image, decision.newLabel]),
      [[5, 7], null, [1, 7], [1, 7]],
    );
    await assert.rejects(async () => data.decisionsOf({ dataset, images: Uint32Array.of(6) }, context), RangeError);
  });

  it('pass a filter of chosen images, in the order of the sort', async () => {
    const chosen = Uint32Array.of(5, 2, 99, 0xffffffff, 0, 2);
    assert.deepEqual(await view.passing({ images: chosen }), [0, 2, 5]);
    assert.deepEqual(await view.passing({ images: chosen, splits: ['test'] }), [5]);
    assert.deepEqual(await view.passing({ images: new Uint32Array() }), []);
  });
});
