// What the explorer knows: the data, the filter and its answer. The parts of the view show it and change it.
import type { CorrectionsState } from '../../shared/contracts/decisions';
import type {
  AlikeImages,
  DataProgress,
  ExplorerRun,
  ExplorerSide,
  ExplorerSnapshot,
  ImageFilter,
  ImageSort,
  Overview,
  PredictionsSummary,
  QueryResult,
} from '../../shared/contracts/explorer';
import type { DataLocation } from '../../shared/contracts/jobs';
import type { Answer, Argument, Connection, Silent } from '../../shared/rpc';
import { Images, isCancelled } from '../shared/images';
import { isEmpty, withoutPredictions } from './filters';
import type { Relabel } from '../shared/relabel';
import type { KeptState } from './keptState';
import { UndoOrder, type Undoable } from './undoOrder';

export type Extension = Connection<Silent, ExplorerSide>;
type Calls = ExplorerSide['calls'];

/** What has changed, for the parts that show it. */
export type Change =
  /** Other data, or the same read anew; also that it could not be read. */
  | 'data'
  /** The filter or the sorting: the answer follows as `result`. */
  | 'filter'
  | 'result'
  | 'overview'
  | 'runs'
  | 'predictions'
  | 'alike'
  /** What is known of the corrections file. */
  | 'corrections'
  /** Decisions about images: thumbnails and details are outdated. */
  | 'decisions'
  /** The large picture opens, closes or shows another one; or the selection. */
  | 'image'
  | 'progress'
  /** The data on the disk has changed, or something else to be said on top. */
  | 'notice';

export class Explorer {
  /** Undefined as long as the data is read, or when it cannot be read. */
  snapshot: ExplorerSnapshot | undefined;
  opening: { title: string; location: DataLocation } | undefined;
  /** Why the data cannot be read. */
  problem: Error | undefined;
  progress: DataProgress | undefined;
  hasChanged = false;
  /** Something that happened, or did not work. */
  notice: { kind: 'info' | 'error'; text: string } | undefined;
  overview: Overview | undefined;
  overviewProblem: Error | undefined;
  result: QueryResult | undefined;
  /** How the newest result is to be shown. */
  resultHow: 'anew' | 'same place' = 'anew';
  queryProblem: Error | undefined;
  runs: readonly ExplorerRun[] = [];
  predictions: PredictionsSummary | null = null;
  alike: AlikeImages | undefined;
  /** What the corrections file says of this data; undefined as long as nobody told. */
  corrections: CorrectionsState | undefined;
  /** The same data, for the parts that all views have. */
  readonly images: Images;
  /** Set when the view is made. */
  relabel: Relabel | undefined;
  private readonly listeners: { changes: readonly Change[]; update: () => void }[] = [];
  private readonly order = new UndoOrder();
  private querying: AbortController | undefined;
  private usingPredictions: Promise<unknown> = Promise.resolve();

  constructor(
    readonly extension: Extension,
    readonly kept: KeptState,
    /** Keeps `kept`. */
    readonly keep: () => void,
  ) {
    this.images = new Images(extension, (error) => this.notify('error', error.message));
  }

  on(changes: readonly Change[], update: () => void): void {
    this.listeners.push({ changes, update });
  }

  tell(change: Change): void {
    for (const { changes, update } of this.listeners) if (changes.includes(change)) update();
  }

  get filter(): ImageFilter {
    return this.kept.filters.current;
  }

  get isFiltered(): boolean {
    return !isEmpty(this.filter);
  }

  /** The number by which the data set is asked for. */
  get dataset(): number {
    return this.snapshot!.opened.dataset;
  }

  call<M extends keyof Calls>(
    method: M,
    argument: Argument<Calls[M]>,
    signal?: AbortSignal,
  ): Promise<Answer<Calls[M]>> {
    return this.extension.call(method, argument, { signal });
  }

