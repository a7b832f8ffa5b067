import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { download, type DownloadOptions, type RemoteFile } from '../../../src/downloads/download';
import { UserError } from '../../../src/shared/userError';
import { serveFiles, type Behaviour, type FileServer } from '../../fixtures/fileServer';
import { temporaryFolder } from '../engine/temporaryFolder';

const CONTENT = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3));
const HALF = CONTENT.length / 2;

describe('a download', () => {
  let server: FileServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  /** Starts a server that answers its requests so, the last one for good, and downloads from it. */
  async function fetchFile(
    behaviours: readonly Behaviour[],
    {
      to,
      had,
      content = CONTENT,
      sized = true,
      ...options
    }: Partial<DownloadOptions> & { to?: string; had?: Buffer; content?: Buffer; sized?: boolean } = {},
  ) {
    server = await serveFiles({ file: content }, (request) => behaviours[Math.min(request, behaviours.length - 1)]);
    const place = to ?? path.join(await temporaryFolder(), 'file');
    if (had) fs.writeFileSync(`${place}.part`, had);
    const file: RemoteFile = {
      url: `${server.address}file`,
      ...(sized && { bytes: CONTENT.length }),
      checksum: { algorithm: 'sha256', hex: createHash('sha256').update(CONTENT).digest('hex') },
    };
    const error = await download(file, place, {
      signal: new AbortController().signal,
      patience: 200,
      pause: 1,
      ...options,
    }).catch((error: unknown) => error);
    const part = fs.existsSync(`${place}.part`) ? fs.readFileSync(`${place}.part`) : null;
    return { place, error, part, requests: server.requests };
  }

  function assertWhole({ place, error, part }: Awaited<ReturnType<typeof fetchFile>>): void {
    assert.equal(error, undefined);
    assert.deepEqual(fs.readFileSync(place), CONTENT);
    assert.equal(part, null);
  }

  function assertRefused({ place, error }: Awaited<ReturnType<typeof fetchFile>>, message: RegExp): void {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    assert.ok(!fs.existsSync(place));
  }

  it('is one at a time, and goes on after one that was killed', async () => {
    const place = path.join(await temporaryFolder(), 'file');
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    fs.writeFileSync(`${place}.part.lock`, String(process.ppid));
    assertRefused(
      await fetchFile(['whole'], { to: place }),
      /is being downloaded already, in process \d+; wait for that/,
    );
    await server?.close();
    fs.writeFileSync(`${place}.part.lock`, String(ended));
    assertWhole(await fetchFile(['whole'], { to: place }));
    assert.deepEqual(fs.readdirSync(path.dirname(place)), ['file']);
  });

  it('brings the file, and tells the bytes as they come', async () => {
    const told: number[] = [];
    const end = await fetchFile(['whole'], { onBytes: (bytes) => told.push(bytes) });
    assertWhole(end);
    assert.equal(told.at(-1), CONTENT.length);
    assert.ok(told.every((bytes, i) => i === 0 || bytes > told[i - 1]));
    assert.deepEqual(end.requests, ['GET /file']);
  });

  it('asks for the size where that is not known, again where that fails', async () => {
    const totals = new Set<number>();
    const end = await fetchFile([{ status: 503 }, 'whole'], { sized: false, onBytes: (_, total) => totals.add(total) });
    assertWhole(end);
    assert.deepEqual(end.requests, ['HEAD /file', 'HEAD /file', 'GET /file']);
    assert.deepEqual([...totals], [CONTENT.length]);
  });

  it('names a refusal of that too', async () => {
    const end = await fetchFile([{ status: 403 }], { sized: false });
    assertRefused(end, /could not be fetched: the server answers 403;/);
    assert.deepEqual(end.requests, ['HEAD /file']);
  });

  it('stops asking at once when it is cancelled', async () => {
    const signal = AbortSignal.timeout(50);
    const { error } = await fetchFile(['silent'], { sized: false, signal, patience: 60_000 });
    assert.equal((error as Error).name, 'TimeoutError');
  });

  it('goes on where the connection broke', async () => {
    const end = await fetchFile([{ breakAfter: HALF }, 'whole']);
    assertWhole(end);
    assert.equal(end.requests.length, 2);
    assert.match(end.requests[1], /^GET \/file \d+-$/);
  });

  it('goes on with what an earlier call has left', async () => {
    const end = await fetchFile(['whole'], { had: CONTENT.subarray(0, HALF) });
    assertWhole(end);
    assert.deepEqual(end.requests, [`GET /file ${HALF}-`]);
  });

  it('starts anew where the server knows no ranges', async () => {
    assertWhole(await fetchFile(['no ranges'], { had: CONTENT.subarray(0, HALF) }));
  });

  it('starts anew where what was left is of something else', async () => {
    const end = await fetchFile(['whole'], { had: Buffer.alloc(HALF) });
    assertWhole(end);
    assert.deepEqual(end.requests, [`GET /file ${HALF}-`, 'GET /file']);
  });

  it('starts anew where more was left than there is', async () => {
    assertWhole(await fetchFile(['whole'], { had: Buffer.alloc(CONTENT.length + 1) }));
  });

  it('gives up a server that says nothing more, and keeps what has come', async () => {
    const end = await fetchFile([{ stallAfter: 1000 }, { stallAfter: 0 }]);
    assertRefused(
      end,
      /could not be fetched: (timeout|it ended after 1000 of 300000 bytes); .+ what has come so far is kept$/,
    );
    assert.deepEqual(end.part, CONTENT.subarray(0, 1000));
  });

  it('gives up a connection that breaks again and again', async () => {
    const end = await fetchFile([{ breakAfter: 0 }]);
    assertRefused(end, /could not be fetched: /);
    assert.equal(end.requests.length, 3);
  });

  it('follows a connection that breaks again and again as long as it brings something', async () => {
    const end = await fetchFile(Array<Behaviour>(9).fill({ breakAfter: HALF / 5 }));
    assertWhole(end);
    assert.ok(end.requests.length > 5, end.requests.join());
  });

  it('refuses a file with another content, and keeps nothing of it', async () => {
    const end = await fetchFile(['whole'], { content: Buffer.alloc(CONTENT.length) });
    assertRefused(end, /file is not what was expected: its SHA-256 differs; nothing was kept/);
    assert.equal(end.part, null);
  });

  it('refuses a longer file before all of it has come', async () => {
    const end = await fetchFile(['whole'], { content: Buffer.alloc(40e6) });
    assertRefused(end, /more than the expected 300000 bytes/);
    assert.ok(end.part!.length < 40e6);
  });

  it('refuses a shorter file', async () => {
    assertRefused(
      await fetchFile(['whole'], { content: CONTENT.subarray(0, 10) }),
      /fewer than the expected 300000 bytes/,
    );
  });

  for (const status of [403, 404]) {
    it(`tells of the answer ${status}, without a second try`, async () => {
      const end = await fetchFile([{ status }]);
      assertRefused(end, new RegExp(`the server answers ${status}; `));
      assert.equal(end.requests.length, 1);
    });
  }

  it('tries again after an answer 503', async () => {
    assertWhole(await fetchFile([{ status: 503 }, 'whole']));
  });

  it('follows a server that sends it elsewhere', async () => {
    assertWhole(await fetchFile([{ redirect: '/file' }, 'whole']));
  });

  it('follows a server that sends it in circles only for a while', async () => {
    assertRefused(await fetchFile([{ redirect: '/file' }]), /could not be fetched: Too many redirects/);
  });

  it('tells of a server that is not there', async () => {
    server = await serveFiles({});
    const url = `${server.address}file`;
    await server.close();
    const to = path.join(await temporaryFolder(), 'file');
    const file: RemoteFile = { url, bytes: 1, checksum: { algorithm: 'md5', hex: '' } };
    await assert.rejects(
      download(file, to, { signal: new AbortController().signal, pause: 1 }),
      /could not be fetched: .*ECONNREFUSED/,
    );
  });

  it('stops when it is cancelled, and goes on at the next call', async () => {
    const cancelled = new AbortController();
    // A moment later: what has come is on its way to the disk.
    const onBytes = (bytes: number) => {
      if (bytes === HALF) setTimeout(() => cancelled.abort(), 50);
    };
    const end = await fetchFile([{ stallAfter: HALF }], { signal: cancelled.signal, onBytes, patience: 20_000 });
    assert.equal(end.error, cancelled.signal.reason);
    assert.ok(end.part!.length > 0);
    await server!.close();
    assertWhole(await fetchFile(['whole'], { to: end.place }));
    assert.match(server!.requests[0], /\d+-$/);
  });

  it('does nothing where the file is there already, and replaces no other', async () => {
    const to = path.join(await temporaryFolder(), 'file');
    fs.writeFileSync(to, CONTENT);
    assert.deepEqual((await fetchFile(['whole'], { to })).requests, []);
    await server!.close();
    fs.writeFileSync(to, 'mine');
    const { error } = await fetchFile(['whole'], { to });
    assert.match(String(error), /exists already, with another content/);
    assert.equal(fs.readFileSync(to, 'utf8'), 'mine');
  });

  it('tells of a folder that cannot be written', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const folder = await temporaryFolder();
    fs.chmodSync(folder, 0o555);
    assertRefused(await fetchFile(['whole'], { to: path.join(folder, 'file') }), /cannot be written \(EACCES\)/);
  });
});
