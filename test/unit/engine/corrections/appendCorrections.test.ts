import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { appendCorrections } from '../../../../src/engine/corrections/appendCorrections';
import { readCorrections } from '../../../../src/engine/corrections/readCorrections';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { correction } from '../../shared/sampleCorrection';
import { freshFolder, userError } from '../data/makeFiles';

const LINE = formatCorrection(correction());
const START = ['--require', 'tsx/cjs', path.join(__dirname, 'appendingProcess.ts')];
const text = (file: string) => fs.readFileSync(file, 'utf8');

describe('appending to the corrections file', () => {
  const folder = freshFolder();
  const file = () => folder.path('corrections.csv');

  it('makes the file with its header, and leaves nothing beside it', async () => {
    await appendCorrections(file(), [correction()]);
    await appendCorrections(file(), [correction({ decision: 'undo' })]);
    assert.equal(text(file()), HEADER_LINE + LINE + formatCorrection(correction({ decision: 'undo' })));
    assert.deepEqual(fs.readdirSync(folder.path()), ['corrections.csv']);
  });

  it('writes many at once, and none for none', async () => {
    await appendCorrections(file(), []);
    assert.deepEqual(fs.readdirSync(folder.path()), []);
    await appendCorrections(file(), [correction(), correction()]);
    assert.equal(text(file()), HEADER_LINE + LINE + LINE);
  });

  const found: [what: string, before: string, after: string][] = [
    ['gives an empty file its header', '', HEADER_LINE + LINE],
    ['gives a file of one byte order mark its header', '\ufeff', `\ufeff\n${HEADER_LINE}${LINE}`],
    ['begins anew behind a line without an end', (HEADER_LINE + LINE).trimEnd(), HEADER_LINE + LINE + LINE],
    ['begins anew behind a torn line', `${HEADER_LINE}0011,"fas`, `${HEADER_LINE}0011,"fas\n${LINE}`],
    ['keeps CRLF', HEADER_LINE.replace('\n', '\r\n'), (HEADER_LINE + LINE).replaceAll('\n', '\r\n')],
    [
      'keeps semicolons, with decimal commas',
      HEADER_LINE.replaceAll(',', ';'),
      (HEADER_LINE + LINE).replaceAll(',', ';').replace('-4.2', '-4,2'),
    ],
    [
      'keeps the order of the columns and those of a person',
      `mood,note,${HEADER_LINE.replace(',note', '')}`,
      `mood,note,${HEADER_LINE.replace(',note', '')},,${LINE.replace(/,\n$/, '\n')}`,
    ],
  ];
  for (const [what, before, after] of found) {
    it(what, async () => {
      folder.write('corrections.csv', before);
      await appendCorrections(file(), [correction()]);
      assert.equal(text(file()), after);
      const { corrections } = await readCorrections(file());
      assert.equal(corrections.at(-1)?.imageId, correction().imageId);
    });
  }

  const refused: [what: string, before: string, message: string][] = [
    [
      'a CSV of something else',
      'a,b\n1,2\n',
      `FOLDER/corrections.csv:1: is no corrections file; a corrections file begins with a line of columns: image_id, decision, reviewed_at and new_label or new_name at least`,
    ],
    [
      'a file that lost a column',
      HEADER_LINE.replace(',score,', ','),
      'FOLDER/corrections.csv:1: the column score is missing; put it back, or move the file away; the decision was not saved',
    ],
  ];
  for (const [what, before, message] of refused) {
    it(`leaves ${what} as it is`, async () => {
      folder.write('corrections.csv', before);
      await assert.rejects(appendCorrections(file(), [correction()]), userError(message, folder.path()));
      assert.equal(text(file()), before);
    });
  }

  it('does not make a folder that vanished', async () => {
    await assert.rejects(
      appendCorrections(folder.path('gone/corrections.csv'), [correction()]),
      userError(
        'FOLDER/gone/corrections.csv: its folder is not there; bring the folder back, or choose another place, and try again; the decision was not saved',
        folder.path(),
      ),
    );
    assert.deepEqual(fs.readdirSync(folder.path()), []);
  });

  it('a folder in place of the file', async () => {
    fs.mkdirSync(file());
    await assert.rejects(appendCorrections(file(), [correction()]), /is a folder|no permission/);
  });

  it('takes no text that reading would refuse, and no decision that is none', async () => {
    await assert.rejects(
      appendCorrections(file(), [correction({ note: 'x'.repeat(10_000) })]),
      userError(
        'FOLDER/corrections.csv: a text is longer than 9999 characters; shorten it; the decision was not saved',
        folder.path(),
      ),
    );
    await assert.rejects(appendCorrections(file(), [correction({ imageId: '../..' })]), RangeError);
    await assert.rejects(appendCorrections(file(), [correction({ newLabel: 300 })]), RangeError);
    await assert.rejects(appendCorrections(file(), [correction({ reviewedAt: '2026-11-22T10:00:00Z' })]), RangeError);
    assert.deepEqual(fs.readdirSync(folder.path()), []);
  });
});

