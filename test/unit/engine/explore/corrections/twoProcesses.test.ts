import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { readCorrections } from '../../../../../src/engine/corrections/readCorrections';
import type { DataSide } from '../../../../../src/shared/contracts/explorer';
import { reviewImages } from '../../../../../src/shared/corrections';
import { processChannel } from '../../../../../src/shared/processChannel';
import { connect, type Connection, type Silent } from '../../../../../src/shared/rpc';
import { csvOf, freshFolder } from '../../data/makeFiles';
import { decisionOf, idOf } from './openSample';

const PROCESS = path.join(__dirname, '../../../../../src/engine/dataMain.ts');

/** The data processes of two windows, from their source. */
describe('two windows that decide at once', () => {
  const folder = freshFolder();
  let children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
  });

  async function start(reviewer: string) {
    const child = fork(PROCESS, { serialization: 'advanced', execArgv: ['--import', 'tsx'] });
    children.push(child);
    let data!: Connection<Silent, DataSide>;
    await new Promise((ready) => {
      data = connect<Silent, DataSide>(processChannel(child), {}, { ready });
    });
    const { dataset } = await data.call('openDataset', { location: { path: folder.path('train.csv') } });
    const file = folder.path('corrections.csv');
    const about = { dataset, file, datasetName: 'train.csv', scoreName: '', model: '', reviewer };
    return {
      child,
      decide: async (image: number, decision: Parameters<typeof decisionOf>[1]) =>
        (await data.call('decide', { ...about, decisions: [decisionOf(image, decision)] }))[0],
      state: () => data.call('useCorrections', { dataset, file }),
      decisions: (...images: number[]) => data.call('decisionsOf', { dataset, images: Uint32Array.from(images) }),
    };
  }

  it('lose nothing, see what the other decided, and agree about what counts', async () => {
    folder.write('train.csv', csvOf(Array.from({ length: 30 }, (_, at) => at % 10)));
    const windows = await Promise.all([start('Ada'), start('Bob')]);
    // Each its own images, and all of them the images 0 to 4.
    await Promise.all(
      windows.map(async ({ decide }, own) => {
        for (let step = 0; step < 30; step++) {
          await decide(5 + own * 12 + (step % 12), step % 10);
          const { newLabel, reviewer, decision } = await decide(step % 5, (step + own) % 10);
          // What it is told stands, is what it decided, or what the other one did at the same moment.
          assert.equal(decision, 'relabel');
          if (reviewer === ['Ada', 'Bob'][own]) assert.equal(newLabel, (step + own) % 10);
        }
      }),
    );
    const [state, other] = await Promise.all(windows.map(async ({ state: ask }) => ask()));
    assert.deepEqual(state, other);
    assert.deepEqual([state.torn, state.problem, state.relabelled], [0, null, 29]);
    const images = Array.from({ length: 30 }, (_, at) => at);
    const [stands, otherStands] = await Promise.all(windows.map(({ decisions }) => decisions(...images)));
    assert.deepEqual(stands, otherStands);
    const { corrections } = await readCorrections(folder.path('corrections.csv'));
    assert.equal(corrections.length, 120);
    const reviews = reviewImages(corrections);
    for (const image of images.slice(0, 5)) {
      assert.equal(stands[image]!.standing, 12);
      assert.equal(reviews.get(idOf(image))!.standing.length, 12);
    }
    // One after the other: later than what the other wrote, and one takes back what the other did.
    await windows[0].decide(0, 8);
    const { newLabel, standing } = await windows[1].decide(0, 9);
    assert.deepEqual([newLabel, standing], [9, 14]);
    const undone = await windows[0].decide(0, 'undo');
    assert.deepEqual([undone.newLabel, undone.standing, undone.isConflict], [8, 13, true]);
  });

  it('a process that is killed while it decides leaves what it said, and the other goes on', async () => {
    folder.write('train.csv', csvOf([1, 2, 3]));
    const [one, other] = [await start('Ada'), await start('Bob')];
    let said = 0;
    const deciding = (async () => {
      for (let step = 0; step < 1000; step++) {
        await one.decide(0, step % 10);
        said++;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 150));
    one.child.kill('SIGKILL');
    await assert.rejects(deciding);
    const { standing } = await other.decide(0, 'keep');
    assert.ok(standing >= said + 1 && standing <= said + 2, `${standing} after ${said}`);
  });
});
