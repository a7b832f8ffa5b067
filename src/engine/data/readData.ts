import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { DataLocation, Progress } from '../../shared/contracts/jobs';
import { countOf, countText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import { firstBytes } from './byteSource';
import { type ClassList, readClassNames } from './classNames';
import { readCsv } from './csv';
import type { Dataset } from './dataset';
import { withFileErrors } from './fileErrors';
import { describeIgnored, isDocumentation } from './ignoredNotes';
import { looksLikeIdx, parseIdxName, readIdxImages, readIdxLabels } from './idx';
import { type Inventory, type SplitSource, takeInventory } from './inventory';
import { CLASSES_FILE, type Ignored } from './listing';
import { classesOf, folderLabels } from './pictureClasses';
import { pictureFormat } from './pictureFormat';
import { type DamagedPicture, type PictureFile, readPictures } from './pictures';
import type { ReadOptions } from './readOptions';
import { SPLIT_ORDER } from './splitNames';

/** All that was read from a location, and what a person should know of it. */
export interface LoadedData {
  /** In the order train, validation, test; or a single one named `all`. */
  splits: Dataset[];
  /** Shared by all splits. */
  classNames: readonly string[];
  /** What was taken, a line for each split; with the count of damaged pictures that were skipped. */
  taken: string[];
  /** What was left out. Paths relative to the location. */
  ignored: Ignored[];
  /** Pictures that could not be read and were skipped. Paths relative to the location. */
  damaged: DamagedPicture[];
  /** The folder that the sources of the images are relative to, absolute. */
  base: string;
  /** Whether a split was read from picture files. */
  hasPictures: boolean;
}

export interface ReadDataOptions {
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
  /** Told the lines of `taken`, then what was ignored and damaged, in a line each. */
  note?: (line: string) => void;
  /** What labels and class folders stand for where the data has no list of its own: the classes of a model. */
  defaultClasses?: readonly string[];
  /** Given the splits that are there, which of them to read; all by default. May throw what the caller wants thrown. */
  choose?: (splits: readonly string[]) => readonly string[];
}

/** Reads a data set in any of the forms that are known. @throws UserError */
export async function readData(location: DataLocation, options: ReadDataOptions = {}): Promise<LoadedData> {
  const { inventory, base } = await findSources(location, options.signal);
  const classes = await classesAt(location, inventory, options.defaultClasses);
  const loaded: LoadedData = {
    splits: [],
    classNames: classes.names,
    taken: [],
    ignored: inventory.ignored,
    damaged: [],
    base,
    hasPictures: false,
  };
  const present = SPLIT_ORDER.filter((split) => inventory.splits.has(split));
  const chosen = options.choose?.(present) ?? present;
  let done = 0;
  for (const split of present.filter((name) => chosen.includes(name))) {
    const source = inventory.splits.get(split)!;
    const before = done;
    const tell = (fraction: number) => {
      options.progress?.({ message: l10n.t('reading {0}', split), fraction: (before + fraction) / chosen.length });
    };
    const images = await readSource(source, classes, location, base, {
      signal: options.signal,
      progress: atMostTenASecond(tell),
      fit: location.fit,
    });
    options.signal?.throwIfAborted();
    done++;
    if (source.kind === 'pictures' || source.kind === 'loose') loaded.hasPictures = true;
    loaded.splits.push({ ...images, split, classNames: classes.names });
    loaded.taken.push(`${split}: ${[images.from, ...(images.labels ? [] : [l10n.t('unlabelled')])].join(', ')}`);
    loaded.damaged.push(...images.damaged);
  }
  if (options.note) for (const line of notesOf(loaded)) options.note(line);
  return loaded;
}

/** The picture files of a location, in the order in which their images are read. @throws UserError */
export async function listPictures(location: DataLocation, signal?: AbortSignal): Promise<PictureFile[]> {
  const { inventory, base } = await findSources(location, signal);
  const classes = await classesAt(location, inventory);
  return SPLIT_ORDER.flatMap((split) => {
    const source = inventory.splits.get(split);
    return source?.kind === 'pictures' || source?.kind === 'loose' ? picturesOf(source, classes, base) : [];
  });
}

async function classesAt(
  location: DataLocation,
  inventory: Inventory,
  defaultClasses?: readonly string[],
): Promise<ClassList> {
  const classesFile = location.classesFile ?? inventory.classesFile;
  const given = defaultClasses ? { names: defaultClasses, file: null, ofModel: true } : null;
  const listed = classesFile ? await readClassNames(classesFile) : given;
  return classesOf([...inventory.splits.values()], listed, location.path);
}

/** Looks what there is to be read at a location; `base` is the folder that sources are relative to. @throws UserError */
export async function findSources(
  { path: root }: DataLocation,
  signal?: AbortSignal,
): Promise<{ inventory: Inventory; base: string }> {
  const stat = await withFileErrors(root, () => fs.promises.stat(root));
  const isFolder = stat.isDirectory();
  const inventory = isFolder ? await takeInventory(root, signal) : await singleFile(root);
  return { inventory, base: path.resolve(isFolder ? root : path.dirname(root)) };
}

/** What was taken, ignored (documents beside data apart) and damaged, in lines for a person. */
export function notesOf({ taken, ignored, damaged }: Pick<LoadedData, 'taken' | 'ignored' | 'damaged'>): string[] {
  const lines = [...taken];
  const reasons = describeIgnored(ignored.filter((one) => !isDocumentation(one)));
  lines.push(...reasons.slice(0, MAX_TOLD).map((reason) => l10n.t('ignored {0}', reason)));
  if (reasons.length > MAX_TOLD) {
    lines.push(l10n.t('ignored more, for {0} more reasons', reasons.length - MAX_TOLD));
  }
  if (damaged.length === 1) lines.push(l10n.t('skipped 1 damaged picture:'));
  else if (damaged.length > 1) lines.push(l10n.t('skipped {0} damaged pictures:', damaged.length));
  for (const { path: file, why } of damaged.slice(0, MAX_TOLD)) lines.push(l10n.t('skipped {0}: {1}', file, why));
  if (damaged.length > MAX_TOLD) lines.push(l10n.t('skipped {0} more', damaged.length - MAX_TOLD));
  return lines;
}

const MAX_TOLD = 10;

interface SourceImages extends Pick<Dataset, 'count' | 'pixels' | 'labels' | 'source'> {
  /** `60,000 images from train.csv`. */
  from: string;
  damaged: DamagedPicture[];
}

async function readSource(
  source: SplitSource,
  classes: ClassList,
  { invert = 'auto' }: DataLocation,
  base: string,
  options: ReadOptions,
): Promise<SourceImages> {
  const relative = (file: string) => nameIn(base, file);
  if (source.kind === 'csv') {
    const { rows, ...images } = await readCsv(source.file, classes, options);
    const file = relative(source.file);
    return {
      ...images,
      source: (index) => ({ file, row: rows[index] }),
      from: l10n.t('{0} from {1}', imagesText(images.count), file),
      damaged: [],
    };
  }
  if (source.kind === 'idx') {
    const { images, labels } = await readIdxPair(source.images, source.labels, classes, options);
    const file = relative(source.images);
    const from = source.labels
      ? l10n.t('{0} from {1} with {2}', imagesText(images.count), file, relative(source.labels))
      : l10n.t('{0} from {1}', imagesText(images.count), file);
    return { ...images, labels, source: (index) => ({ file, index }), from, damaged: [] };
  }
  const read = await readPictures(picturesOf(source, classes, base), source.folder, { ...options, invert });
  const from = picturesFrom(source, read.count, relative(source.folder));
  return {
    count: read.count,
    pixels: read.pixels,
    labels: source.kind === 'pictures' ? read.labels : null,
    source: (index) => ({ file: read.names[index] }),
    from: [from, ...invertedNote(read.inverted, read.count), ...damagedNote(read.damaged.length)].join(', '),
    damaged: read.damaged,
  };
}

/** The files of a split of pictures: those in class folders by their labels, `loose` ones with label 0 for all. */
function picturesOf(
  source: Extract<SplitSource, { kind: 'pictures' | 'loose' }>,
  classes: ClassList,
  base: string,
): PictureFile[] {
  if (source.kind === 'loose') return source.files.map((file) => ({ file, name: nameIn(base, file), label: 0 }));
  const labels = folderLabels(source, classes);
  return source.classes
    .map(({ files }, index) => ({ label: labels[index], files }))
    .sort((a, b) => a.label - b.label)
    .flatMap(({ label, files }) => files.map((file) => ({ file, name: nameIn(base, file), label })));
}

/** A path relative to the data, with forward slashes. */
function nameIn(base: string, file: string): string {
  return path.relative(base, file).split(path.sep).join('/') || path.basename(file);
}

const imagesText = (count: number) => countOf(count, l10n.t('image'), l10n.t('images'));

function picturesFrom(source: SplitSource, count: number, folder: string): string {
  const pictures = countOf(count, l10n.t('picture'), l10n.t('pictures'));
  if (source.kind !== 'pictures') return l10n.t('{0} from {1}', pictures, folder);
  const folders = source.classes.length;
  if (folders === 1) return l10n.t('{0} from {1} in 1 class folder', pictures, folder);
  return l10n.t('{0} from {1} in {2} class folders', pictures, folder, countText(folders));
}

function invertedNote(inverted: number, count: number): string[] {
  if (inverted === 0) return [];
  if (inverted === count) return [l10n.t('all inverted to light on black')];
  return [l10n.t('{0} inverted to light on black', countText(inverted))];
}

function damagedNote(damaged: number): string[] {
  if (damaged === 0) return [];
  if (damaged === 1) return [l10n.t('1 damaged one skipped')];
  return [l10n.t('{0} damaged ones skipped', countText(damaged))];
}

async function readIdxPair(imagesFile: string, labelsFile: string | null, classes: ClassList, options: ReadOptions) {
  // The small file first: what is wrong with the labels shows at once.
  const labels = labelsFile ? await readIdxLabels(labelsFile, classes, { ...options, progress: undefined }) : null;
  const images = await readIdxImages(imagesFile, options);
  if (labels && labels.length !== images.count) {
    const labelsName = path.basename(labelsFile!);
    const problem = l10n.t('{0} images, but {1} labels in {2}', images.count, labels.length, labelsName);
    throw new UserError(problem, l10n.t('give images and labels of the same set'), { file: imagesFile });
  }
  return { images, labels };
}

/** A file that was opened by itself: its split is `all`, whatever its name. @throws UserError */
async function singleFile(file: string): Promise<Inventory> {
  const head = await firstBytes(file, 32);
  if (head.length === 0) throw new UserError(l10n.t('the file is empty'), l10n.t('give a file with images'), { file });
  const beside = path.join(path.dirname(file), CLASSES_FILE);
  const classesFile = fs.existsSync(beside) && beside !== file ? beside : null;
  return { splits: new Map([['all', await sourceOfFile(file, head)]]), classesFile, ignored: [] };
}

async function sourceOfFile(file: string, head: Uint8Array): Promise<SplitSource> {
  const name = parseIdxName(file);
  if (name || looksLikeIdx(head)) {
    const isLabels = name ? name.kind === 'labels' : head[3] === 1;
    const images = isLabels ? await partner(file, 'images') : file;
    if (!images) {
      const problem = l10n.t('holds labels, and there is no images file beside it');
      throw new UserError(problem, l10n.t('give the images file'), { file });
    }
    return { kind: 'idx', images, labels: isLabels ? file : await partner(file, 'labels') };
  }
  if (pictureFormat(head)) return { kind: 'loose', folder: path.dirname(file), files: [file] };
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) {
    throw new UserError(l10n.t('is a zip archive'), l10n.t('unpack it and give the folder'), { file });
  }
  return { kind: 'csv', file };
}

/** The file of the other kind that belongs to an IDX file, packed or not, or null. */
async function partner(file: string, kind: 'images' | 'labels'): Promise<string | null> {
  const own = parseIdxName(file);
  if (!own) return null;
  const names = await withFileErrors(path.dirname(file), () => fs.promises.readdir(path.dirname(file)));
  const found = names
    .map((name) => ({ name, is: parseIdxName(name) }))
    .filter(({ is }) => is?.kind === kind && is.prefix === own.prefix)
    .sort((a, b) => Number(a.is!.gzipped !== own.gzipped) - Number(b.is!.gzipped !== own.gzipped));
  return found[0] ? path.join(path.dirname(file), found[0].name) : null;
}

function atMostTenASecond(tell: (fraction: number) => void): (fraction: number) => void {
  let last = 0;
  return (fraction) => {
    const now = performance.now();
    if (now - last < 100 && fraction < 1) return;
    last = now;
    tell(fraction);
  };
}
