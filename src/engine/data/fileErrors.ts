import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';

const REASONS: Partial<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: [l10n.t('there is no such file or folder'), l10n.t('check the path')],
  ENOTDIR: [l10n.t('a part of the path is a file, not a folder'), l10n.t('check the path')],
  EISDIR: [l10n.t('is a folder, not a file'), l10n.t('check the path')],
  EACCES: [l10n.t('no permission to read it'), l10n.t('change its permissions, or copy it to a place of your own')],
  EPERM: [l10n.t('no permission to read it'), l10n.t('change its permissions, or copy it to a place of your own')],
  ELOOP: [l10n.t('its symbolic links lead round in a circle'), l10n.t('remove the link that points back')],
  ENAMETOOLONG: [l10n.t('the path is too long'), l10n.t('move the data to a shorter path')],
  EMFILE: [l10n.t('too many files are open'), l10n.t('close other programs and try again')],
  ENFILE: [l10n.t('too many files are open'), l10n.t('close other programs and try again')],
  EIO: [l10n.t('the disk reported an error while reading it'), l10n.t('check the disk, or copy the data anew')],
  EBUSY: [l10n.t('another program holds it'), l10n.t('close that program and try again')],
  ERR_INVALID_ARG_VALUE: [l10n.t('the path holds characters that no file name can have'), l10n.t('check the path')],
  Z_DATA_ERROR: [l10n.t('its gzip data is damaged'), l10n.t('fetch or pack the file again')],
  Z_BUF_ERROR: [l10n.t('its gzip data ends too early: the file is truncated'), l10n.t('fetch or pack the file again')],
};

/** The UserError for what the file system or gzip reported about `file`; any other error comes back as it is. */
export function fileError(error: unknown, file: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason ? new UserError(reason[0], reason[1], { file }) : error;
}

/** Awaits `work`. @throws UserError in place of what the file system or gzip reports about `file`. */
export async function withFileErrors<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(error, file);
  }
}
