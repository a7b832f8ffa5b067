import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { firstBytes } from './byteSource';
import { naturalOrder } from './classNames';
import { fileError, withFileErrors } from './fileErrors';
import { type IdxName, parseIdxName } from './idx';

/** A file or folder that was left out, and why, in a few words. */
export interface Ignored {
  /** Relative to the location that was opened, with forward slashes. */
  path: string;
  why: string;
}

/** What one folder holds, by kind; names in natural order. */
export interface Listing {
  folder: string;
  /** The real path of the folder, where a link led to it. */
  target?: string;
  csv: string[];
  idx: { name: string; is: IdxName }[];
  pictures: string[];
  folders: string[];
  /** Of `folders`, those that are links: the name, and the real path of the folder that it leads to. */
  linked: Map<string, string>;
  hasClasses: boolean;
  /** Whether it is a run of this program. */
  isRun: boolean;
  ignored: { name: string; why: string }[];
}

/** Whether a file is a picture of a kind that is read, by its name. */
export const isPictureName = (name: string) => /\.(png|jpe?g|jfif|webp|bmp|dib|gif)$/i.test(name);
/** Whether a file is a CSV, packed or not, by its name. */
export const isCsvName = (name: string) => /\.csv(\.gz)?$/i.test(name);

const OTHER_PICTURE = /\.(tiff?|heic|heif|avif|svg|ico|psd|raw|dng|cr2|nef)$/i;
const OUR_OUTPUT = new Set([
  ...['output.txt', 'evaluation.json', 'predictions.csv', 'per-class.csv', 'confusion.csv'],
  ...['analysis.json', 'analysis.txt', 'corrections.csv'],
]);

export const NOT_DATA_BY_NAME = l10n.t('not data by its name');
export const OTHER_PICTURE_KIND = l10n.t('a picture of a kind that is not read; PNG, JPEG, WebP, BMP and GIF are');

export const FOLLOWED_BEFORE = l10n.t('a link to a folder that another link leads to');

/** Other reasons that are worded otherwise where they hold for several files. */
export const WHY = {
  isRun: l10n.t('a run folder'),
  leadsNowhere: l10n.t('a link that leads nowhere'),
  noPixels: l10n.t('not a table of pixels'),
  noSplit: l10n.t('its name tells no split, and others do'),
};

export const CLASSES_FILE = 'classes.txt';
const RUN_RECORD = 'run.json';
/** A run's record has a few kB. */
const MAX_RECORD_BYTES = 1 << 20;

/**
 * Lists a folder. A `signal` ends it with its reason.
 * @throws UserError if it cannot be read or a link in it leads round in a circle.
 */
export async function listFolder(folder: string, signal?: AbortSignal): Promise<Listing> {
  signal?.throwIfAborted();
  const entries = await withFileErrors(folder, () => fs.promises.readdir(folder, { withFileTypes: true }));
  entries.sort((a, b) => naturalOrder(a.name, b.name));
  const listing: Listing = {
    folder,
    csv: [],
    idx: [],
    pictures: [],
    folders: [],
    linked: new Map(),
    hasClasses: false,
    isRun: false,
    ignored: [],
  };
  for (const entry of entries) {
    const { name } = entry;
    const why = reasonByName(name);
    if (why) {
      listing.ignored.push({ name, why });
      continue;
    }
    let kind = kindOf(entry);
    if (entry.isSymbolicLink()) {
      signal?.throwIfAborted();
      const link = await followLink(path.join(folder, name));
      kind = link.kind;
      if (link.target !== null) listing.linked.set(name, link.target);
    }
    if (kind === 'folder') listing.folders.push(name);
    else if (kind === 'file') addFile(listing, name);
    else listing.ignored.push({ name, why: kind });
  }
  if (listing.ignored.some(({ name }) => name === RUN_RECORD)) listing.isRun = await isRun(listing);
  return listing;
}

function reasonByName(name: string): string | null {
  if (name === '.fashion-mnist') return l10n.t('runs of this program');
  if (name.startsWith('.')) return 'hidden';
  return OUR_OUTPUT.has(name) ? l10n.t('written by this program') : null;
}

function addFile(listing: Listing, name: string): void {
  // Pictures first: there may be tens of thousands.
  if (isPictureName(name)) {
    listing.pictures.push(name);
    return;
  }
  const is = parseIdxName(name);
  if (is) listing.idx.push({ name, is });
  else if (isCsvName(name)) listing.csv.push(name);
  else if (name === CLASSES_FILE) listing.hasClasses = true;
  else listing.ignored.push({ name, why: OTHER_PICTURE.test(name) ? OTHER_PICTURE_KIND : NOT_DATA_BY_NAME });
}

/**
 * Whether the `run.json` of a folder is ours: other programs write files of that name too. One that is damaged is known
 * by the training history beside it.
 */
async function isRun({ folder, csv }: Listing): Promise<boolean> {
  if (csv.includes('history.csv')) return true;
  try {
    const text = Buffer.from(await firstBytes(path.join(folder, RUN_RECORD), MAX_RECORD_BYTES)).toString('utf8');
    const record = JSON.parse(text) as { formatVersion?: unknown; engine?: unknown } | null;
    return typeof record?.formatVersion === 'number' && typeof record.engine === 'object';
  } catch {
    return false; // no JSON, or not to be read: no record of a run
  }
}

const kindOf = (entry: fs.Dirent | fs.Stats) =>
  entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : l10n.t('neither a file nor a folder');

/** What a link leads to, and if that is a folder, its real path. */
async function followLink(link: string): Promise<{ kind: string; target: string | null }> {
  try {
    const stat = await fs.promises.stat(link);
    return { kind: kindOf(stat), target: stat.isDirectory() ? await realTarget(link) : null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: WHY.leadsNowhere, target: null };
    throw fileError(error, link);
  }
}

/** The folder that a link leads to. @throws UserError if it is one that holds the link. */
async function realTarget(link: string): Promise<string> {
  const target = await fs.promises.realpath(link);
  const from = await fs.promises.realpath(path.dirname(link));
  if (from === target || from.startsWith(target + path.sep)) {
    throw new UserError(l10n.t('the symbolic link leads back to a folder that holds it'), l10n.t('remove the link'), {
      file: link,
    });
  }
  return target;
}
