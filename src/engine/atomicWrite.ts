import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';

/** A file to write: all of its text, or its parts in order where the whole would be large. */
export interface FileText {
  file: string;
  text: string | Uint8Array | Iterable<string>;
}

/**
 * Writes a file so that a reader sees the old one or the new one, never a part: a temporary file in the same folder,
 * flushed to the disk, then renamed. The folder is made if it is missing.
 * @throws UserError when the place cannot be written.
 */
export async function writeAtomically(file: string, text: FileText['text']): Promise<void> {
  await writeAllAtomically([{ file, text }]);
}

/**
 * The same for files that belong together: all are written before the first is renamed, so that a full disk or a
 * missing permission changes none of them.
 */
export async function writeAllAtomically(files: readonly FileText[]): Promise<void> {
  const staged: { from: string; to: string }[] = [];
  let at = '';
  try {
    for (const { file, text } of files) {
      at = file;
      await mkdir(path.dirname(file), { recursive: true });
      const from = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
      staged.push({ from, to: file });
      await writeDurably(from, text);
    }
    for (const { from, to } of staged) {
      at = to;
      await renamePatiently(from, to);
    }
  } catch (error) {
    await Promise.all(staged.map(({ from }) => rm(from, { force: true }).catch(() => undefined)));
    throw explainWriteError(error, at);
  }
}

async function writeDurably(file: string, text: FileText['text']): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for (const chunk of typeof text === 'string' || text instanceof Uint8Array ? [text] : inChunks(text)) {
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Joins small parts into chunks of about a megabyte: a write for every line would be slow. */
function* inChunks(parts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length > 1 << 20) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) yield chunk;
}

/** Renames a file or folder. On Windows a virus scanner or an editor may hold one for a moment: worth a few tries. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (process.platform !== 'win32' || !held || attempt === 6) throw error;
      await wait(20 * 2 ** attempt);
    }
  }
}

const WRITE_PROBLEMS: Record<string, [problem: string, remedy: string]> = {
  EACCES: [l10n.t('no permission to write'), l10n.t('choose another place, or change the permissions')],
  EPERM: [l10n.t('no permission to write'), l10n.t('choose another place, or close the program that holds the file')],
  EBUSY: [l10n.t('another program holds the file'), l10n.t('close it there and try again')],
  EROFS: [l10n.t('the disk is read-only'), l10n.t('choose another place')],
  ENOSPC: [l10n.t('the disk is full'), l10n.t('free some space, or choose another place')],
  EDQUOT: [l10n.t('the disk quota is used up'), l10n.t('free some space, or choose another place')],
  EISDIR: [l10n.t('is a folder, where a file is to be written'), l10n.t('choose another name')],
  ENOTDIR: [l10n.t('a part of the path is a file, not a folder'), l10n.t('choose another place')],
  EEXIST: [l10n.t('a part of the path is a file, not a folder'), l10n.t('choose another place')],
  ENAMETOOLONG: [l10n.t('the name is too long'), l10n.t('choose a shorter one')],
};

/** The error to show for a failed write at `file`; what is not the user's to mend is given back as it came. */
export function explainWriteError(error: unknown, file: string): unknown {
  const explanation = WRITE_PROBLEMS[errorCode(error) ?? ''] as [string, string] | undefined;
  return explanation ? new UserError(...explanation, { file }) : error;
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
