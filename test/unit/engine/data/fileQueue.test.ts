import assert from 'node:assert/strict';
import { FileQueue } from '../../../../src/engine/data/fileQueue';
import { freshFolder } from './makeFiles';

describe('reading many files in order', () => {
  const folder = freshFolder();

  // 0 ms a file: from the seventeenth on each counts as slow.
  for (const [speed, slow] of [
    ['quick', 1000],
    ['slow', 0],
  ] as const) {
    it(`from a ${speed} disk, a missing one being told at its turn`, async () => {
      const names = Array.from({ length: 60 }, (_, index) => `${index}`);
      const files = names.map((name) => (name === '41' ? folder.path('none') : folder.write(name, name)));
      const queue = new FileQueue(files, slow);
      for (const name of names) {
        const bytes = await queue.next();
        if (name === '41') assert.equal((bytes as NodeJS.ErrnoException).code, 'ENOENT');
        else assert.equal(String(bytes), name);
      }
    });
  }

  it('of any size, each whole and without what was in one before it', async () => {
    const sizes = [70_000, 65_537, 65_536, 65_535, 3, 0, 65_535, 1];
    const bytes = sizes.map((size, at) => Buffer.alloc(size, 1 + at));
    const queue = new FileQueue(bytes.map((content, at) => folder.write(`sized-${at}`, content)));
    for (const content of bytes) assert.ok(content.equals((await queue.next()) as Buffer), `${content.length} bytes`);
  });
});
