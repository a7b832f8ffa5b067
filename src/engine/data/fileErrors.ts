import { UserError } from '../../shared/userError';

const REASONS: Partial<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: ['there is no such file or folder', 'check the path'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'check the path'],
  EISDIR: ['is a folder, not a file', 'check the path'],
  EACCES: ['no permission to read it', 'change its permissions, or copy it to a place of your own'],
  EPERM: ['no permission to read it', 'change its permissions, or copy it to a place of your own'],
  ELOOP: ['its symbolic links lead round in a circle', 'remove the link that points back'],
  ENAMETOOLONG: ['the path is too long', 'move the data to a shorter path'],
  EMFILE: ['too many files are open', 'close other programs and try again'],
  ENFILE: ['too many files are open', 'close other programs and try again'],
  EIO: ['the disk reported an error while reading it', 'check the disk, or copy the data anew'],
  EBUSY: ['another program holds it', 'close that program and try again'],
  ERR_INVALID_ARG_VALUE: ['the path holds characters that no file name can have', 'check the path'],
  Z_DATA_ERROR: ['its gzip data is damaged', 'fetch or pack the file again'],
  Z_BUF_ERROR: ['its gzip data ends too early: the file is truncated', 'fetch or pack the file again'],
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
