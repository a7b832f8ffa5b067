import { UserError } from '../../shared/userError';

/** How each of these errors ends: the decision is still on the screen, to be tried again. */
export const NOT_SAVED = 'the decision was not saved';

const PROBLEMS: Partial<Record<string, [problem: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'free some space and try again'],
  EDQUOT: ['the disk quota is used up', 'free some space and try again'],
  EFBIG: ['the file is as large as it may be', 'move it away and try again'],
  EACCES: ['no permission to write', 'change the permissions, or choose another place, and try again'],
  EPERM: ['no permission to write', 'change the permissions, or close the program that holds it, and try again'],
  EROFS: ['the disk is read-only', 'make it writable, or choose another place, and try again'],
  EBUSY: ['another program holds the file', 'close it there and try again'],
  ETXTBSY: ['another program holds the file', 'close it there and try again'],
  ENOENT: ['its folder is not there', 'bring the folder back, or choose another place, and try again'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'choose another place and try again'],
  EISDIR: ['is a folder, where a file is to be written', 'choose another name and try again'],
  ELOOP: ['its symbolic links lead round in a circle', 'remove the link that points back and try again'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter one and try again'],
  EIO: ['the disk reported an error', 'check the disk and try again'],
  EMFILE: ['too many files are open', 'close other programs and try again'],
  ENFILE: ['too many files are open', 'close other programs and try again'],
  ENXIO: ['is no plain file', 'choose another place and try again'],
  ESTALE: ['the network disk has lost the file', 'connect it again and try again'],
};

/** The error to show where appending to `file` failed; what is not a person's to mend comes back as it is. */
export function explainAppendError(error: unknown, file: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const known = PROBLEMS[(error as NodeJS.ErrnoException).code ?? ''];
  return known ? new UserError(known[0], `${known[1]}; ${NOT_SAVED}`, { file }) : error;
}
