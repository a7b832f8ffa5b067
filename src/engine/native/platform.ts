import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { OLDEST_GLIBC } from './pins';

/** @param why what is the matter with other ways. @throws UserError where the wheel's library does not run */
export function refuseOtherPlatforms(why: string): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      l10n.t('{0}, and for {1} {2} there is no other', why, process.platform, process.arch),
      l10n.t('try again later, or use the WASM engine, which needs no installation'),
    );
  }
  const version = glibcVersion();
  const oldest = OLDEST_GLIBC.join('.');
  if (!version || version[0] < OLDEST_GLIBC[0] || (version[0] === OLDEST_GLIBC[0] && version[1] < OLDEST_GLIBC[1])) {
    throw new UserError(
      version
        ? l10n.t('TensorFlow needs the GNU C library {0} or newer, and this system has {1}', oldest, version.join('.'))
        : l10n.t('TensorFlow needs the GNU C library {0} or newer, and this system has another one', oldest),
      l10n.t('use the WASM engine, which needs no installation'),
    );
  }
}

function glibcVersion(): [number, number] | null {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major, minor] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  return Number.isFinite(major) && Number.isFinite(minor) ? [major, minor] : null;
}
