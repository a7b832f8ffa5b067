import fs from 'node:fs/promises';
import path from 'node:path';

/** Writes `<folder>/<name><ending>`, or `<name>-2`, `-3` ... where that is taken: nothing is replaced. @returns its path */
export async function writeNewFile(folder: string, name: string, ending: string, text: string): Promise<string> {
  await fs.mkdir(folder, { recursive: true });
  for (let number = 1; ; number++) {
    const file = path.join(folder, `${name}${number > 1 ? `-${number}` : ''}${ending}`);
    try {
      await fs.writeFile(file, text, { flag: 'wx' });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
