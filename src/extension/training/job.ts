import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { EpochMetrics } from '../../shared/contracts/jobs';
import type {
  JobState,
  JobStatusLine,
  TrainingEvents,
  TrainingJob,
  TrainingJobWithCurve,
} from '../../shared/contracts/training';
import { CancelledError, type Disposable } from '../../shared/rpc';
import { EngineCrashedError, EngineStoppedError, type EngineProcess } from '../engineProcess';
import type { Engines } from '../engines';
import { UserError } from '../../shared/userError';
import { Curve } from './curve';
import type { Outcome, Work } from './work';

/** Progress that is no step of training is told so seldom at most, ms. */
const TELL_INTERVAL = 250;
const NOTE_LIMIT = 100;

/** Hears what the view is told. */
export type Tell = <E extends keyof TrainingEvents>(event: E, payload: TrainingEvents[E]) => void;

const NOTHING_DONE: JobStatusLine = {
  doing: l10n.t('waiting'),
  fraction: 0,
  secondsLeft: null,
  imagesPerSecond: null,
  learningRate: null,
  memory: null,
  engine: null,
  engineText: null,
};

/** One training, ablation or reproduction: its state and its curve, whether a view looks or not. */
export class Job {
  private state: JobState = 'waiting';
  private status: JobStatusLine = NOTHING_DONE;
  private waitingFor: string | null = null;
  private runFolder: string | null;
  private epochs: number;
  private readonly notes: string[] = [];
  private error: TrainingJob['error'] = null;
  private result: string | null = null;
  private ablation: TrainingJob['ablation'] = null;
  private readonly curve = new Curve();
  private engine: EngineProcess | undefined;
  private stopping = new AbortController();
  private told = 0;
  private toBeTold: NodeJS.Timeout | undefined;

  constructor(
    readonly id: string,
    readonly work: Work,
    private readonly engines: Engines,
    private readonly log: vscode.LogOutputChannel,
    private readonly tell: Tell,
  ) {
    this.runFolder = work.runFolder;
    this.epochs = work.form.epochs ?? 0;
  }

  get hasEnded(): boolean {
    return ['finished', 'stopped', 'failed'].includes(this.state);
  }

  get folderOfRun(): string | null {
    return this.runFolder;
  }

  /** The whole of it, without its points. */
  describe(): TrainingJob {
    const { id, state, waitingFor, runFolder, epochs, error, result, ablation, status } = this;
    const { kind, title, form } = this.work;
    const notes = [...this.notes];
    return { id, kind, title, state, form, waitingFor, runFolder, epochs, notes, error, result, ablation, status };
  }

  describeWithCurve(): TrainingJobWithCurve {
    return { ...this.describe(), history: [...this.curve.history], points: [...this.curve.points] };
  }

  /** It is in the queue, behind another. */
  wait(behind: string | null): void {
    this.set({
      state: 'waiting',
      waitingFor: behind,
      error: null,
      status: { ...this.status, doing: NOTHING_DONE.doing },
    });
  }

  /** Shows the epochs that are on the disk, before it goes on from them. */
  goBackTo(history: readonly EpochMetrics[]): void {
    this.curve.goBackTo(history);
    const { points } = this.curve;
    this.tell('curveReplaced', { job: this.id, history: [...history], points: [...points] });
  }

