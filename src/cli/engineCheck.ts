import { checkEngineApart, type EngineCheck } from '../engine/native/check';

/** Checks the engine in a folder by another process of this program. @param speed whether it is measured how fast it trains */
export function checkInstalledEngine(folder: string, signal: AbortSignal, speed = false): Promise<EngineCheck> {
  const program = [process.argv[1], 'engine', 'check', '--json', ...(speed ? ['--speed'] : [])];
  return checkEngineApart(program, folder, signal);
}
