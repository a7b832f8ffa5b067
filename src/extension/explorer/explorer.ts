import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type {
  ExplorerEvents,
  ExplorerRun,
  ExplorerSide,
  ExplorerSnapshot,
  OpenedDataset,
  PredictionsSummary,
} from '../../shared/contracts/explorer';
import type { DataLocation } from '../../shared/contracts/jobs';
import {
  CancelledError,
  connect,
  type CallContext,
  type Channel,
  type Connection,
  type Silent,
} from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { LastingWork } from '../images/lastingWork';
import { OpenImages } from '../images/openImages';
import type { Parts } from '../parts';
import { readSettings } from '../settings';
import { progressText } from '../shownText';
import { watchFiles } from '../watchFiles';
import { explorerCalls } from './explorerCalls';

/** One explorer: a data set, and the view that shows it whenever it is visible. */
export class Explorer implements vscode.Disposable {
  readonly images: OpenImages;
  private view: Connection<ExplorerSide, Silent> | undefined;
  private runs: ExplorerRun[] = [];
  private readonly lasting = new LastingWork();
  private readonly closed = new AbortController();
  private readonly runsWatch: vscode.Disposable | undefined;

  /** @param location of the data; class names are looked up with each opening */
  constructor(
    readonly parts: Parts,
    location: DataLocation,
  ) {
    this.images = new OpenImages(parts, location, {
      isShown: () => this.view !== undefined,
      progressed: (progress) => this.tell('progressed', progress),
      restarted: (opened) => this.tell('dataRestarted', this.describe(opened)),
      lost: (problem) => this.tell('dataLost', problem),
      changed: () => this.tell('dataChanged', null),
      correctionsChanged: (state) => this.tell('correctionsChanged', state),
    });
    const runsFolder = this.folder && readSettings(this.folder).runsFolder;
    if (runsFolder) {
      this.runsWatch = watchFiles(vscode.Uri.file(runsFolder), '*/*.json', () => void this.refreshRuns());
    }
  }

  /** What a person calls the data. */
  get title(): string {
    return this.images.title;
  }

  /** Answers a view that was just loaded. */
  serve(channel: Channel): vscode.Disposable {
    const view = connect<ExplorerSide, Silent>(channel, explorerCalls(this));
    this.view = view;
    return new vscode.Disposable(() => {
      view.dispose();
      if (this.view === view) this.view = undefined;
    });
  }

  dispose(): void {
    this.closed.abort(new CancelledError());
    this.runsWatch?.dispose();
    this.cancelComparing();
    this.images.dispose();
  }

  /** What the view starts from; reads the data unless it is there. @throws UserError */
  async snapshot(): Promise<ExplorerSnapshot> {
    this.tellOpening();
    const opened = await this.images.open();
    void this.refreshRuns();
    return this.describe(opened);
  }

  /** Reads the data anew. @throws UserError */
  async reopen(change: Pick<DataLocation, 'invert' | 'fit'>): Promise<ExplorerSnapshot> {
    this.cancelComparing();
    const reading = this.images.reopen(change);
    this.tellOpening();
    return this.describe(await reading);
  }

  findAlike(dataset: number, { signal }: CallContext) {
    const { images } = this;
    return this.lasting.run(`findAlike ${dataset}`, signal, (signal) => images.ask('findAlike', dataset, signal));
  }

  /** Predicts the whole data set with a run, in a process of its own, and lets the data process know the result. */
  async predict(runFolder: string, { signal }: CallContext): Promise<PredictionsSummary> {
    const { images } = this;
    const { opened } = images;
    if (!opened) throw new CancelledError('the data is not open');
    if (!(await this.hasRun(runFolder)))
      throw new UserError(l10n.t('this run is not there any more'), l10n.t('choose another one'));
    return await this.lasting.run(`predict ${opened.dataset} ${runFolder}`, signal, async (signal) => {
      const data = await images.located();
      const engine = await this.parts.engines.start();
      const title = l10n.t('FashionMNIST: predicting {0}', this.title);
      const options = { location: vscode.ProgressLocation.Window, title };
      try {
        return await vscode.window.withProgress(options, async (status) => {
          engine.onProgress((progress) => {
            status.report({ message: progressText(progress.fraction) });
            this.tell('progressed', { of: opened.dataset, ...progress });
          });
          const predicted = await engine.call('predict', { data, runFolder, engine: this.engineChoice }, signal);
          if (images.opened !== opened || this.closed.signal.aborted) return predicted;
          return (await images.usePredictions(runFolder, signal)) ?? predicted;
        });
      } finally {
        void engine.stop();
      }
    });
  }

  /** A view names a run by its folder, perhaps one that it remembers: only those count that are there. */
  async hasRun(runFolder: string): Promise<boolean> {
    const isThere = () => this.runs.some(({ folder }) => folder === runFolder);
    if (!isThere()) await this.refreshRuns();
    return isThere();
  }

  /** Opens the review view on these images of the data. */
  async review(images: Uint32Array): Promise<void> {
    const { opened, location, predictedBy } = this.images;
    if (!opened) throw new CancelledError('the data is not open');
    await vscode.commands.executeCommand('fashionMnist.reviewPredictions', vscode.Uri.file(location.path), {
      images,
      dataset: opened.dataset,
      taken: location,
      ...(predictedBy === null ? {} : { runFolder: predictedBy }),
    });
  }

  private describe(opened: OpenedDataset): ExplorerSnapshot {
    return { title: this.title, opened, runs: this.runs };
  }

  private tellOpening(): void {
    this.tell('opening', { title: this.title, location: this.images.location });
  }

  private tell<E extends keyof ExplorerEvents>(event: E, payload: ExplorerEvents[E]): void {
    this.view?.emit(event, payload);
  }

  private cancelComparing(): void {
    const { opened } = this.images;
    if (opened) this.lasting.cancel(`findAlike ${opened.dataset}`);
  }

  private get folder(): vscode.WorkspaceFolder | undefined {
    return this.images.folder;
  }

  private get engineChoice() {
    return this.folder ? readSettings(this.folder).engine : 'auto';
  }

  private async refreshRuns(): Promise<void> {
    const { folder } = this;
    if (!folder || this.closed.signal.aborted) return;
    try {
      const { runsFolder } = readSettings(folder);
      const rows = await this.parts.engines.ask('listRunRows', { runsFolder, base: folder.uri.fsPath });
      this.runs = rows.filter(({ hasModel }) => hasModel).map(({ folder, name }) => ({ folder, name }));
      this.tell('runsChanged', this.runs);
    } catch (error) {
      this.parts.log.warn(`listing runs: ${String(error)}`);
    }
  }
}
