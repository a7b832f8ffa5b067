import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { DecideRequest, ImageDecision } from '../../shared/contracts/decisions';
import type { DataCalls, OpenedDataset, PredictionsSummary } from '../../shared/contracts/explorer';
import type { DataLocation } from '../../shared/contracts/jobs';
import { CancelledError, type CallContext, type Disposable, type Handlers } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { ProcessCrashedError } from '../backgroundProcess';
import { CorrectionsFollower } from '../corrections/correctionsFollower';
import { saveDecisions } from '../corrections/saveDecisions';
import { locateData } from '../dataLocation';
import { shortened } from '../messages';
import type { Parts } from '../parts';
import { nameOf } from '../workspaceFolder';
import type { DataService } from './dataService';
import type { ImageCalls, ImagesListener } from './imagesListener';
import { watchData } from './watchData';

/** The data is read anew by itself after so many crashes within `CRASH_WINDOW`, ms; then the person is asked. */
const CRASHES = 3;
const CRASH_WINDOW = 300_000;

/** One data set, open in the data process for one view, and in step with the corrections file of its workspace folder. */
export class OpenImages implements vscode.Disposable {
  /** The workspace folder that the data is in, else the first one: its settings and its corrections file count. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  private readonly data: DataService;
  private place: DataLocation;
  private current: OpenedDataset | undefined;
  private opening: Promise<OpenedDataset> | undefined;
  /** What the reading that began with the view came to, until the view has asked for it. */
  private begun: Promise<OpenedDataset> | undefined;
  /** What is open in the data process: nothing of it outlives the process, whose successor gives the same numbers again. */
  private readonly held = new Set<OpenedDataset>();
  /** Data sets that this view has closed, or lost, by number: a late question for them is no offence. */
  private readonly former = new Map<number, OpenedDataset>();
  private readonly crashes: number[] = [];
  private problem: UserError | undefined;
  private runFolder: string | null = null;
  private readonly corrections: CorrectionsFollower;
  private readonly closed = new AbortController();
  private readonly own: Disposable[];

  /** Begins to read at once, while the view's page loads. @param location of the data; class names are looked up with each opening */
  constructor(
    private readonly parts: Parts,
    location: DataLocation,
    private readonly listener: ImagesListener,
  ) {
    this.data = parts.data;
    this.place = location;
    const uri = vscode.Uri.file(location.path);
    this.folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
    this.corrections = new CorrectionsFollower(parts, this.folder, (state) => {
      if (listener.isShown()) listener.correctionsChanged(state);
    });
    this.own = [
      this.data.hold(),
      this.data.onProgress((progress) => {
        if (progress.of === this.place.path || progress.of === this.current?.dataset) listener.progressed(progress);
      }),
      this.data.onCrash(() => void this.restart()),
      watchData(location.path, () => void this.lookForChange()),
      this.corrections,
    ];
    this.begun = this.read();
    this.begun.catch(() => undefined);
  }

  /** As it is read: with the way to take pictures, without class names. */
  get location(): DataLocation {
    return this.place;
  }

  /** What a person calls the data: its path relative to the workspace. */
  get title(): string {
    return this.folder ? nameOf(this.place.path, this.folder) : path.basename(this.place.path);
  }

  /** The folder that a relative file of an error is looked for in. */
  get base(): string {
    const { path: at } = this.place;
    return path.extname(at) ? path.dirname(at) : at;
  }

  /** What is open just now. */
  get opened(): OpenedDataset | undefined {
    return this.current;
  }

  /** The run whose predictions are looked at. */
  get predictedBy(): string | null {
    return this.runFolder;
  }

  /** What the last reading failed with. */
  get lastProblem(): UserError | undefined {
    return this.problem;
  }

  dispose(): void {
    this.closed.abort(new CancelledError());
    for (const part of this.own) part.dispose();
    this.close(this.current);
  }

  /** For a view that was just loaded: what is open, or reads it. Soon after, `correctionsChanged` is told. @throws UserError */
  async open(): Promise<OpenedDataset> {
    const { begun } = this;
    this.begun = undefined;
    if (this.current) {
      void this.lookForChange();
      this.corrections.tellAgain();
      return this.current;
    }
    const opened = await (begun ?? this.read());
    this.corrections.tellAgain();
    return opened;
  }

  /** Reads the data anew. @throws UserError */
  async reopen(change: Pick<DataLocation, 'invert' | 'fit'> = {}): Promise<OpenedDataset> {
    this.place = { path: this.place.path, ...change };
    await this.opening?.catch(() => undefined);
    const before = this.current;
    this.current = undefined;
    this.corrections.follow(undefined);
    try {
      return await this.read();
    } finally {
      // By now, so that what did not change is not read a second time.
      this.close(before);
    }
  }

  /** Whether a question names the data set that is open. @throws CancelledError for one that was, Error for any other */
  check(dataset: unknown): number {
    const { current } = this;
    if (current && dataset === current.dataset) return current.dataset;
    if (this.former.has(dataset as number)) throw new CancelledError('the data was read anew');
    throw new Error('this is not the data set of the view');
  }

