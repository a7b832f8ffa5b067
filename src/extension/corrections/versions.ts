import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { isSamePlace } from '../samePlace';

/** A version of a corrections file; null: nothing, the file before its first decision. */
export type Version = vscode.Uri | null;

/** As much as a corrections file may be, bytes. */
const LIMIT = 128 * 1024 * 1024;

const SAVE_ANEW = l10n.t('save it as CSV in UTF-8, and keep the columns');

/** What a version is called. @param file of which it is one, absolute; `isDirty`: it has unsaved changes in the editor */
export function describeVersion(version: Version, file: string, isDirty = false): string {
  if (!version) return l10n.t('nothing');
  if (version.scheme === 'git') return describeRef(version.query);
  if (version.scheme === 'file') {
    if (!isSamePlace(version.fsPath, file)) return vscode.workspace.asRelativePath(version, false);
    return isDirty ? l10n.t('working tree, without what is not saved') : l10n.t('working tree');
  }
  return `${version.path.slice(version.path.lastIndexOf('/') + 1)} (${version.scheme})`;
}

/** The whole text of a version; empty where there is none. @throws UserError where it is no text */
export async function readVersion(version: Version): Promise<string> {
  if (!version) return '';
  const bytes = await readBytes(version);
  const place = { file: version.scheme === 'file' ? version.fsPath : undefined };
  if (bytes.length > LIMIT)
    throw new UserError(l10n.t('is larger than 128 MiB'), l10n.t('give a corrections file'), place);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new UserError(l10n.t('is written in UTF-16'), SAVE_ANEW, place);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(l10n.t('is no text in UTF-8'), SAVE_ANEW, place);
  }
}

async function readBytes(version: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(version);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return new Uint8Array(0);
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(l10n.t('this version cannot be read ({0})', why), l10n.t('choose another one'));
  }
}

/** The query of a `git:` uri names the commit; that of the index is empty or `~`. */
function describeRef(query: string): string {
  let ref: unknown;
  try {
    ref = (JSON.parse(query) as { ref?: unknown }).ref;
  } catch {
    // told as a version of Git below
  }
  if (ref === '' || ref === '~') return l10n.t('index');
  if (typeof ref !== 'string') return 'Git';
  return /^[0-9a-f]{40,}$/.test(ref) ? ref.slice(0, 8) : ref;
}
