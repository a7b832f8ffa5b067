import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { DataLocation } from '../../shared/contracts/jobs';
import { breather } from '../breathe';
import { withFileErrors } from '../data/fileErrors';
import { filesOf } from '../data/inventory';
import { findSources } from '../data/readData';

/**
 * Tells one state of the files of a data set from another, without reading them: a hash over their names, sizes and
 * times. Files that came into the folder count, where they would be read.
 * @throws UserError where there is no data any more
 */
export async function fingerprintOf(location: DataLocation, signal: AbortSignal): Promise<string> {
  const { inventory } = await findSources(location, signal);
  const classesFile = location.classesFile ?? inventory.classesFile;
  const hash = createHash('sha256');
  const breathe = breather(signal);
  const add = async (file: string) => {
    // On the spot: through the thread pool it takes ten times as long, and pictures are many.
    const { size, mtimeMs } = await withFileErrors(file, () => Promise.resolve().then(() => fs.statSync(file)));
    hash.update(JSON.stringify([file, size, mtimeMs]));
    await breathe();
  };
  for (const [split, source] of inventory.splits) {
    hash.update(JSON.stringify([split, source.kind]));
    for (const file of filesOf(source)) await add(file);
  }
  if (classesFile) await add(classesFile);
  return hash.digest('hex');
}