  /**
   * Does the work, to its end.
   * @returns what came out; undefined when there was nothing to keep
   * @throws what went wrong, after the job shows it
   */
  async run(): Promise<Outcome | undefined> {
    this.stopping = new AbortController();
    this.set({ state: 'starting', waitingFor: null, error: null, result: null });
    this.setStatus({ doing: l10n.t('starting the engine') });
    const listening: Disposable[] = [];
    try {
      const engine = (this.engine = await this.engines.start());
      listening.push(...this.listen(engine));
      // A window that closes while the process starts, or a stop just then.
      this.stopping.signal.throwIfAborted();
      const outcome = await this.work.run({
        engine,
        signal: this.stopping.signal,
        madeIn: (runFolder) => this.set({ runFolder }),
        doing: (doing) => this.setStatus({ doing, secondsLeft: null }),
      });
      this.setStatus({ fraction: outcome.state === 'finished' ? 1 : this.status.fraction, secondsLeft: 0 });
      this.set({ state: outcome.state, result: outcome.result });
      return outcome;
    } catch (error) {
      if (error instanceof EngineStoppedError) return undefined;
      if (error instanceof CancelledError || (error instanceof Error && error.name === 'AbortError')) {
        const isThere = this.work.runFolder !== null || (await this.work.canResume().catch(() => false));
        const result = isThere
          ? l10n.t('Stopped before anything more was learnt; what was there is kept.')
          : l10n.t('Stopped before there was anything to keep.');
        this.set({ state: 'stopped', result, ...(!isThere && { runFolder: null }) });
        return undefined;
      }
      this.log.error(`${this.work.title}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      const canResume = await this.work.canResume().catch(() => false);
      this.set({ state: 'failed', error: { message: describeFailure(error), canResume } });
      throw error;
    } finally {
      for (const listener of listening) listener.dispose();
      void this.engine?.stop();
      this.engine = undefined;
    }
  }

  async pause(): Promise<void> {
    if (this.state !== 'running' || !this.engine) return;
    this.set({ state: 'paused' });
    await this.engine.call('pause', true);
  }

  /** Goes on after `pause`. */
  async goOn(): Promise<void> {
    if (this.state !== 'paused' || !this.engine) return;
    this.set({ state: 'running' });
    await this.engine.call('pause', false);
  }

  /** Ends it; what was learnt is kept. */
  stop(): void {
    if (this.hasEnded || this.state === 'stopping') return;
    const wasPaused = this.state === 'paused';
    this.set({ state: 'stopping', waitingFor: null });
    this.stopping.abort();
    if (wasPaused) void this.engine?.call('pause', false).catch(() => undefined);
  }

  private listen(engine: EngineProcess): Disposable[] {
    return [
      engine.on('begun', ({ epochs, engine: name, engineText }) => {
        this.setStatus({ engine: name, engineText });
        this.set({ epochs, ...this.working() });
      }),
      engine.on('waited', (reason) => {
        if (this.stopping.signal.aborted) return;
        this.set({ state: reason === null ? 'starting' : 'waiting', waitingFor: reason });
      }),
      engine.on('noted', (line) => {
        this.notes.push(line);
        if (this.notes.length > NOTE_LIMIT) this.notes.shift();
        this.tellSoon();
      }),
      engine.on('progressed', ({ message, fraction, secondsLeft }) => {
        if (message !== this.status.doing) this.log.info(`${this.work.title}: ${message}`);
        this.setStatus({ doing: message, fraction, secondsLeft: secondsLeft ?? null });
      }),
      engine.on('stepped', ({ point, memory }) => {
        this.curve.addPoint(point);
        const { learningRate, imagesPerSecond } = point;
        this.status = { ...this.status, learningRate, imagesPerSecond, memory };
        this.tell('stepped', { job: this.id, point, status: this.status });
      }),
      engine.on('epochEnded', (metrics) => {
        this.curve.addEpoch(metrics);
        this.tell('epochEnded', { job: this.id, metrics });
      }),
      engine.on('ablationProgressed', (ablation) => {
        this.ablation = ablation;
        this.tell('ablationProgressed', { job: this.id, ablation });
      }),
    ];
  }

  /** That it trains now, unless it is being stopped. */
  private working(): { state?: JobState } {
    return this.state === 'starting' || this.state === 'waiting' ? { state: 'running' } : {};
  }

  private setStatus(change: Partial<JobStatusLine>): void {
    this.status = { ...this.status, ...change };
    this.tellSoon();
  }

  private set(change: {
    state?: JobState;
    waitingFor?: string | null;
    runFolder?: string | null;
    epochs?: number;
    error?: TrainingJob['error'];
    result?: string | null;
    status?: JobStatusLine;
  }): void {
    Object.assign(this, change);
    this.tellNow();
  }

  private tellNow(): void {
    clearTimeout(this.toBeTold);
    this.toBeTold = undefined;
    this.told = Date.now();
    this.tell('jobChanged', this.describe());
  }

  private tellSoon(): void {
    if (this.toBeTold) return;
    const wait = Math.max(0, this.told + TELL_INTERVAL - Date.now());
    this.toBeTold = setTimeout(() => this.tellNow(), wait);
  }
}

/** One line for the view. */
function describeFailure(error: unknown): string {
  if (error instanceof EngineCrashedError) {
    const said = error.lastLines.slice(-3).join(' | ');
    return `${error.message}${said && ` ${l10n.t('It last said: {0}', said)}`}`;
  }
  if (error instanceof UserError) return error.message;
  return l10n.t('Sorry, something went wrong: {0}', error instanceof Error ? error.message : String(error));
}
