import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { writeAllAtomically, writeAtomically } from '../../../src/engine/atomicWrite';
import { UserError } from '../../../src/shared/userError';
import { temporaryFolder } from './temporaryFolder';

describe('writing a file as a whole', () => {
  it('makes the folder, replaces the file and leaves nothing else', async () => {
    const folder = path.join(await temporaryFolder(), 'a', 'b');
    const file = path.join(folder, 'out.txt');
    await writeAtomically(file, 'one');
    await writeAtomically(file, ['t', 'w', 'o']);
    assert.equal(await readFile(file, 'utf8'), 'two');
    assert.deepEqual(await readdir(folder), ['out.txt']);
  });

  it('writes many parts without holding them all', async () => {
    const file = path.join(await temporaryFolder(), 'big.csv');
    const line = 'x'.repeat(99) + '\n';
    await writeAtomically(
      file,
      (function* () {
        for (let row = 0; row < 30_000; row++) yield line;
      })(),
    );
    assert.equal((await readFile(file)).length, 3_000_000);
  });

  it('changes none of several files when one cannot be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'first.txt'), 'old');
    await writeFile(path.join(folder, 'not-a-folder'), '');
    await assert.rejects(
      writeAllAtomically([
        { file: path.join(folder, 'first.txt'), text: 'new' },
        { file: path.join(folder, 'not-a-folder', 'second.txt'), text: 'new' },
      ]),
      (error: unknown) => error instanceof UserError && /second\.txt: a part of the path is a file/.test(error.message),
    );
    assert.equal(await readFile(path.join(folder, 'first.txt'), 'utf8'), 'old');
    assert.deepEqual((await readdir(folder)).sort(), ['first.txt', 'not-a-folder']);
  });

  it('leaves nothing behind when making the text fails', async () => {
    const folder = await temporaryFolder();
    const broken = (function* (): Generator<string> {
      yield 'half';
      throw new Error('no more');
    })();
    await assert.rejects(writeAtomically(path.join(folder, 'out.txt'), broken), /no more/);
    assert.deepEqual(await readdir(folder), []);
  });

  it('does not write over a folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'out.txt'));
    await assert.rejects(writeAtomically(path.join(folder, 'out.txt'), 'text'), UserError);
    assert.deepEqual(await readdir(folder), ['out.txt']);
  });
});
