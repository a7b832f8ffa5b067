import assert from 'node:assert/strict';
import { measureDoubts } from '../../../../src/engine/review/doubts';
import { Random } from '../../../../src/engine/random';

describe('label errors of a run', () => {
  /** Six images that were not given to train, then 2,000 that were; one in ten of these is held out, one in ten labelled wrongly. */
  const [others, given] = [6, 2000];
  const random = new Random('doubts');
  const count = others + given;
  const isWrong = Uint8Array.from({ length: count }, () => (random.uniform() < 0.1 ? 1 : 0));
  const images = Uint32Array.from({ length: given }, (_, at) => others + at);
  const heldOut = images.filter((_, at) => at % 10 === 0);
  const isHeldOut = (image: number) => (image - others) % 10 === 0;
  const labels = new Uint8Array(count);
  const probabilities = Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? 0.8 : 0.2));
  // What was learnt by heart looks right, whether it is or not.
  const margins = Float32Array.from(images, (image) => (isWrong[image] ? -2 : 5) + (isHeldOut(image) ? 0 : 1.5));

  function expected(heldOutAtRandom: Uint32Array) {
    const training = { images, margins: [margins], heldOutAtRandom };
    const sources = { labels, probabilities, classCount: 2, validation: new Uint32Array(0), training };
    const { errorProbabilities, scores } = measureDoubts('label-error', sources);
    const sum = (of: (image: number) => boolean) =>
      images.filter(of).reduce((total, image) => total + errorProbabilities![image], 0);
    return { scores, heldOut: sum(isHeldOut), learnt: sum((image) => !isHeldOut(image)) };
  }

  it('are as many among what was learnt as among what was held out', () => {
    const before = expected(new Uint32Array(0));
    const after = expected(heldOut);
    assert.ok(before.learnt < 7 * before.heldOut, `${before.learnt} and ${before.heldOut}`);
    assert.equal(after.heldOut, before.heldOut, 'those held out stay as they are');
    assert.ok(after.learnt > 1.1 * before.learnt && after.learnt < 9 * after.heldOut, `${after.learnt}`);
    assert.ok(Number.isNaN(after.scores[0]), 'what was not given to train is not ranked');
  });
});
