import { ENGINE_FOLDER_VARIABLE } from '../engine/native/location';
import type { EngineCheck } from '../engine/native/install';
import { runProgram } from '../engine/native/runProgram';

/** A cold disk may need a minute for 850 MB of libraries. */
const PATIENCE_SECONDS = 180;

/**
 * Loads and tests an engine in a process of its own: a library that does not fit this machine may take it down.
 * @param speed whether it is also measured how fast it trains
 */
export async function checkEngineApart(folder: string, signal: AbortSignal, speed = false): Promise<EngineCheck> {
  const check = [process.argv[1], 'engine', 'check', '--json', ...(speed ? ['--speed'] : [])];
  const end = await runProgram(process.execPath, [...process.execArgv, ...check], {
    environment: { ...process.env, [ENGINE_FOLDER_VARIABLE]: folder },
    signal,
    timeoutSeconds: PATIENCE_SECONDS,
  });
  if (end.gaveUp) return { works: false, reason: `it said nothing for ${PATIENCE_SECONDS} seconds` };
  try {
    return JSON.parse(end.stdout) as EngineCheck;
  } catch {
    const said = end.stderr.trim().split('\n').at(-1);
    return {
      works: false,
      reason: `its process ended with ${end.signal ?? `exit code ${end.code ?? 'none'}`}${said ? ` (${said})` : ''}`,
    };
  }
}
