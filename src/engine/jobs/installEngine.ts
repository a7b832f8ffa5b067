import * as l10n from '@vscode/l10n';
import { LIBRARY_FETCHED, type InstalledEngine, type InstallEngineRequest } from '../../shared/contracts/engine';
import type { JobContext } from '../../shared/contracts/jobs';
import { assembleEngine } from '../native/assembleEngine';
import { CHECK_ARGUMENT, checkEngineApart, type EngineCheck } from '../native/check';
import { installNativeEngine, requireInstallable } from '../native/install';
import { engineFolder } from '../native/location';
import { refuseOtherPlatforms } from '../native/platform';
import { loadRuntime } from '../runtime';
import { measureEngine } from './calibrate';

/**
 * Asks, before anything is fetched, whether the native engine can be installed out of a package of the extension.
 * @returns null when it can; what is there, when it is installed already and works
 * @throws UserError where it cannot
 */
export async function prepareEngine(context: JobContext): Promise<InstalledEngine | null> {
  refuseOtherPlatforms(l10n.t('this package of the extension brings the addon for Linux on x64'));
  const { check, measured } = checking();
  const present = await requireInstallable(engineFolder(), { ...context, check });
  if (!present) return null;
  return { alreadyInstalled: true, tensorflow: present.tensorflow, imagesPerSecond: await measured(context.signal) };
}

/**
 * Installs the native engine, and measures both engines for two seconds each.
 * @throws UserError with the next step, when it cannot be installed here; then nothing has changed
 */
export async function installEngine(
  { addons, source, now }: InstallEngineRequest,
  { note, progress, signal }: JobContext,
): Promise<InstalledEngine> {
  const tell = (message: string, fraction = 0) =>
    progress({ message, fraction: LIBRARY_FETCHED + (1 - LIBRARY_FETCHED) * fraction });
  const { check, measured } = checking();
  // First: once the engine is in its place, nothing may come between that and the answer.
  tell(l10n.t('measuring WASM'));
  const imagesPerSecond = await measured(signal);
  const context = {
    note: (line: string) => {
      note(line);
      tell(line);
    },
    progress: tell,
    onTerminal: false,
    check,
    signal,
  };
  const request = { folder: engineFolder(), now };
  const { alreadyInstalled, manifest } = await installNativeEngine(request, context, assembleEngine(addons, source));
  return { alreadyInstalled, tensorflow: manifest.tensorflow, imagesPerSecond };
}

/** Checks the engine apart, and keeps what was measured there. */
function checking() {
  const speeds = { native: 0, wasm: 0 };
  return {
    check: async (engine: string, signal: AbortSignal): Promise<EngineCheck> => {
      const answer = await checkEngineApart([process.argv[1], CHECK_ARGUMENT], engine, signal);
      speeds.native = (answer.works && answer.imagesPerSecond) || 0;
      return answer;
    },
    /** The speeds; that of the native engine is there once it has been checked. */
    measured: async (signal: AbortSignal) => {
      speeds.wasm = await measureEngine(await loadRuntime('wasm'), signal);
      return speeds;
    },
  };
}
