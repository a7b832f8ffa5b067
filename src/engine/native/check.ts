import * as l10n from '@vscode/l10n';
import type { EngineName } from '../../shared/contracts/jobs';
import type { Runtime } from '../runtime';
import { ENGINE_FOLDER_VARIABLE } from './location';
import { runProgram } from './runProgram';

/**
 * What an engine in a folder answered when it was loaded in a process of its own. `imagesPerSecond`: in training the default
 * recipe, where that was asked for.
 */
export type EngineCheck =
  { works: true; tensorflow: string; imagesPerSecond?: number } | { works: false; reason: string };

/** What the engine's program is called with to answer with `checkEngineHere`, speed included, as JSON on standard output. */
export const CHECK_ARGUMENT = 'check-engine';

/** A cold disk may need a minute for 850 MB of libraries. */
const PATIENCE_SECONDS = 180;

/**
 * Loads and tests an engine in a process of its own: a library that does not fit this machine may take it down.
 * @param program a script and its arguments, which answers with `checkEngineHere` as JSON
 */
export async function checkEngineApart(
  program: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<EngineCheck> {
  const end = await runProgram(process.execPath, [...process.execArgv, ...program], {
    environment: { ...process.env, [ENGINE_FOLDER_VARIABLE]: folder },
    signal,
    timeoutSeconds: PATIENCE_SECONDS,
  });
  if (end.gaveUp) return { works: false, reason: l10n.t('it said nothing for {0} seconds', PATIENCE_SECONDS) };
  try {
    return JSON.parse(end.stdout) as EngineCheck;
  } catch {
    const said = end.stderr.trim().split('\n').at(-1);
    const how = end.signal ?? l10n.t('exit code {0}', end.code ?? 'none');
    return {
      works: false,
      reason: said ? l10n.t('its process ended with {0} ({1})', how, said) : l10n.t('its process ended with {0}', how),
    };
  }
}

/** Loads the native engine into this process and tests it. @param measuring as `tryEngine` has it */
export async function checkEngineHere(measuring: AbortSignal | null): Promise<EngineCheck> {
  const tried = await tryEngine('native', measuring);
  if (!tried.works) return tried;
  const { runtime, ...rest } = tried;
  return { ...rest, tensorflow: runtime.versions['tensorflow'] };
}

/**
 * Loads an engine into this process, tests it and measures its speed.
 * @param measuring ends the measuring; null: it is not measured
 */
export async function tryEngine(
  name: EngineName,
  measuring: AbortSignal | null,
): Promise<{ works: true; runtime: Runtime; imagesPerSecond?: number } | { works: false; reason: string }> {
  const { loadRuntime } = await import('../runtime');
  const { selfTest } = await import('./selfTest');
  try {
    const runtime = await loadRuntime(name);
    const problem = await selfTest(runtime);
    if (problem) return { works: false, reason: problem };
    if (!measuring) return { works: true, runtime };
    const { measureEngine } = await import('../jobs/calibrate');
    return { works: true, runtime, imagesPerSecond: await measureEngine(runtime, measuring) };
  } catch (error) {
    return { works: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
