import fs from 'node:fs/promises';
import path from 'node:path';
import zlib from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { IMAGE_BYTES } from '../../shared/classes';
import type { FindDataRequest, FoundData } from '../../shared/contracts/engine';
import { parseIdxName } from './idx';
import { isCsvName, isPictureName } from './listing';
import { splitOfFolder } from './splitNames';

/** Bounds of the search: a workspace may hold anything, and a person waits. */
const MAX_DEPTH = 4;
const MAX_ENTRIES = 20_000;
const MAX_MILLISECONDS = 3_000;
/** Enough for the header of a CSV (`label,pixel1..pixel784`: 8 KB) or its first row. */
const FIRST_BYTES = 16 * 1024;

/** What one folder holds, as far as the search is concerned. */
interface Looked {
  folder: string;
  files: string[];
  subfolders: string[];
}

/**
 * Looks for places that can be opened as data, by names and first bytes: CSV files of 784 pixels a row, IDX files,
 * folders of class sub-folders with pictures, folders that hold several of these. Nearest first. Never follows links,
 * never enters hidden folders or `node_modules`, stops after three seconds; a folder that cannot be read is passed over.
 */
export async function findData({ folder, limit }: FindDataRequest): Promise<FoundData[]> {
  const end = Date.now() + MAX_MILLISECONDS;
  const found: FoundData[] = [];
  let seen = 0;
  let level = [folder];
  for (let depth = 0; depth <= MAX_DEPTH && level.length && found.length < limit; depth++) {
    const next: string[] = [];
    for (const at of level) {
      if (found.length >= limit || seen > MAX_ENTRIES || Date.now() > end) return found.slice(0, limit);
      const looked = await look(at);
      seen += looked.files.length + looked.subfolders.length;
      const here = await judge(looked);
      found.push(...here.found);
      if (!here.isWhole) next.push(...looked.subfolders);
    }
    level = next;
  }
  return found.slice(0, limit);
}

async function look(folder: string): Promise<Looked> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const places = (is: (entry: (typeof entries)[number]) => boolean) =>
    entries
      .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules' && is(entry))
      .map(({ name }) => path.join(folder, name));
  return { folder, files: places((entry) => entry.isFile()), subfolders: places((entry) => entry.isDirectory()) };
}

/** @returns what there is to open here; `isWhole` when nothing below needs a look of its own */
async function judge({ folder, files, subfolders }: Looked): Promise<{ found: FoundData[]; isWhole: boolean }> {
  const found: FoundData[] = [];
  const names = files.map(parseIdxName);
  const idx = new Set(names.flatMap((name) => (name?.kind === 'images' ? [name.prefix] : [])));
  if (idx.size) found.push({ path: folder, kind: idx.size > 1 ? l10n.t('IDX, several splits') : 'IDX' });
  const classes = await countPictureFolders(subfolders);
  if (classes >= 2) found.push({ path: folder, kind: l10n.t('pictures in {0} folders', classes) });
  const splits = subfolders.filter((at) => splitOfFolder(path.basename(at)) !== null);
  if (splits.length >= 2 && classes < 2 && (await everySplitHasClasses(splits))) {
    return { found: [...found, { path: folder, kind: l10n.t('pictures, {0} splits', splits.length) }], isWhole: true };
  }
  const csv = [];
  for (const file of files) if (isCsvName(file) && (await isPixelCsv(file))) csv.push(file);
  if (csv.length > 1) found.push({ path: folder, kind: l10n.t('{0} CSV files', csv.length) });
  found.push(...csv.map((file) => ({ path: file, kind: 'CSV' })));
  return { found, isWhole: classes >= 2 };
}

async function everySplitHasClasses(splits: string[]): Promise<boolean> {
  for (const split of splits) if ((await countPictureFolders((await look(split)).subfolders)) < 2) return false;
  return true;
}

/** How many of the first 255 folders hold a picture. */
async function countPictureFolders(folders: string[]): Promise<number> {
  let count = 0;
  for (const folder of folders.slice(0, 255)) {
    const { files } = await look(folder);
    if (files.some((file) => isPictureName(file))) count++;
    else if (count === 0 && folder === folders[9]) break;
  }
  return count;
}

/** Whether the first line has 784 columns, or 785 with the label. */
async function isPixelCsv(file: string): Promise<boolean> {
  const start = await readStart(file).catch(() => '');
  const columns = (/^[^\r\n]*/.exec(start)?.[0] ?? '').split(',').length;
  return columns === IMAGE_BYTES || columns === IMAGE_BYTES + 1;
}

async function readStart(file: string): Promise<string> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (!/\.gz$/i.test(file)) return bytes.toString('latin1');
    return inflateStart(bytes).toString('latin1');
  } finally {
    await handle.close();
  }
}

/** The text that the first bytes of a gzip file hold; at most a thousandfold, so 16 MB. */
function inflateStart(bytes: Buffer): Buffer {
  return zlib.gunzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
}
