import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { serveFiles, type FileServer } from '../fixtures/fileServer';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { runCli } from './runCli';
import { REAL_SET, wantRealSet } from '../fixtures/realSet';

describe('command line: download', () => {
  let server: FileServer;
  afterEach(() => server.close());

  it('gets the whole set, goes on after a broken connection, and does nothing the second time', async function () {
    const names = fs.existsSync(REAL_SET) ? fs.readdirSync(REAL_SET).filter((name) => name.endsWith('ubyte.gz')) : [];
    server = await serveFiles(
      Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(REAL_SET, name))])),
      (request) => (request === 0 ? { breakAfter: 1e6 } : 'whole'),
    );
    wantRealSet(this);
    assert.equal(names.length, 4);
    const folder = await temporaryFolder();
    const get = () => runCli(['download', 'data', '--from', server.address], { folder });
    const { code, stdout, stderr } = await get();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Fashion-MNIST is in data\nNext: .+ train data\n$/);
    assert.deepEqual(fs.readdirSync(path.join(folder, 'data')), names.sort());
    assert.equal(server.requests.length, 5);
    assert.equal((await get()).code, 0);
    assert.equal(server.requests.length, 5);
  });

  it('tells in one line what went wrong, and how to get the files by hand', async () => {
    server = await serveFiles({});
    const folder = await temporaryFolder();
    const { code, stderr } = await runCli(['download', 'data', '--from', server.address], { folder });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^\S+\/train-images-idx3-ubyte\.gz could not be fetched: the server answers 404; .+ by hand .+\n$/,
    );
  });

  it('refuses what is no address', async () => {
    server = await serveFiles({});
    const folder = await temporaryFolder();
    const { code, stderr } = await runCli(['download', 'data', '--from', 'file:///etc'], { folder });
    assert.equal(code, 1);
    assert.match(stderr, /^"file:\/\/\/etc" is no address that files can be fetched from; .+\n$/);
    assert.deepEqual(fs.readdirSync(folder), []);
  });
});