describe('appending by processes', function () {
  this.timeout(120_000);
  const folder = freshFolder();
  const file = () => folder.path('corrections.csv');

  function start(name: string, count: number, options: { uid?: number } = {}) {
    const child = spawn(process.execPath, [...START, 'append', file(), name, String(count)], options);
    let [said, errors] = ['', ''];
    child.stderr.on('data', (some: Buffer) => (errors += some.toString()));
    const ended = new Promise<{ code: number | null; said: number[]; errors: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, said: said.split('\n').filter(Boolean).map(Number), errors }));
    });
    child.stdout.on('data', (some: Buffer) => (said += some.toString()));
    return { child, ended };
  }

  it('four at once lose nothing and write one header', async () => {
    const names = ['Ada', 'Bob', 'Cid', 'Dee'];
    const ends = await Promise.all(names.map((name) => start(name, 150).ended));
    assert.deepEqual(
      ends.map(({ code, errors }) => [code, errors]),
      names.map(() => [0, '']),
    );
    const { corrections, torn } = await readCorrections(file());
    assert.deepEqual(torn, []);
    for (const name of names) {
      const own = corrections.filter(({ reviewer }) => reviewer === name).map(({ index }) => index);
      assert.deepEqual(
        own,
        Array.from({ length: 150 }, (_, index) => index),
        name,
      );
    }
    assert.equal(text(file()).split('image_id').length, 2);
    assert.equal(text(file()).split('\n').length, 1 + 600 + 1);
    assert.deepEqual(fs.readdirSync(folder.path()), ['corrections.csv']);
  });

  it('what was said to be saved is there after kill -9, and one goes on behind it', async () => {
    for (let round = 0; round < 4; round++) {
      const name = `round ${round}`;
      const { child, ended } = start(name, 100_000);
      await new Promise<void>((resolve) => {
        let lines = 0;
        child.stdout.on('data', (some: Buffer) => {
          lines += some.toString().split('\n').length - 1;
          if (lines > 20 + round * 13) resolve();
        });
      });
      child.kill('SIGKILL');
      const { said } = await ended;
      await appendCorrections(file(), [correction({ reviewer: `after ${name}` })]);
      const { corrections, torn } = await readCorrections(file());
      const own = corrections.filter(({ reviewer }) => reviewer === name).map(({ index }) => index!);
      assert.deepEqual(own.slice(0, said.length), said);
      assert.ok(own.length + torn.length <= said.length + 1, 'at most the one that it was at');
      assert.equal(corrections.at(-1)?.reviewer, `after ${name}`);
    }
  });

  it('a full disk: told, nothing half written, and one goes on when there is room', function () {
    const mounted = 'mount -t tmpfs -o size=64k tmpfs "$1" && shift && exec "$@"';
    const place = folder.path();
    const run = ['sh', '-c', mounted, 'sh', place, process.execPath, ...START, 'fill', file(), 'Ada', '0'];
    const options = { encoding: 'utf8' } as const;
    if (
      process.platform !== 'linux' ||
      spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', place]).status !== 0
    ) {
      console.log('        (skipped: a small disk cannot be mounted here)');
      this.skip();
    }
    const { stdout, stderr, status } = spawnSync('unshare', ['-rm', ...run], options);
    assert.equal(status, 0, stderr);
    const { saved, message, full, after } = JSON.parse(stdout) as {
      saved: number;
      message: string;
      full: object;
      after: object;
    };
    assert.match(
      message,
      /^UserError: .*corrections\.csv: the disk .*; free some space and try again; the decision was not saved$/,
    );
    assert.ok(saved > 10);
    assert.deepEqual(full, { corrections: saved - 1, torn: 0, endsWhole: true });
    assert.deepEqual(after, { corrections: saved, torn: 0, endsWhole: true });
  });

  it('a file or folder without permission', async function () {
    const isRoot = process.getuid?.() === 0;
    if (process.platform === 'win32') this.skip();
    const options = isRoot ? { uid: 65534 } : {};
    fs.chmodSync(folder.path(), 0o755);
    fs.writeFileSync(file(), HEADER_LINE);
    fs.chmodSync(file(), 0o444);
    const toFile = await start('Ada', 1, options).ended;
    assert.match(
      toFile.errors,
      /^UserError: .*corrections\.csv: no permission to write; .* try again; the decision was not saved\n$/,
    );
    assert.equal(text(file()), HEADER_LINE);
    fs.rmSync(file());
    fs.chmodSync(folder.path(), 0o555);
    const toFolder = await start('Ada', 1, options).ended;
    assert.match(toFolder.errors, /no permission to write/);
    fs.chmodSync(folder.path(), 0o755);
    assert.deepEqual(fs.readdirSync(folder.path()), []);
  });
});
