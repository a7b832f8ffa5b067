import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { ProgressKeeper } from '../../../../src/extension/review/progressKeeper';
import type { ReviewProgress } from '../../../../src/shared/contracts/review';

const at = (position: number): ReviewProgress => ({
  kind: 'fashion-mnist review progress',
  formatVersion: 1,
  position,
  skipped: [],
  activeMilliseconds: 0,
  decided: position,
  check: null,
});

/** A disk whose writes end when they are told to. */
function slowDisk() {
  const writes: { folder: string; position: number; end: (error?: Error) => void }[] = [];
  const failures: string[] = [];
  const keeper = new ProgressKeeper(
    (folder, { position }) =>
      new Promise((resolve, reject) => {
        writes.push({ folder, position, end: (error) => (error ? reject(error) : resolve()) });
      }),
    (folder, error) => failures.push(`${folder}: ${(error as Error).message}`),
  );
  return { keeper, writes, failures, positions: () => writes.map(({ position }) => position) };
}

describe('ProgressKeeper', () => {
  it('writes the first at once, and of what comes meanwhile only the newest', async () => {
    const { keeper, writes, positions } = slowDisk();
    for (const position of [1, 2, 3]) keeper.keep('a', at(position));
    assert.deepEqual(positions(), [1]);
    assert.equal(keeper.of('a')?.position, 3);
    writes[0].end();
    await turn();
    assert.deepEqual(positions(), [1, 3]);
    writes[1].end();
    await keeper.flush();
    assert.deepEqual(positions(), [1, 3]);
  });

  it('one review does not wait for another', () => {
    const { keeper, writes } = slowDisk();
    keeper.keep('a', at(1));
    keeper.keep('b', at(2));
    assert.deepEqual(
      writes.map(({ folder }) => folder),
      ['a', 'b'],
    );
    assert.equal(keeper.of('c'), undefined);
  });

  it('flush waits for what is under way and for what comes after it', async () => {
    const { keeper, writes, positions } = slowDisk();
    keeper.keep('a', at(1));
    keeper.keep('a', at(2));
    let isFlushed = false;
    const flushed = keeper.flush().then(() => (isFlushed = true));
    writes[0].end();
    await turn();
    assert.ok(!isFlushed);
    writes[1].end();
    await flushed;
    assert.deepEqual(positions(), [1, 2]);
  });

  it('a write that failed is told, not repeated by itself, and done by the next one or by flush', async () => {
    const { keeper, writes, failures, positions } = slowDisk();
    keeper.keep('a', at(1));
    writes[0].end(new Error('full'));
    await turn();
    assert.deepEqual([positions(), failures], [[1], ['a: full']]);
    keeper.keep('a', at(2));
    writes[1].end(new Error('still full'));
    await turn();
    assert.deepEqual(
      [positions(), failures],
      [
        [1, 2],
        ['a: full', 'a: still full'],
      ],
    );
    const flushed = keeper.flush();
    await turn();
    writes[2].end();
    await flushed;
    assert.deepEqual(positions(), [1, 2, 2]);
    await keeper.flush();
    assert.equal(writes.length, 3, 'what is on the disk is not written again');
  });
});