  /** Asks the data process on behalf of the view, which is told of a crash in another way. @throws CancelledError then */
  readonly ask: DataService['call'] = async (method, argument, signal) => {
    try {
      return await this.data.call(method, argument, signal);
    } catch (error) {
      throw error instanceof ProcessCrashedError ? new CancelledError(error.message) : error;
    }
  };

  /**
   * Lets the data process know the predictions of a run; they stay with the data when it is read anew.
   * @returns null where none are kept for this data
   */
  async usePredictions(runFolder: string | null, signal?: AbortSignal): Promise<PredictionsSummary | null> {
    const { current } = this;
    if (!current) throw new CancelledError('the data is not open');
    const predictions = await this.ask('usePredictions', { dataset: current.dataset, runFolder }, signal);
    this.runFolder = predictions && runFolder;
    return predictions;
  }

  /** What each view with images is answered, for its own data set alone. */
  imageHandlers(): Handlers<ImageCalls> {
    const pass =
      <M extends 'query' | 'thumbnails' | 'describeImage' | 'decisionsOf'>(method: M) =>
      async (request: Parameters<DataCalls[M]>[0], { signal }: CallContext) => {
        this.check(request.dataset);
        return await this.ask(method, request as never, signal);
      };
    return {
      query: pass('query'),
      thumbnails: pass('thumbnails'),
      describeImage: pass('describeImage'),
      decisionsOf: pass('decisionsOf'),
      decide: (request) => this.decide(request),
      openCorrections: () => this.parts.corrections.open(this.folder),
    };
  }

  /**
   * Writes decisions to the corrections file; it is not cancelled by a view that goes.
   * @throws UserError when nothing was saved, or nothing is known to be: the same request again is the way on
   */
  async decide(request: DecideRequest): Promise<ImageDecision[]> {
    const dataset = this.same(request.dataset);
    const { folder, parts, place } = this;
    return await saveDecisions(parts, folder, place.path, { ...request, dataset });
  }

  /** The data with the class names of the settings, as jobs take it. */
  async located(): Promise<DataLocation> {
    const { folder, place } = this;
    return folder ? { ...(await locateData(this.parts, folder, place.path)), ...place } : place;
  }

  /** As `check`; a decision about data that was read anew and is the same counts for what is open now. */
  private same(dataset: number): number {
    const { current } = this;
    const before = this.former.get(dataset);
    return current && before?.hash === current.hash ? current.dataset : this.check(dataset);
  }

  private read(): Promise<OpenedDataset> {
    return (this.opening ??= this.readNow().finally(() => (this.opening = undefined)));
  }

  private async readNow(): Promise<OpenedDataset> {
    this.problem = undefined;
    const request = { location: await this.located() };
    const ask = () => this.data.call('openDataset', request, this.closed.signal);
    try {
      const opened = await ask().catch((error: unknown) => {
        if (!(error instanceof ProcessCrashedError)) throw error;
        return ask();
      });
      this.held.add(opened);
      await this.restorePredictions(opened);
      if (this.closed.signal.aborted) this.close(opened);
      this.former.delete(opened.dataset);
      this.current = opened;
      this.corrections.follow(opened.dataset);
      return opened;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.problem = error;
      throw shortened(error);
    }
  }

  /** Those that were looked at before the data was read anew. */
  private async restorePredictions({ dataset }: OpenedDataset): Promise<void> {
    const { runFolder } = this;
    if (runFolder === null) return;
    const request = { dataset, runFolder };
    const predictions = await this.data.call('usePredictions', request).catch((error: unknown) => {
      this.parts.log.warn(`predictions of ${runFolder}: ${String(error)}`);
      return null;
    });
    if (!predictions && this.runFolder === runFolder) this.runFolder = null;
  }

  private close(opened: OpenedDataset | undefined): void {
    if (!opened) return;
    this.former.set(opened.dataset, opened);
    if (!this.held.delete(opened)) return;
    this.data.call('closeDataset', opened.dataset).catch((error: unknown) => {
      this.parts.log.warn(`closing a data set: ${String(error)}`);
    });
  }

  /** After a crash: reads the data anew if it is looked at; else that waits until it is. */
  private async restart(): Promise<void> {
    this.held.clear();
    const { current: lost, listener } = this;
    if (!lost) return;
    this.former.set(lost.dataset, lost);
    this.current = undefined;
    this.corrections.follow(undefined);
    const now = Date.now();
    this.crashes.push(now);
    if (!listener.isShown()) return;
    try {
      if (this.crashes.filter((time) => now - time < CRASH_WINDOW).length > CRASHES) {
        throw new Error(l10n.t('The data process ended unexpectedly, again and again.'));
      }
      const opened = await this.read();
      listener.restarted(opened);
    } catch (error) {
      listener.lost(error instanceof Error ? error.message : String(error));
    }
  }

  private async lookForChange(): Promise<void> {
    const { current, listener } = this;
    if (!current || !listener.isShown()) return;
    try {
      const hasChanged = await this.data.call('hasChanged', current.dataset);
      if (hasChanged && this.current === current) listener.changed();
    } catch (error) {
      this.parts.log.warn(`looking for changed data: ${String(error)}`);
    }
  }
}