  /** Asks; a cancelled question has no answer, and one that failed has none and is told on top of the view. */
  async attempt<M extends keyof Calls>(
    method: M,
    argument: Argument<Calls[M]>,
    signal?: AbortSignal,
  ): Promise<Answer<Calls[M]> | undefined> {
    try {
      return await this.call(method, argument, signal);
    } catch (error) {
      if (!isCancelled(error)) this.notify('error', (error as Error).message);
      return undefined;
    }
  }

  notify(kind: 'info' | 'error', text: string): void {
    this.notice = { kind, text };
    this.tell('notice');
  }

  className(label: number | null): string {
    return this.images.className(label);
  }

  /** In which split an image is, and where: its number is that of the whole data set. */
  placeOf(image: number): { split: string; index: number } {
    return this.images.placeOf(image);
  }

  /** @param merge as `FilterHistory.change` takes it */
  setFilter(next: ImageFilter, merge: string | null = null): void {
    const { filters } = this.kept;
    const { made } = filters;
    if (!filters.change(next, merge)) return;
    if (filters.made !== made) this.order.did('filter');
    this.filterChanged();
  }

  /** Labels were given in this view, taken back, or given again. */
  labelled(way: 'forward' | 'undo' | 'redo'): void {
    if (way === 'forward') this.order.did('labels');
    else if (way === 'undo') this.order.undid('labels');
    else this.order.redid('labels');
    this.tell('filter');
  }

  /** What undo and redo are about: what was done last, the filter or labels. Null: there is nothing. */
  get nextUndo(): Undoable | null {
    return this.order.nextUndo((kind) =>
      kind === 'filter' ? this.kept.filters.canUndo : this.relabel?.queue.undoable !== undefined,
    );
  }

  get nextRedo(): Undoable | null {
    return this.order.nextRedo((kind) =>
      kind === 'filter' ? this.kept.filters.canRedo : this.relabel?.queue.redoable !== undefined,
    );
  }

  undo(): void {
    const kind = this.nextUndo;
    if (kind === 'labels') this.relabel?.undo();
    if (kind !== 'filter' || !this.kept.filters.undo()) return;
    this.order.undid('filter');
    this.filterChanged();
  }

  redo(): void {
    const kind = this.nextRedo;
    if (kind === 'labels') this.relabel?.redo();
    if (kind !== 'filter' || !this.kept.filters.redo()) return;
    this.order.redid('filter');
    this.filterChanged();
  }

  setSort(sort: ImageSort): void {
    this.kept.sort = sort;
    this.filterChanged();
  }

  async load(reading: () => Promise<ExplorerSnapshot>): Promise<void> {
    this.querying?.abort();
    this.problem = undefined;
    this.progress = undefined;
    this.setSnapshot(undefined);
    this.tell('data');
    try {
      await this.show(await reading());
    } catch (error) {
      if (!isCancelled(error)) this.fail(error as Error);
    }
  }

  /** The data cannot be read. */
  fail(error: Error): void {
    this.querying?.abort();
    this.setSnapshot(undefined);
    this.problem = error;
    this.tell('data');
  }

  /** Starts from a snapshot. */
  async show(snapshot: ExplorerSnapshot): Promise<void> {
    this.setSnapshot(snapshot);
    this.runs = snapshot.runs;
    this.hasChanged = false;
    this.problem = undefined;
    this.progress = undefined;
    this.overview = undefined;
    this.overviewProblem = undefined;
    this.result = undefined;
    this.alike = undefined;
    this.corrections = undefined;
    this.predictions = null;
    this.images.model = '';
    const { kept } = this;
    if (kept.hash !== snapshot.opened.hash) Object.assign(kept, { selected: [], active: null, detailOpen: false });
    kept.hash = snapshot.opened.hash;
    this.keep();
    this.tell('data');
    if (kept.runFolder === null) this.dropPredictionFilters();
    else {
      // Without its predictions the data is still there to be looked at.
      await this.usePredictions(kept.runFolder).catch((error: unknown) =>
        this.notify('error', (error as Error).message),
      );
    }
    if (snapshot === this.snapshot) await this.query();
    if (snapshot === this.snapshot) void this.loadOverview();
  }

