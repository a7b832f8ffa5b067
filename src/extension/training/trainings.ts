import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { JobState, TrainingEvents, TrainingJobWithCurve } from '../../shared/contracts/training';
import type { Disposable } from '../../shared/rpc';
import { stateText } from '../../shared/stateText';
import type { Engines } from '../engines';
import type { JobStatus } from '../jobStatus';
import { asShownText, formatTimeLeft, progressText } from '../shownText';
import { Job, type Tell } from './job';
import type { Outcome, Work } from './work';

/** So many jobs that have ended stay in the view, unless a person takes them out. */
const ENDED_LIMIT = 10;

/** How a job ended. `error`: it failed. Neither: there was nothing to keep. */
export interface JobEnd {
  job: Job;
  outcome?: Outcome;
  error?: unknown;
}

/** The trainings of this window: one at a time, the others wait in a queue. Closing the view changes nothing here. */
export class Trainings {
  private readonly jobs: Job[] = [];
  private readonly queue: Job[] = [];
  private readonly listeners = new Set<Tell>();
  private readonly endListeners = new Set<(end: JobEnd) => void>();
  private current: Job | undefined;
  private count = 0;

  constructor(
    private readonly engines: Engines,
    private readonly status: JobStatus,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Hears all that views are told of jobs. */
  listen(listener: Tell): Disposable {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  /** Hears when a job has come to its end, or failed. */
  onEnded(listener: (end: JobEnd) => void): Disposable {
    this.endListeners.add(listener);
    return { dispose: () => void this.endListeners.delete(listener) };
  }

  describe(): TrainingJobWithCurve[] {
    return this.jobs.map((job) => job.describeWithCurve());
  }

  /** Starts a job, or puts it into the queue. */
  add(work: Work): Job {
    const job = new Job(`job-${++this.count}`, work, this.engines, this.log, this.tell);
    this.jobs.push(job);
    this.enqueue(job);
    return job;
  }

  pause(id: string): Promise<void> {
    return this.find(id).pause();
  }

  /** Goes on with a paused job, or with one that failed. */
  async resume(id: string): Promise<void> {
    const job = this.find(id);
    if (!job.hasEnded) await job.goOn();
    // An old message may still offer it for one that has long been resumed and finished.
    else if (job.describe().error) this.enqueue(job);
  }

  stop(id: string): void {
    const job = this.find(id);
    const place = this.queue.indexOf(job);
    if (place < 0) {
      job.stop();
      return;
    }
    this.queue.splice(place, 1);
    this.remove(job);
  }

  dismiss(id: string): void {
    const job = this.find(id);
    if (job.hasEnded) this.remove(job);
  }

  /** The job of a run that failed, or works on it; undefined where there is none. */
  jobOfRun(runFolder: string): Job | undefined {
    const name = (folder: string) => folder.replace(/\.partial$/, '');
    return this.jobs.find(
      (job) =>
        job.folderOfRun !== null &&
        name(job.folderOfRun) === name(runFolder) &&
        (!job.hasEnded || job.describe().error !== null),
    );
  }

  private find(id: string): Job {
    const job = this.jobs.find((one) => one.id === id);
    if (!job) throw new Error(`no such job: ${id}`);
    return job;
  }

  private readonly tell: Tell = (event, payload) => {
    for (const listener of this.listeners) listener(event, payload);
  };

  private enqueue(job: Job): void {
    this.queue.push(job);
    job.wait(this.current ? describeWorking(this.current) : null);
    if (!this.current) void this.work();
  }

  private async work(): Promise<void> {
    for (let job = this.queue.shift(); job; job = this.queue.shift()) {
      this.current = job;
      for (const waiting of this.queue) waiting.wait(describeWorking(job));
      const shown = this.show(job);
      const end: JobEnd = { job };
      try {
        end.outcome = await job.run();
      } catch (error) {
        end.error = error;
      }
      shown.dispose();
      this.current = undefined;
      for (const listener of this.endListeners) listener(end);
      this.forgetOld();
    }
  }

  /** In the status bar. */
  private show(job: Job): Disposable {
    const shown = this.status.begin(`FashionMNIST: ${asShownText(job.work.title)}`, 'fashionMnist.openTrainingView');
    const update = (
      { doing, fraction, secondsLeft, engine, engineText }: TrainingEvents['jobChanged']['status'],
      state: JobState,
    ) => {
      const parts = [state === 'running' ? doing : `${stateText(state)}, ${doing}`, progressText(fraction)];
      if (secondsLeft !== null) parts.push(formatTimeLeft(secondsLeft));
      if (engineText !== null) parts.push(engineText);
      if (engine !== null) shown.runsOn(engine);
      shown.update(Math.floor(100 * fraction), asShownText(parts.join(' · ')));
    };
    const listening = this.listen((event, payload) => {
      if (event !== 'jobChanged') return;
      const { id, status, state } = payload as TrainingEvents['jobChanged'];
      if (id === job.id) update(status, state);
    });
    return {
      dispose() {
        listening.dispose();
        shown.dispose();
      },
    };
  }

  private forgetOld(): void {
    const ended = this.jobs.filter((job) => job.hasEnded);
    for (const job of ended.slice(0, Math.max(0, ended.length - ENDED_LIMIT))) this.remove(job);
  }

  private remove(job: Job): void {
    this.jobs.splice(this.jobs.indexOf(job), 1);
    this.tell('jobRemoved', job.id);
  }
}

/** What another job waits for. */
function describeWorking({ work }: Job): string {
  return l10n.t('"{0}" in this window', work.title);
}
