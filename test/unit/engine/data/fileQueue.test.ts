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
});
