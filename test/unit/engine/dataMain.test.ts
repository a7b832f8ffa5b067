import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DataEvents, DataProgress, DataSide, ImageSort } from '../../../src/shared/contracts/explorer';
import { processChannel } from '../../../src/shared/processChannel';
import { CancelledError, connect, type Connection, type Silent } from '../../../src/shared/rpc';
import { UserError } from '../../../src/shared/userError';
import { freshFolder, idxImages, idxLabels } from './data/makeFiles';
import { REAL_SET, wantRealSet } from '../../fixtures/realSet';

const BY_INDEX: ImageSort = { by: 'index', descending: false };

/** The data process as it is built, forked as the extension forks it. */
describe('the data process', () => {
  const root = path.join(__dirname, '../../..');
  const sample = path.join(root, 'media/sample');
  const folder = freshFolder();
  let child: ChildProcess;
  let data: Connection<Silent, DataSide>;
  let ready: Promise<DataEvents['ready']>;
  let progress: DataProgress[];

  beforeEach(() => {
    progress = [];
    child = fork(path.join(root, 'dist/data.cjs'), { serialization: 'advanced', execArgv: [] });
    ready = new Promise((resolve) => {
      data = connect<Silent, DataSide>(
        processChannel(child),
        {},
        { ready: resolve, progressed: (one) => progress.push(one) },
      );
    });
  });

  afterEach(() => {
    child.kill('SIGKILL');
  });

  it('says that it is ready, and ends when it is let go', async () => {
    assert.equal((await ready).pid, child.pid);
    child.disconnect();
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('opens the sample and shows it', async () => {
    const { dataset, count } = await data.call('openDataset', { location: { path: sample } });
    assert.equal(count, 3000);
    const { order } = await data.call('query', { dataset, filter: { classes: [9] }, sort: BY_INDEX });
    assert.equal(order.length, 300);
    const { pixels, labels } = await data.call('thumbnails', { dataset, images: order.slice(0, 50) });
    assert.ok(pixels instanceof Uint8Array && !Buffer.isBuffer(pixels));
    assert.equal(pixels.length, 50 * 784);
    assert.deepEqual(new Set(labels), new Set([9]));
    assert.equal((await data.call('describeImage', { dataset, image: order[0] })).nearest.length, 5);
    assert.equal(await data.call('hasChanged', dataset), false);
    await data.call('closeDataset', dataset);
    await assert.rejects(data.call('overview', dataset), /no data set is open/);
  });

  it('hands on a UserError with its place', async () => {
    const file = folder.path('damaged.csv');
    fs.copyFileSync(path.join(root, 'test/fixtures/workspace/tables/damaged.csv'), file);
    await assert.rejects(data.call('openDataset', { location: { path: file } }), (error: Error) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual(error.place, { file, row: 4, column: 2 });
      return true;
    });
  });

  it('answers while it compares, and stops when it is cancelled', async () => {
    // The sample many times over, each time a little brighter: to compare its own 3000 takes half a second, in which a
    // busy machine may not have let this process have its say.
    const images = gunzipSync(fs.readFileSync(path.join(sample, 'train-images-idx3-ubyte.gz'))).subarray(16);
    const copies = Array.from({ length: 6 }, (_, copy) => images.map((value) => Math.min(255, value + 2 * copy)));
    const count = (copies.length * images.length) / 784;
    folder.write('train-images-idx3-ubyte', idxImages(count, 28, Buffer.concat(copies)));
    folder.write('train-labels-idx1-ubyte', idxLabels(Array.from({ length: count }, (_, image) => image % 10)));
    const { dataset } = await data.call('openDataset', { location: { path: folder.path() } });
    const abort = new AbortController();
    let ended = false;
    const comparing = data.call('findAlike', dataset, { signal: abort.signal }).finally(() => (ended = true));
    const finding = data.call('findings', dataset, { signal: abort.signal });
    while (!progress.some(({ of }) => of === dataset))
      await data.call('query', { dataset, filter: {}, sort: BY_INDEX });
    assert.equal(ended, false);
    abort.abort();
    await assert.rejects(comparing, { name: CancelledError.name });
    await assert.rejects(finding, { name: CancelledError.name });
    assert.equal((await data.call('query', { dataset, filter: {}, sort: BY_INDEX })).order.length, count);
  });

  it('holds the real set in less than 200 MB', async function () {
    wantRealSet(this);
    const peak = `/proc/${child.pid}/status`;
    if (!fs.existsSync(peak)) {
      console.log('    skipped: only Linux tells the memory of another process');
      this.skip();
    }
    for (let time = 0; time < 3; time++) {
      const { dataset, count } = await data.call('openDataset', { location: { path: REAL_SET } });
      assert.equal(count, 70_000);
      await data.call('overview', dataset);
      await data.call('closeDataset', dataset);
    }
    const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(peak, 'utf8'))![1]);
    assert.ok(kilobytes * 1024 < 200e6, `${kilobytes} kB`);
  });
});
