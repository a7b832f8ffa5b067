import type { InstalledEngine, InstallEngineRequest } from '../../shared/contracts/engine';
import type { JobContext } from '../../shared/contracts/jobs';
import { assembleEngine } from '../native/assembleEngine';
import { CHECK_ARGUMENT, checkEngineApart, type EngineCheck } from '../native/check';
import { installNativeEngine } from '../native/install';
import { engineFolder } from '../native/location';
import { loadRuntime } from '../runtime';
import { measureEngine } from './calibrate';

/** The share of the whole that is over when the library is there. */
const FETCHED = 0.7;

/**
 * Installs the native engine out of a package of the extension, and measures both engines for two seconds each.
 * @throws UserError with the next step, when it cannot be installed here; then nothing has changed
 */
export async function installEngine(
  { addons, source, now }: InstallEngineRequest,
  { note, progress, signal }: JobContext,
): Promise<InstalledEngine> {
  let checked: EngineCheck | undefined;
  const tell = (message: string, fraction = 0) => progress({ message, fraction: FETCHED + (1 - FETCHED) * fraction });
  const context = {
    note: (line: string) => {
      note(line);
      tell(line);
    },
    progress: tell,
    onTerminal: false,
    check: async (engine: string, aborted: AbortSignal) =>
      (checked = await checkEngineApart([process.argv[1], CHECK_ARGUMENT], engine, aborted)),
    signal,
  };
  const { folder, alreadyInstalled, manifest } = await installNativeEngine(
    { folder: engineFolder(), now },
    context,
    assembleEngine(addons, source),
  );
  tell('measuring WASM', 1);
  const wasm = await measureEngine(await loadRuntime('wasm'), signal);
  const native = (checked?.works && checked.imagesPerSecond) || 0;
  return { folder, alreadyInstalled, tensorflow: manifest.tensorflow, imagesPerSecond: { native, wasm } };
}
