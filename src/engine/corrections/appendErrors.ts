import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';

/** How each of these errors ends: the decision is still on the screen, to be tried again. */
export const NOT_SAVED = l10n.t('the decision was not saved');

const PROBLEMS: Partial<Record<string, [problem: string, remedy: string]>> = {
  ENOSPC: [l10n.t('the disk is full'), l10n.t('free some space and try again')],
  EDQUOT: [l10n.t('the disk quota is used up'), l10n.t('free some space and try again')],
  EFBIG: [l10n.t('the file is as large as it may be'), l10n.t('move it away and try again')],
  EACCES: [l10n.t('no permission to write'), l10n.t('change the permissions, or choose another place, and try again')],
  EPERM: [
    l10n.t('no permission to write'),
    l10n.t('change the permissions, or close the program that holds it, and try again'),
  ],
  EROFS: [l10n.t('the disk is read-only'), l10n.t('make it writable, or choose another place, and try again')],
  EBUSY: [l10n.t('another program holds the file'), l10n.t('close it there and try again')],
  ETXTBSY: [l10n.t('another program holds the file'), l10n.t('close it there and try again')],
  ENOENT: [l10n.t('its folder is not there'), l10n.t('bring the folder back, or choose another place, and try again')],
  ENOTDIR: [l10n.t('a part of the path is a file, not a folder'), l10n.t('choose another place and try again')],
  EISDIR: [l10n.t('is a folder, where a file is to be written'), l10n.t('choose another name and try again')],
  ELOOP: [
    l10n.t('its symbolic links lead round in a circle'),
    l10n.t('remove the link that points back and try again'),
  ],
  ENAMETOOLONG: [l10n.t('the name is too long'), l10n.t('choose a shorter one and try again')],
  EIO: [l10n.t('the disk reported an error'), l10n.t('check the disk and try again')],
  EMFILE: [l10n.t('too many files are open'), l10n.t('close other programs and try again')],
  ENFILE: [l10n.t('too many files are open'), l10n.t('close other programs and try again')],
  ENXIO: [l10n.t('is no plain file'), l10n.t('choose another place and try again')],
  ESTALE: [l10n.t('the network disk has lost the file'), l10n.t('connect it again and try again')],
};

/** The error to show where appending to `file` failed; what is not a person's to mend comes back as it is. */
export function explainAppendError(error: unknown, file: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const known = PROBLEMS[(error as NodeJS.ErrnoException).code ?? ''];
  return known ? new UserError(known[0], `${known[1]}; ${NOT_SAVED}`, { file }) : error;
}
