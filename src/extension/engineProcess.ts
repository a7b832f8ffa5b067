import type { EngineEvents, EngineSide } from '../shared/contracts/engine';
import type { Progress } from '../shared/contracts/jobs';
import { BackgroundProcess, type ProcessOptions } from './backgroundProcess';

export {
  ProcessCrashedError as EngineCrashedError,
  ProcessStoppedError as EngineStoppedError,
} from './backgroundProcess';

const EVENTS: Record<keyof EngineEvents, true> = {
  ready: true,
  progressed: true,
  noted: true,
  engineChosen: true,
  epochEnded: true,
  stepped: true,
  begun: true,
  waited: true,
  ablationProgressed: true,
};

/** One engine process, from its start to its end. */
export class EngineProcess extends BackgroundProcess<EngineSide> {
  /** Forks an engine and waits until it is ready. @throws as `whenReady` does */
  static async start(options: ProcessOptions): Promise<EngineProcess> {
    const engine = new EngineProcess({ name: 'engine', events: EVENTS, debugPort: 9339, nodeOptions: [] }, options);
    await engine.whenReady();
    return engine;
  }

  readonly onProgress = (listener: (progress: Progress) => void) => this.on('progressed', listener);
}