  private setSnapshot(snapshot: ExplorerSnapshot | undefined): void {
    this.snapshot = snapshot;
    this.images.opened = snapshot?.opened;
  }

  /** Corrections were written, or the file changed: what was answered before is outdated. */
  correctionsChanged(state: CorrectionsState): void {
    const before = this.corrections;
    this.corrections = state;
    this.tell('corrections');
    // Told for the first time, what was loaded meanwhile may be older than the file was read.
    if (before === undefined && state.relabelled + state.kept + state.unsure === 0) return;
    this.tell('decisions');
    if (this.asksCorrections) void this.query('same place');
  }

  /** Whether the filter asks for something that decisions change. */
  private get asksCorrections(): boolean {
    return this.filter.decisions !== undefined || (this.filter.marks?.includes('corrected') ?? false);
  }

  async loadOverview(): Promise<void> {
    const { snapshot } = this;
    if (!snapshot) return;
    this.overviewProblem = undefined;
    try {
      const overview = await this.call('overview', this.dataset);
      if (snapshot !== this.snapshot) return;
      this.overview = overview;
    } catch (error) {
      if (snapshot !== this.snapshot || isCancelled(error)) return;
      this.overviewProblem = error as Error;
    }
    this.tell('overview');
  }

  /** Asks for the images that pass; a question that is under way is given up. @param how as `ImageGridPane.show` has it */
  async query(how: 'anew' | 'same place' = 'anew'): Promise<void> {
    if (!this.snapshot) return;
    this.querying?.abort();
    const { signal } = (this.querying = new AbortController());
    this.queryProblem = undefined;
    try {
      const request = { dataset: this.dataset, filter: this.filter, sort: this.kept.sort };
      const result = await this.call('query', request, signal);
      if (signal.aborted) return;
      this.result = result;
      this.resultHow = how;
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.queryProblem = error as Error;
    }
    this.tell('result');
  }

  /** Shows the predictions of a run, if they are kept; of several that are chosen quickly, the last. @returns whether they are */
  usePredictions(runFolder: string): Promise<boolean> {
    const used = this.usingPredictions.then(() => this.takePredictions(runFolder));
    this.usingPredictions = used.catch(() => undefined);
    return used;
  }

  private async takePredictions(runFolder: string): Promise<boolean> {
    const { snapshot } = this;
    if (!snapshot) return false;
    try {
      const predictions = await this.call('usePredictions', { dataset: this.dataset, runFolder });
      if (snapshot !== this.snapshot) return false;
      this.setPredictions(predictions);
      return predictions !== null;
    } catch (error) {
      if (snapshot !== this.snapshot) return false;
      // The run may be gone since the view was shown last.
      this.setPredictions(null);
      if (isCancelled(error)) return false;
      throw error;
    }
  }

  /** New predictions, or none; then ask anew. */
  setPredictions(predictions: PredictionsSummary | null): void {
    this.predictions = predictions;
    this.kept.runFolder = predictions?.runFolder ?? null;
    this.images.model = predictions ? nameOfFolder(predictions.runFolder) : '';
    if (predictions === null) this.dropPredictionFilters();
    this.keep();
    this.tell('predictions');
  }

  private dropPredictionFilters(): void {
    const { kept } = this;
    kept.filters.change(withoutPredictions(this.filter));
    if (kept.sort.by === 'confidence' || kept.sort.by === 'margin') kept.sort = { by: 'index', descending: false };
    this.tell('filter');
  }

  private filterChanged(): void {
    this.keep();
    this.tell('filter');
    void this.query();
  }
}

/** The id of a run is the name of its folder. */
function nameOfFolder(folder: string): string {
  return folder.split(/[\\/]/).at(-1) ?? '';
}
