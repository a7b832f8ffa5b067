import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { link, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { Correction } from '../../shared/contracts/corrections';
import { formatCorrection, HEADER_LINE, OWN_DIALECT } from '../../shared/corrections';
import { UserError } from '../../shared/userError';
import { explainAppendError, NOT_SAVED } from './appendErrors';
import { MAX_CELL_LENGTH, readCells } from './cells';
import { checkComplete, HEADER_BYTES, readHeader } from './dialect';

const { O_APPEND, O_RDWR } = fs.constants;

/**
 * Adds decisions to the end of `corrections.csv`; when it returns they are on the disk. The file is made if it is not
 * there; its folder is not. Written as the file is: with its separator, line ends and order of columns. All lines go in
 * one write at the file's end, so that several processes can append at once; a line that was torn before stays alone.
 * @throws UserError when they are not saved: the same call again is the way on
 */
export async function appendCorrections(file: string, corrections: readonly Correction[]): Promise<void> {
  for (const correction of corrections) checkCorrection(correction, file);
  if (corrections.length === 0) return;
  try {
    const handle = await openOrMake(file);
    try {
      await appendTo(handle, file, corrections);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw explainAppendError(error, file);
  }
}

async function appendTo(handle: FileHandle, file: string, corrections: readonly Correction[]): Promise<void> {
  const status = await handle.stat();
  if (!status.isFile())
    throw new UserError(l10n.t('is no plain file'), `${l10n.t('choose another place')}; ${NOT_SAVED}`, { file });
  const header = readHeader(await textAt(handle, 0, HEADER_BYTES), file);
  if (header) checkComplete(header, file);
  const dialect = header ?? OWN_DIALECT;
  const lines = corrections.map((correction) => formatCorrection(correction, dialect)).join('');
  let end = await endOf(handle);
  // Another process may be in the middle of its write.
  if (end.isTorn) {
    await setTimeout(MOMENT);
    end = await endOf(handle);
  }
  // Whatever stands behind the last line end, a torn line too, must not become the beginning of ours.
  const before = end.isTorn ? dialect.lineEnd : '';
  await writeWhole(handle, file, Buffer.from(before + (header ? '' : HEADER_LINE) + lines), end.size);
  await handle.sync();
}

/**
 * One write and never a second one, behind which another process could have written. What a full disk took of it is taken
 * back.
 */
async function writeWhole(handle: FileHandle, file: string, bytes: Buffer, sizeBefore: number): Promise<void> {
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten === bytes.length) return;
  // Unless another process wrote in between: then the torn line stays, and reading tells of it.
  const { size } = await handle.stat();
  if (size === sizeBefore + bytesWritten) await handle.truncate(sizeBefore).catch(() => undefined);
  const remedy = `${l10n.t('free some space and try again')}; ${NOT_SAVED}`;
  throw new UserError(l10n.t('the disk took only a part of it'), remedy, { file });
}

/** Milliseconds in which a write of some lines is over. */
const MOMENT = 20;

async function endOf(handle: FileHandle): Promise<{ size: number; isTorn: boolean }> {
  const { size } = await handle.stat();
  const last = await textAt(handle, Math.max(0, size - 1), 1);
  return { size, isTorn: size > 0 && !/[\r\n]/.test(last) };
}

async function textAt(handle: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString('utf8', 0, bytesRead);
}

async function openOrMake(file: string): Promise<FileHandle> {
  try {
    return await open(file, O_RDWR | O_APPEND);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await makeFile(file);
  return open(file, O_RDWR | O_APPEND);
}

/** A file with the header alone. It comes into being whole: of two processes at once one makes it, the other finds it. */
async function makeFile(file: string): Promise<void> {
  const folder = path.dirname(file);
  const whole = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(whole, 'wx');
    try {
      await handle.writeFile(HEADER_LINE);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(whole, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (!NO_LINKS.has(code ?? '')) throw error;
    // A file system without links, such as FAT: an empty file, and whoever writes first writes the header.
    await (await open(file, 'a')).close();
  } finally {
    await rm(whole, { force: true }).catch(() => undefined);
  }
  await syncFolder(folder);
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'UNKNOWN']);

/** So that after a loss of power the file is found in its folder. Not every system can do that for a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

/** @throws UserError where a text is too long; RangeError for what reading would not take, which is a bug of ours */
function checkCorrection(correction: Correction, file: string): void {
  for (const text of Object.values(correction) as unknown[]) {
    if (typeof text !== 'string' || text.length < MAX_CELL_LENGTH) continue;
    const problem = l10n.t('a text is longer than {0} characters', MAX_CELL_LENGTH - 1);
    throw new UserError(problem, `${l10n.t('shorten it')}; ${NOT_SAVED}`, { file });
  }
  const { imageId, index, givenLabel, decision, newLabel, newName, score, reviewedAt } = correction;
  const text = {
    ...{ image_id: imageId, index: cellOf(index), given_label: cellOf(givenLabel), decision },
    ...{ new_label: cellOf(newLabel), new_name: newName, score: cellOf(score), reviewed_at: reviewedAt },
  };
  try {
    const read = readCells({ text, place: () => ({}) });
    if (read.reviewedAt === reviewedAt && read.imageId === imageId && read.decision === decision) return;
  } catch (error) {
    throw new RangeError(`no correction: ${(error as Error).message}`);
  }
  throw new RangeError(`no correction: ${imageId} ${decision} ${reviewedAt}`);
}

const cellOf = (value: number | null) => (value === null ? '' : String(value));
