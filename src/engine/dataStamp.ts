import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { DataLocation } from '../shared/contracts/jobs';
import { withFileErrors } from './data/fileErrors';
import { filesOf, type SplitSource } from './data/inventory';
import { findSources } from './data/readData';
import { splitsToTrainOn } from './model/trainingData';

/** What tells without reading it whether data may have changed. */
export interface DataStamp {
  /** SHA-256 over the names (relative to the location), sizes and times of its files, hex. */
  stamp: string;
  /** When the file that was changed last was changed, ms since 1970. */
  newest: number;
  /** Of all files that were looked at. */
  bytes: number;
}

/** Of a set of more pictures the folders are looked at, not each file: that tells of files that came, went or got another name. */
const MAX_FILES = 2000;

/**
 * Looks at the files that training would read at a location: those of the splits to train on.
 * @throws UserError when there is no data
 */
export async function takeDataStamp(location: DataLocation, signal?: AbortSignal): Promise<DataStamp> {
  const { inventory, base } = await findSources(location, signal);
  const chosen = splitsToTrainOn([...inventory.splits.keys()]);
  const files = [...inventory.splits].flatMap(([split, source]) => (chosen.includes(split) ? lookedAt(source) : []));
  const classesFile = location.classesFile ?? inventory.classesFile;
  if (classesFile) files.push(classesFile);
  const lines: string[] = [];
  let [newest, bytes] = [0, 0];
  for (const file of files.sort()) {
    signal?.throwIfAborted();
    const { size, mtimeMs } = await withFileErrors(file, () => fs.promises.stat(file));
    lines.push([path.relative(base, file).split(path.sep).join('/'), size, mtimeMs].join('\n'));
    newest = Math.max(newest, mtimeMs);
    bytes += size;
  }
  return { stamp: createHash('sha256').update(lines.join('\n')).digest('hex'), newest, bytes };
}

/** Those that tell of a split: of too many pictures, their folders. */
function lookedAt(source: SplitSource): string[] {
  const files = filesOf(source);
  return files.length > MAX_FILES ? [...new Set(files.map((file) => path.dirname(file)))] : files;
}
