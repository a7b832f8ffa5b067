import * as vscode from 'vscode';
import type { OpenedDataset } from '../../shared/contracts/explorer';
import type { CorrectionsState } from '../../shared/contracts/decisions';
import type { ReviewProgress, ReviewQueue } from '../../shared/contracts/review';
import type { ReviewEvents, ReviewSide, ReviewSnapshot } from '../../shared/contracts/reviewView';
import type { RunRow } from '../../shared/contracts/training';
import { connect, type Channel, type Connection, type Silent } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { OpenImages } from '../images/openImages';
import { shortened } from '../messages';
import type { Parts } from '../parts';
import { nameRun } from '../trees/runText';
import { isSamePlace } from '../samePlace';
import { nameOf } from '../workspaceFolder';
import type { ProgressKeeper } from './progressKeeper';
import { reviewCalls } from './reviewCalls';
import { readReviewKeys, watchReviewKeys } from './reviewKeys';
import { tabTitle, titleOfReview } from './words';

/** What a review needs of its panel. */
export interface ReviewPanel {
  keeper: ProgressKeeper;
  /** Told what the tab is called, once that is known. */
  titled: (title: string) => void;
  /** Asks for another review, and closes this one's panel where one was begun. */
  startAnother: () => Promise<void>;
}

/** One review: its queue, the data that it is about, and the view that shows it whenever it is visible. */
export class Review implements vscode.Disposable {
  private view: Connection<ReviewSide, Silent> | undefined;
  private loading: Promise<{ queue: ReviewQueue; progress: ReviewProgress }> | undefined;
  private images: OpenImages | undefined;
  /** The files of the data have changed since they were read; with the next `ready` they are read anew. */
  private isOutdated = false;
  private disposed = false;
  private readonly own: vscode.Disposable[];

  constructor(
    readonly parts: Parts,
    private readonly folder: vscode.WorkspaceFolder,
    private readonly reviewFolder: string,
    private readonly panel: ReviewPanel,
  ) {
    this.own = [watchReviewKeys(folder, () => this.tell('keysChanged', readReviewKeys(parts, folder)))];
    // Queue and data are read while the page loads.
    this.prepare().catch(() => undefined);
  }

  /** Answers a view that was just loaded. */
  serve(channel: Channel): vscode.Disposable {
    const view = connect<ReviewSide, Silent>(channel, reviewCalls(this));
    this.view = view;
    return new vscode.Disposable(() => {
      view.dispose();
      if (this.view === view) this.view = undefined;
    });
  }

  dispose(): void {
    this.disposed = true;
    for (const part of this.own) part.dispose();
    this.images?.dispose();
  }

  /** What the view starts from; reads queue and data unless they are there. @throws UserError */
  async snapshot(): Promise<ReviewSnapshot> {
    const images = await this.prepare();
    const { isOutdated } = this;
    this.isOutdated = false;
    return await this.describe(images, await (isOutdated ? images.reopen(placeOf(images.location)) : images.open()));
  }

  /** The data of this review, once the view has asked for it. */
  get opened(): OpenImages {
    if (!this.images) throw new Error('the view has not asked for its data');
    return this.images;
  }

  /** @throws UserError where the queue is gone or damaged */
  async queue(): Promise<ReviewQueue> {
    return (await this.load()).queue;
  }

  /** Whether the run that predicted is still there. */
  async hasRun(): Promise<boolean> {
    const { runFolder } = await this.queue();
    return runFolder !== '' && (await this.runRow(runFolder)) !== undefined;
  }

  keepProgress(progress: ReviewProgress): void {
    this.panel.keeper.keep(this.reviewFolder, progress);
  }

  startAnother(): Promise<void> {
    return this.panel.startAnother();
  }

  private tell<E extends keyof ReviewEvents>(event: E, payload: ReviewEvents[E]): void {
    this.view?.emit(event, payload);
  }

  private load() {
    if (!this.loading) {
      this.loading = this.parts.engines.ask('loadReview', this.reviewFolder);
      this.loading.catch(() => (this.loading = undefined));
    }
    return this.loading;
  }

