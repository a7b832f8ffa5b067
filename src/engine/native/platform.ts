import { UserError } from '../../shared/userError';
import { OLDEST_GLIBC } from './pins';

/** @param why what is the matter with other ways. @throws UserError where the wheel's library does not run */
export function refuseOtherPlatforms(why: string): void {
  const useWasm = 'use the WASM engine, which needs no installation';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError(
      `${why}, and for ${process.platform} ${process.arch} there is no other`,
      `try again later, or ${useWasm}`,
    );
  }
  const version = glibcVersion();
  if (!version || version[0] < OLDEST_GLIBC[0] || (version[0] === OLDEST_GLIBC[0] && version[1] < OLDEST_GLIBC[1])) {
    throw new UserError(
      `TensorFlow needs the GNU C library ${OLDEST_GLIBC.join('.')} or newer, and this system has ${version?.join('.') ?? 'another one'}`,
      useWasm,
    );
  }
}

function glibcVersion(): [number, number] | null {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major, minor] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  return Number.isFinite(major) && Number.isFinite(minor) ? [major, minor] : null;
}
