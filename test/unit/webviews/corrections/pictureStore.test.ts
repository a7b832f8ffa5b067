import assert from 'node:assert/strict';
import { restoreKept } from '../../../../src/webviews/corrections/kept';
import { PictureStore, type KnownPicture } from '../../../../src/webviews/corrections/pictureStore';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('pictures of changes', () => {
  it('what is wanted in one go is asked for together, each once', async () => {
    const asked: number[][] = [];
    const drawn: [string, number | null][] = [];
    const store = new PictureStore(
      (places) => {
        asked.push(places);
        return Promise.resolve(places.map((place) => (place === 2 ? null : Uint8Array.of(place))));
      },
      () => assert.fail(),
    );
    const want = (id: string, place: number) =>
      store.want(id, place, (pixels) => drawn.push([id, pixels?.[0] ?? null]));
    want('a', 1);
    want('b', 2);
    want('a', 1);
    await settled();
    want('a', 1);
    await settled();
    assert.deepEqual(asked, [[1, 2]]);
    assert.deepEqual(drawn, [
      ['a', 1],
      ['a', 1],
      ['b', null],
      ['a', 1],
    ]);
  });

  it('an answer about other versions is thrown away', async () => {
    let answer: (pixels: KnownPicture[]) => void = () => undefined;
    const asked: number[][] = [];
    const drawn: (number | null)[] = [];
    const store = new PictureStore(
      (places) => {
        asked.push(places);
        return new Promise((resolve) => (answer = resolve));
      },
      () => assert.fail(),
    );
    store.want('a', 0, () => assert.fail('it is of the versions before'));
    await settled();
    store.renew();
    store.want('a', 5, (pixels) => drawn.push(pixels?.[0] ?? null));
    answer([Uint8Array.of(1)]);
    await settled();
    answer([Uint8Array.of(2)]);
    await settled();
    assert.deepEqual([asked, drawn], [[[0], [5]], [2]]);
  });

  it('after a failure what is wanted can be asked for again', async () => {
    let fails = true;
    const errors: string[] = [];
    const drawn: KnownPicture[] = [];
    const store = new PictureStore(
      (places) => (fails ? Promise.reject(new Error('gone')) : Promise.resolve(places.map(() => null))),
      ({ message }) => errors.push(message),
    );
    store.want('a', 0, (pixels) => drawn.push(pixels));
    await settled();
    assert.deepEqual([errors, drawn], [['gone'], []]);
    fails = false;
    store.retry();
    await settled();
    assert.deepEqual(drawn, [null]);
  });

  it('what the view keeps is read as far as it makes sense', () => {
    assert.deepEqual(restoreKept(null), { open: {}, scrollTop: 0 });
    assert.deepEqual(restoreKept({ open: { a: true, b: 3 }, scrollTop: -1 }), { open: { a: true }, scrollTop: 0 });
  });
});
