import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { parseRecipe } from '../../../../src/engine/model/recipe';
import { dealOut, predictOutOfSample } from '../../../../src/engine/review/outOfSample';
import { Random } from '../../../../src/engine/random';
import { loadReview } from '../../../../src/engine/review/savedReview';
import { makeReviewData } from './makeReviewData';

const recipe = {
  name: 'tiny',
  network: [{ type: 'flatten' }, { type: 'dense', units: 'classes' }],
  training: { epochs: 4, batchSize: 16, optimizer: 'adam', learningRate: 0.01 },
};

/** Three classes: a bright third of the picture, and noise. */
function pictures(count: number) {
  const random = new Random(1, 'pictures');
  const pixels = Uint8Array.from({ length: count * 784 }, (_, at) => {
    const [image, pixel] = [Math.floor(at / 784), at % 784];
    return random.below(60) + (Math.floor(pixel / 262) === image % 3 ? 150 : 0);
  });
  return { pixels, truth: Uint8Array.from({ length: count }, (_, image) => image % 3) };
}

describe('judging images out of sample', () => {
  it('deals the images of each class out to all folds', () => {
    const labels = Uint8Array.from({ length: 100 }, (_, at) => (at < 90 ? 0 : at < 97 ? 1 : 2));
    const folds = dealOut(labels, 3, 4, 1);
    for (const fold of [0, 1, 2, 3]) {
      const ofClass = (label: number) => folds.filter((of, image) => of === fold && labels[image] === label).length;
      assert.ok([22, 23].includes(ofClass(0)) && [1, 2].includes(ofClass(1)) && ofClass(2) <= 1);
      assert.equal(folds.filter((of) => of === fold).length, 25);
    }
    assert.deepEqual(dealOut(labels, 3, 4, 1), folds);
    assert.notDeepEqual(dealOut(labels, 3, 4, 2), folds);
  });

  it('asks networks that did not learn from them: a wrong label is not believed', async function () {
    this.timeout(60_000);
    const { pixels, truth } = pictures(90);
    const labels = truth.slice();
    for (const image of [4, 50]) labels[image] = (labels[image] + 1) % 3;
    const seen: number[] = [];
    const probabilities = await predictOutOfSample(
      { pixels, labels, classCount: 3 },
      { folds: 3, recipe: parseRecipe(recipe, 'tiny'), epochs: 4, classWeights: 'none', seed: 1, engine: 'wasm' },
      { progress: ({ fraction }) => seen.push(fraction), signal: new AbortController().signal },
    );
    for (let image = 0; image < 90; image++) {
      const own = [...probabilities.subarray(image * 3, image * 3 + 3)];
      assert.ok(Math.abs(own.reduce((a, b) => a + b) - 1) < 1e-5);
      assert.equal(own.indexOf(Math.max(...own)), truth[image], `image ${image}`);
    }
    assert.ok(seen.every((value, at) => at === 0 || value > seen[at - 1]) && seen.at(-1) === 1);
  });

  it('smooths no labels, whatever the recipe of the run says', async function () {
    this.timeout(60_000);
    const { pixels, truth } = pictures(30);
    const judge = (labelSmoothing: number) => {
      const smoothing = parseRecipe({ ...recipe, training: { ...recipe.training, labelSmoothing } }, 'tiny');
      return predictOutOfSample(
        { pixels, labels: truth, classCount: 3 },
        { folds: 2, recipe: smoothing, epochs: 1, classWeights: 'none', seed: 1, engine: 'wasm' },
        { progress: () => undefined, signal: new AbortController().signal },
      );
    };
    assert.deepEqual(await judge(0.4), await judge(0));
  });

  it('serves the list of a review in place of the margins, and ends when it is cancelled', async function () {
    this.timeout(60_000);
    const made = await makeReviewData();
    await made.changeRun(() => ({ recipe, epochsAsked: 5 }));
    await writeFile(path.join(made.runFolder, 'margins.f32'), 'none');
    const reviewFolder = path.join(made.folder, 'review');
    const { images, ranked } = await made.list({ folds: 3, top: 4, reviewFolder });
    assert.equal(ranked, 60);
    assert.ok(images.every(({ errorProbability }) => errorProbability !== null));
    assert.match(images[0].reason, /given (hat|=glove|scarf); .*%, then /);
    assert.equal((await loadReview(reviewFolder)).queue.images.length, 4);
    await assert.rejects(made.list({ folds: 3, score: 'margin' }), /folds are of no use for the score margin; leave/);
    const stop = new AbortController();
    const progress = ({ message }: { message: string }) => {
      if (message.startsWith('fold 2')) stop.abort(new Error('enough'));
    };
    await assert.rejects(made.list({ folds: 3 }, { signal: stop.signal, progress }), /enough/);
  });
});
