import { open, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';

/**
 * Makes sure that a file may be written over: it is not there, or it begins with `beginning`, as those do that this
 * program wrote.
 * @throws UserError when it is someone else's.
 */
export async function checkReplaceable(file: string, beginning: string): Promise<void> {
  const status = await stat(file).catch(() => null);
  if (!status) return;
  if (!status.isFile())
    throw new UserError(l10n.t('is not a file'), l10n.t('choose another name for the output'), { file });
  const expected = Buffer.from(beginning);
  if (expected.compare(await firstBytes(file, expected.length)) === 0) return;
  throw new UserError(
    l10n.t('was not written by this program and is not replaced'),
    l10n.t('move it, or choose another place'),
    { file },
  );
}

async function firstBytes(file: string, length: number): Promise<Buffer> {
  const handle = await open(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new UserError(
      l10n.t('no permission to read the file that is to be replaced'),
      l10n.t('choose another place'),
      { file },
    );
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