  /** Reads the queue, and begins to read the data. */
  private async prepare(): Promise<OpenImages> {
    let loaded;
    try {
      loaded = await this.load();
    } catch (error) {
      throw error instanceof UserError ? shortened(error) : error;
    }
    const { data, score } = loaded.queue;
    this.panel.titled(tabTitle(score, nameOf(data.path, this.folder)));
    if (this.disposed) throw new Error('the review was closed');
    return (this.images ??= new OpenImages(this.parts, placeOf(data), {
      isShown: () => this.view !== undefined,
      progressed: (progress) => this.tell('progressed', progress),
      restarted: (opened) => void this.restarted(opened),
      lost: (problem) => this.tell('dataLost', problem),
      changed: () => {
        this.isOutdated = true;
        this.tell('dataChanged', null);
      },
      correctionsChanged: (state) => this.tell('correctionsChanged', state),
    }));
  }

  private async restarted(opened: OpenedDataset): Promise<void> {
    try {
      this.tell('dataRestarted', await this.describe(this.opened, opened));
    } catch (error) {
      this.tell('dataLost', error instanceof Error ? error.message : String(error));
    }
  }

  private async describe(images: OpenImages, opened: OpenedDataset): Promise<ReviewSnapshot> {
    const { parts, folder, reviewFolder } = this;
    const { queue, progress } = await this.load();
    const { dataset } = opened;
    const find = (flags: readonly { imageId: string }[]) =>
      images.ask('findImages', { dataset, ids: flags.map(({ imageId }) => imageId) });
    const [runName, places, plantable, corrections, reviewer] = await Promise.all([
      this.runName(queue),
      find(queue.images),
      find(queue.plantable),
      this.corrections(images, dataset),
      parts.corrections.reviewer(images.folder ?? folder),
      // A run that is gone, or predictions that are: the queue still knows what was predicted.
      queue.runFolder ? images.usePredictions(queue.runFolder).catch((error: unknown) => this.warn(error)) : null,
    ]);
    const there = places.filter((place) => place >= 0);
    const decided = await images.ask('decisionsOf', { dataset, images: Uint32Array.from(there) });
    let next = 0;
    return {
      reviewFolder,
      title: titleOfReview(queue.score, images.title, runName),
      runName,
      queue,
      opened,
      images: places,
      plantable,
      decisions: Array.from(places, (place) => (place >= 0 ? decided[next++] : null)),
      progress: this.panel.keeper.of(reviewFolder) ?? progress,
      reviewer,
      correctionsFile: vscode.workspace.asRelativePath(this.correctionsFile(images), false),
      corrections,
      keys: readReviewKeys(parts, folder),
    };
  }

  private correctionsFile(images: OpenImages): string {
    return this.parts.corrections.fileOf(images.folder ?? this.folder);
  }

  /** Reads the file now: the decisions that are asked for next are of this very state. */
  private async corrections(images: OpenImages, dataset: number): Promise<CorrectionsState> {
    const file = this.correctionsFile(images);
    const isDirty = this.parts.corrections.isDirty(file);
    try {
      return { ...(await images.ask('useCorrections', { dataset, file })), isDirty };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const nothing = { relabelled: 0, kept: 0, unsure: 0, conflicts: 0, notFound: 0, torn: 0, agreements: [] };
      return { ...nothing, isDirty, problem: shortened(error).message };
    }
  }

  /** What a person calls the run; empty without one. */
  private async runName({ runFolder, runId }: ReviewQueue): Promise<string> {
    if (!runFolder) return '';
    const row = await this.runRow(runFolder);
    return row ? nameRun(row) : runId;
  }

  private async runRow(runFolder: string): Promise<RunRow | undefined> {
    return (await this.parts.runs.rows()).find(({ folder }) => isSamePlace(folder, runFolder));
  }

  private warn(error: unknown): null {
    this.parts.log.warn(`review: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** As the data was read, but for class names: they are looked up with each opening. */
function placeOf({ path, invert, fit }: ReviewQueue['data']) {
  return { path, ...(invert && { invert }), ...(fit && { fit }) };
}
