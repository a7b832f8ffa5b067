import { constants } from 'node:fs';
import { copyFile, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { FASHION_MNIST_CLASSES } from '../../shared/classes';
import type { DataLocation, Progress } from '../../shared/contracts/jobs';
import { openBytes } from '../data/byteSource';
import type { Dataset } from '../data/dataset';
import { withFileErrors } from '../data/fileErrors';
import type { Inventory } from '../data/inventory';
import { CLASSES_FILE } from '../data/listing';
import { folderLabels } from '../data/pictureClasses';
import { listPictures } from '../data/readData';
import type { ChangedLabel } from './correctLabels';
import { copyCsv, type NewLabel } from './correctedCsv';
import { planPictures, type PictureMove } from './correctedFolders';

/** A data set as it was read, with its labels corrected. */
export interface CorrectedData {
  inventory: Inventory;
  /** The folder that the sources of the images are relative to, absolute. */
  base: string;
  data: DataLocation;
  splits: readonly Dataset[];
  changed: readonly ChangedLabel[];
  classNames: readonly string[];
}

interface Telling {
  signal: AbortSignal;
  progress: (progress: Progress) => void;
}

/** Writes the one CSV that the data is, to a file. */
export async function writeCorrectedFile(
  { inventory, splits, changed }: CorrectedData,
  to: string,
  gzip: boolean,
  signal: AbortSignal,
): Promise<void> {
  const [source] = inventory.splits.values();
  if (source.kind !== 'csv') throw new RangeError('the data is no CSV');
  await copyCsv({ from: source.file, to, labels: labelsByRow(splits[0], changed), gzip }, signal);
}

/** Writes the files of every split into a folder, each where it was, and the names of the classes. */
export async function writeCorrectedFolder(corrected: CorrectedData, folder: string, telling: Telling): Promise<void> {
  const { inventory, base, splits, changed } = corrected;
  const place = (file: string) => path.join(folder, path.relative(base, file));
  await mkdir(folder);
  for (const dataset of splits) {
    const source = inventory.splits.get(dataset.split as 'all')!;
    if (source.kind === 'csv') {
      const { gzipped } = await openBytes(source.file);
      const labels = labelsByRow(dataset, changed);
      await mkdir(path.dirname(place(source.file)), { recursive: true });
      await copyCsv({ from: source.file, to: place(source.file), labels, gzip: gzipped }, telling.signal);
    } else if (source.kind === 'idx') {
      await copyNew(source.images, place(source.images));
      if (source.labels) await writeIdxLabels(source.labels, place(source.labels), dataset.labels!);
    } else if (source.kind === 'loose') {
      await copyAll(
        source.files.map((file) => ({ from: file, to: place(file) })),
        telling,
      );
    }
  }
  const moves = movesOfPictures(corrected);
  await copyAll(
    moves.map(({ from, to }) => ({ from: path.join(base, from), to: path.join(folder, to) })),
    telling,
  );
  await writeClasses(corrected, moves, folder);
  if (moves.length > 0) await checkPictures(moves, folder, telling.signal);
}

function labelsByRow(dataset: Dataset, changed: readonly ChangedLabel[]): Map<number, NewLabel> {
  return new Map(
    changed
      .filter(({ split }) => split === dataset.split)
      .map(({ index, from, to }) => [dataset.source(index).row!, { from, to }]),
  );
}

/** Where the pictures of class folders go, in all splits. */
function movesOfPictures({ inventory, base, splits, changed, classNames }: CorrectedData): PictureMove[] {
  const pictures = splits.flatMap((dataset) => {
    const source = inventory.splits.get(dataset.split as 'all')!;
    if (source.kind !== 'pictures') return [];
    const moved = changed.filter(({ split }) => split === dataset.split);
    const byFile = new Map(moved.map(({ index, to }) => [dataset.source(index).file, to]));
    const labels = folderLabels(source, { names: classNames, file: null });
    return [{ source, labels, base, classNames, changed: byFile }];
  });
  const folders = new Map<number, string>();
  for (const { source, labels } of pictures) {
    source.classes.forEach(({ name }, index) => {
      if (!folders.has(labels[index])) folders.set(labels[index], name);
    });
  }
  return pictures.flatMap((split) => planPictures(split, folders));
}

/**
 * The list of class names that the data was read with. Where there was none because the folders say them, and a class
 * has lost its last picture, the numbers of the others would change: then they are listed.
 */
async function writeClasses(
  { inventory, base, data, classNames }: CorrectedData,
  moves: readonly PictureMove[],
  folder: string,
): Promise<void> {
  const found = data.classesFile ?? inventory.classesFile;
  if (found !== null) {
    // What was named apart from the data goes where it is found before any other.
    const to = data.classesFile ? path.join(folder, CLASSES_FILE) : path.join(folder, path.relative(base, found));
    await copyNew(found, to);
    return;
  }
  const left = new Set(moves.map(({ label }) => label));
  const ownNames = moves.length > 0 && classNames.join('\n') !== FASHION_MNIST_CLASSES.join('\n');
  if (ownNames && classNames.some((_, label) => !left.has(label))) {
    await writeNew(path.join(folder, CLASSES_FILE), Buffer.from(classNames.join('\n') + '\n'));
  }
}

/** Looks whether the folders that were written are read as the classes they stand for, without reading the pictures. */
async function checkPictures(moves: readonly PictureMove[], folder: string, signal: AbortSignal): Promise<void> {
  const written = await listPictures({ path: folder }, signal);
  const labels = new Map(written.map(({ file, label }) => [path.relative(folder, file), label]));
  const wrong = moves.find(({ to, label }) => labels.get(to) !== label);
  if (wrong) throw new Error(`${wrong.to} is read as class ${labels.get(wrong.to)}, not ${wrong.label}`);
}

/** The format is told in idx.ts. */
async function writeIdxLabels(from: string, to: string, labels: Uint8Array): Promise<void> {
  const bytes = Buffer.alloc(8 + labels.length);
  bytes.writeUInt32BE(0x00000801, 0);
  bytes.writeUInt32BE(labels.length, 4);
  bytes.set(labels, 8);
  const { gzipped } = await openBytes(from);
  await writeNew(to, gzipped ? gzipSync(bytes) : bytes);
}

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** How many pictures are copied at a time. */
const AT_A_TIME = 16;

async function copyAll(files: readonly { from: string; to: string }[], { signal, progress }: Telling): Promise<void> {
  let next = 0;
  const copy = async () => {
    while (next < files.length) {
      signal.throwIfAborted();
      const { from, to } = files[next++];
      await copyNew(from, to);
      progress({ message: l10n.t('copying pictures'), fraction: next / files.length });
    }
  };
  // All are waited for: a copy that comes in after the folder was cleared away would bring it back.
  const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, copy));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Where the disk can, the copy shares its place with the original until one of them is changed. */
async function copyNew(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const flags = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;
  try {
    await copyFile(from, to, flags);
  } catch (error) {
    // What cannot be read is told of the original; all else is about the copy.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      await withFileErrors(from, () => open(from, 'r').then((h) => h.close()));
    throw error;
  }
}
