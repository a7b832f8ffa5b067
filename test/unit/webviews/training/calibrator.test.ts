import assert from 'node:assert/strict';
import type { CalibrateRequest, Calibration } from '../../../../src/shared/contracts/training';
import { Calibrator, type Wish } from '../../../../src/webviews/training/form/calibrator';
import { secondsFor } from '../../../../src/webviews/training/form/estimate';

const calibration: Calibration = { engine: 'wasm', imagesPerSecond: 100, seconds: 60, threads: 2 };
const wish = (recipe: string, epochs = 10): Wish => ({
  request: { dataPath: '/data', recipe, engine: 'auto', epochs, validationShare: 0.1 },
  basis: 'ab',
  epochs,
});

/** A measurement that ends when the test says so. */
function measuring() {
  const asked: { request: CalibrateRequest; signal: AbortSignal; end: (error?: Error) => void }[] = [];
  const measure = (request: CalibrateRequest, signal: AbortSignal) =>
    new Promise<Calibration>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('cancelled')));
      asked.push({ request, signal, end: (error) => (error ? reject(error) : resolve(calibration)) });
    });
  const calibrator = new Calibrator(measure, () => undefined, 0);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { asked, calibrator, settle };
}

describe('trying out how fast a training is', () => {
  it('begins once the form has been left alone, with the chosen recipe, then the others', async () => {
    const { asked, calibrator, settle } = measuring();
    calibrator.wish([wish('a'), wish('b')]);
    assert.equal(asked.length, 0);
    assert.equal(calibrator.stateOf(wish('a')).state, 'waiting');
    await settle();
    assert.deepEqual(
      asked.map(({ request }) => request.recipe),
      ['a'],
    );
    assert.equal(calibrator.stateOf(wish('a')).state, 'measuring');
    asked[0].end();
    await settle();
    assert.deepEqual(
      asked.map(({ request }) => request.recipe),
      ['a', 'b'],
    );
    const known = calibrator.stateOf(wish('a'));
    assert.ok(known.state === 'measured' && secondsFor(known.measured, 5) === 30);
  });

  it('measures once for any number of epochs', async () => {
    const { asked, calibrator, settle } = measuring();
    calibrator.wish([wish('a', 10)]);
    await settle();
    asked[0].end();
    await settle();
    calibrator.wish([wish('a', 20)]);
    await settle();
    assert.equal(asked.length, 1);
    const known = calibrator.stateOf(wish('a', 20));
    assert.ok(known.state === 'measured' && secondsFor(known.measured, 20) === 120);
  });

  it('is given up when the form changes', async () => {
    const { asked, calibrator, settle } = measuring();
    calibrator.wish([wish('a')]);
    await settle();
    calibrator.wish([wish('b')]);
    assert.ok(asked[0].signal.aborted);
    await settle();
    assert.deepEqual(
      asked.map(({ request }) => request.recipe),
      ['a', 'b'],
    );
    assert.equal(calibrator.stateOf(wish('a')).state, 'unknown');
  });

  it('is given up when nothing is wished for, and taken up again after', async () => {
    const { asked, calibrator, settle } = measuring();
    calibrator.wish([wish('a')]);
    await settle();
    calibrator.wish([]);
    assert.ok(asked[0].signal.aborted);
    calibrator.wish([wish('a')]);
    await settle();
    assert.equal(asked.length, 2);
  });

  it('goes on after a failure, which it tells, and tries again when asked to', async () => {
    const { asked, calibrator, settle } = measuring();
    calibrator.wish([wish('a'), wish('b')]);
    await settle();
    asked[0].end(new Error('no memory'));
    await settle();
    assert.deepEqual(calibrator.stateOf(wish('a')), { state: 'failed', message: 'no memory' });
    asked[1].end();
    await settle();
    assert.equal(asked.length, 2);
    calibrator.now();
    assert.deepEqual(
      asked.map(({ request }) => request.recipe),
      ['a', 'b', 'a'],
    );
  });
});
