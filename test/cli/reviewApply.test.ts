import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { imageAt, imageId } from '../../src/engine/data/dataset';
import { readData } from '../../src/engine/data/readData';
import type { Correction } from '../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../src/shared/corrections';
import { temporaryFolder } from '../unit/engine/temporaryFolder';
import { correction } from '../unit/shared/sampleCorrection';
import { runCli } from './runCli';
import { writeSmallData } from './smallData';

describe('command line: review apply', () => {
  /** A folder with `data` (120 training images, 20 test images, classes hat and shoe) and its images' ids. */
  async function workspace(): Promise<{
    folder: string;
    ids: string[];
    write: (changes: Partial<Correction>[]) => void;
  }> {
    const folder = await temporaryFolder();
    const { data } = writeSmallData(folder);
    const [train] = (await readData({ path: data })).splits;
    const ids = Array.from({ length: train.count }, (_, index) => imageId(imageAt(train, index)));
    const write = (changes: Partial<Correction>[]) => {
      const lines = changes.map((one) => formatCorrection(correction({ newLabel: 1, newName: 'shoe', ...one })));
      fs.writeFileSync(path.join(folder, 'corrections.csv'), HEADER_LINE + lines.join(''));
    };
    return { folder, ids, write };
  }

  const APPLY = ['review', 'apply', 'corrections.csv', 'data', '--out', 'data2'];
  const labelsOf = async (folder: string, name: string) => [
    ...(await readData({ path: path.join(folder, name) })).splits[0].labels!,
  ];

  it('writes the corrected data set and says what it did', async () => {
    const { folder, ids, write } = await workspace();
    write([
      { imageId: ids[0] },
      { imageId: ids[1] },
      { imageId: ids[2], decision: 'unsure', newLabel: null, newName: '' },
      { imageId: 'f'.repeat(16) },
    ]);
    const before = fs.readFileSync(path.join(folder, 'data/train.csv'));
    const { code, stdout, stderr } = await runCli(APPLY, { folder });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^ {2}labels changed {2}\d+ \(/);
    assert.match(stdout, /\n {2}not found +1 reviewed images that are not in this data\n {2}written +data2\n$/);
    const expected = await labelsOf(folder, 'data');
    ids.forEach((id, index) => id === ids[0] && (expected[index] = 1));
    assert.deepEqual(await labelsOf(folder, 'data2'), expected);
    assert.deepEqual(fs.readFileSync(path.join(folder, 'data/train.csv')), before);
    assert.equal(fs.readFileSync(path.join(folder, 'data2/classes.txt'), 'utf8'), 'hat\nshoe\n');
  });

  it('--json prints one object', async () => {
    const { folder, ids, write } = await workspace();
    write([{ imageId: ids[0] }]);
    const { code, stdout } = await runCli([...APPLY, '--json'], { folder });
    assert.equal(code, 0);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    assert.ok((result['changed'] as number) >= 1);
    assert.deepEqual(
      { ...result, changed: 0, splits: 0, correctionsHash: '' },
      {
        out: path.join(folder, 'data2'),
        splits: 0,
        changed: 0,
        alreadySo: 0,
        kept: 0,
        unsure: 0,
        unlabelled: 0,
        conflicts: 0,
        notFound: 0,
        correctionsHash: '',
      },
    );
  });

  it('says when no decision is about this data', async () => {
    const { folder, write } = await workspace();
    write([{ imageId: 'f'.repeat(16) }]);
    const { code, stdout } = await runCli(APPLY, { folder });
    assert.equal(code, 0);
    assert.match(stdout, /None of the decisions is about an image of this data/);
  });

  const broken: [what: string, line: (line: string) => string, message: RegExp][] = [
    [
      'a decision that is none',
      (line) => line.replace('relabel', 'maybe'),
      /^\S*corrections\.csv:3:7: "maybe" is no decision; .+\n$/,
    ],
    [
      'a class that is none',
      (line) => line.replace(',1,shoe', ',2,'),
      /^\S*corrections\.csv:3: the new label 2 is none of the 2 classes .+\n$/,
    ],
    ['a torn line', (line) => line.slice(0, 20), /^\S*corrections\.csv:3: the line breaks off .+\n$/],
    [
      'a text that would steer the terminal',
      (line) => line.replace('relabel', '\u001b[31m'),
      /^\S*corrections\.csv:3:7: "[^\u001b]+\n$/,
    ],
  ];
  for (const [what, change, message] of broken) {
    it(`exits 1 for ${what}, names its row and writes nothing`, async () => {
      const { folder, ids, write } = await workspace();
      write([{ imageId: ids[1] }]);
      fs.appendFileSync(
        path.join(folder, 'corrections.csv'),
        change(formatCorrection(correction({ imageId: ids[0], newLabel: 1, newName: 'shoe' }))),
      );
      const before = fs.readdirSync(folder, { recursive: true });
      const { code, stdout, stderr } = await runCli(APPLY, { folder });
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(`${stderr.split('\n').at(-2)}\n`, message);
      assert.deepEqual(fs.readdirSync(folder, { recursive: true }), before);
    });
  }

  it('exits 1 where DATA2 is there, and 2 without --out', async () => {
    const { folder, ids, write } = await workspace();
    write([{ imageId: ids[0] }]);
    const there = await runCli(['review', 'apply', 'corrections.csv', 'data', '--out', 'data'], { folder });
    assert.equal(there.code, 1);
    assert.match(there.stderr, /data: is there already; name a place where nothing is; nothing was written\n$/);
    const without = await runCli(['review', 'apply', 'corrections.csv', 'data'], { folder });
    assert.equal(without.code, 2);
    assert.match(without.stderr, /required option '--out <data2>' not specified/);
  });
});
