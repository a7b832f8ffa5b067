import * as vscode from 'vscode';
import type { DataCalls, DataEvents, DataProgress, DataSide } from '../../shared/contracts/explorer';
import type { Answer, Argument } from '../../shared/rpc';
import { BackgroundProcess, type ProcessOptions, ProcessStoppedError } from '../backgroundProcess';
import { languageEnvironment } from '../language';
import { readNodePath } from '../settings';

/** What it holds is pixels, outside of the heap: a small heap spares 50 MB of 230, and nothing takes longer. */
const SMALL = ['--max-semi-space-size=1', '--optimize-for-size'];

/** The process is kept this long after the last explorer is closed, ms: opening another one is then quick. */
const IDLE_LIMIT = 30_000;

const EVENTS: Record<keyof DataEvents, true> = { ready: true, progressed: true, noted: true };

/** One data process, from its start to its end. */
class DataProcess extends BackgroundProcess<DataSide> {
  static async start(options: ProcessOptions): Promise<DataProcess> {
    const data = new DataProcess({ name: 'data', events: EVENTS, debugPort: 9340, nodeOptions: SMALL }, options);
    await data.whenReady();
    return data;
  }
}

/** The one data process for all views with images: forked on first need, forked again after a crash, stopped when idle. */
export class DataService {
  private readonly progressed = new vscode.EventEmitter<DataProgress>();
  readonly onProgress = this.progressed.event;
  private readonly crashed = new vscode.EventEmitter<void>();
  /** The process ended though nobody wanted it to: what was opened in it is gone. */
  readonly onCrash = this.crashed.event;
  private current: Promise<DataProcess> | undefined;
  private holders = 0;
  private idle: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Asks the data process. @throws as `BackgroundProcess.call` does */
  async call<M extends keyof DataCalls>(
    method: M,
    argument: Argument<DataCalls[M]>,
    signal?: AbortSignal,
  ): Promise<Answer<DataCalls[M]>> {
    if (this.stopped) throw new ProcessStoppedError();
    const data = await (this.current ??= this.start());
    return await data.call(method, argument, signal);
  }

  /** Keeps the process until disposed. */
  hold(): vscode.Disposable {
    clearTimeout(this.idle);
    this.holders++;
    let held = true;
    return new vscode.Disposable(() => {
      if (!held) return;
      held = false;
      if (--this.holders === 0) this.idle = setTimeout(() => void this.letGo(), IDLE_LIMIT);
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.idle);
    await this.letGo();
  }

  private async letGo(): Promise<void> {
    const ending = this.current;
    this.current = undefined;
    await (await ending?.catch(() => undefined))?.stop();
  }

  private start(): Promise<DataProcess> {
    const starting = DataProcess.start({
      script: this.context.asAbsolutePath('dist/data.cjs'),
      nodePath: readNodePath(),
      log: this.log,
      debug: this.context.extensionMode === vscode.ExtensionMode.Development,
      environment: languageEnvironment(),
    });
    const forget = () => {
      if (this.current !== starting) return false;
      this.current = undefined;
      return true;
    };
    starting.then((data) => {
      data.on('progressed', (progress) => this.progressed.fire(progress));
      void data.end.then((how) => {
        if (!forget()) return;
        this.log.error(`The data process ended unexpectedly (${how}).`);
        this.crashed.fire();
      });
    }, forget);
    return starting;
  }
}
