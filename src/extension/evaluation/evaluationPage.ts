import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { Evaluation } from '../../shared/contracts/evaluation';
import type {
  EvaluatedData,
  EvaluationEvents,
  EvaluationSide,
  EvaluationSnapshot,
} from '../../shared/contracts/evaluationView';
import type { ExplorerRun, OpenedDataset } from '../../shared/contracts/explorer';
import { DEFAULT_SEED } from '../../shared/contracts/jobs';
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
import { shortened } from '../messages';
import type { Parts } from '../parts';
import { readSettings } from '../settings';
import { progressText } from '../shownText';
import { watchFiles } from '../watchFiles';
import { nameOf } from '../workspaceFolder';
import { describeMismatch, evaluatedSplits } from './evaluatedData';
import { evaluationCalls } from './evaluationCalls';
import { readEvaluation } from './readEvaluation';

/** What a view that is not there yet is told once it is. */
type Asked = EvaluationEvents['compareAsked'];

/** One `evaluation.json`, the data that it is about, and the view that shows both whenever it is visible. */
export class EvaluationPage implements vscode.Disposable {
  private view: Connection<EvaluationSide, Silent> | undefined;
  private shown: Evaluation | undefined;
  /** The data of `shown`. */
  private images: OpenImages | undefined;
  private asked: Asked | undefined;
  private readonly lasting = new LastingWork();
  private readonly own: vscode.Disposable[];

  /** @param file `evaluation.json`, absolute */
  constructor(
    readonly parts: Parts,
    readonly file: string,
  ) {
    const changed = () => void this.refresh();
    this.own = [
      // Not by its name: a pattern would be read into its folder's brackets.
      watchFiles(
        vscode.Uri.file(path.dirname(file)),
        '*',
        changed,
        (one) => path.basename(one) === path.basename(file),
      ),
      parts.runs.onChanged(() => void this.listRuns().then((runs) => this.tell('runsChanged', runs))),
    ];
  }

  /** Answers a view that was just loaded. */
  serve(channel: Channel): vscode.Disposable {
    const calls = evaluationCalls(this);
    const view = connect<EvaluationSide, Silent>(channel, {
      ...calls,
      ready: async (argument, context) => {
        const snapshot = await calls.ready(argument, context);
        // After the answer: what the view is told before, it does not know what to do with.
        setTimeout(() => {
          if (this.view !== view || !this.asked) return;
          view.emit('compareAsked', this.asked);
          this.asked = undefined;
        });
        return snapshot;
      },
    });
    this.view = view;
    return new vscode.Disposable(() => {
      view.dispose();
      if (this.view === view) this.view = undefined;
    });
  }

  dispose(): void {
    for (const part of this.own) part.dispose();
    this.lasting.dispose();
    this.images?.dispose();
  }

  /** The workspace folder of the file, else of the data. */
  get folder(): vscode.WorkspaceFolder {
    const uri = vscode.Uri.file(this.file);
    const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
    if (!folder)
      throw new UserError(l10n.t('no folder is open in this window'), l10n.t('open the one that holds the runs'));
    return folder;
  }

  /** What is shown. @throws CancelledError before anything is */
  get evaluation(): Evaluation {
    if (!this.shown) throw new CancelledError('the evaluation is not read yet');
    return this.shown;
  }

  /** The data of what is shown, opened or being opened. */
  get openImages(): OpenImages {
    if (!this.images) throw new CancelledError('the evaluation is not read yet');
    return this.images;
  }

  /** Shows a comparison, at once or as soon as the view is there. */
  askComparison(asked: Asked): void {
    if (this.view && this.shown) this.view.emit('compareAsked', asked);
    else this.asked = asked;
  }

  /** What the view starts from. Reads the file anew. @throws UserError */
  async snapshot(): Promise<EvaluationSnapshot> {
    try {
      this.take(await readEvaluation(this.file));
    } catch (error) {
      throw error instanceof UserError ? shortened(error) : error;
    }
    return await this.describe(this.evaluation);
  }

  /** Looks whether the evaluation was made anew. */
  async refresh(): Promise<void> {
    if (!this.view || !this.shown) return;
    try {
      const next = await readEvaluation(this.file);
      if (JSON.stringify(next) === JSON.stringify(this.shown)) return;
      this.take(next);
      this.tell('evaluationChanged', await this.describe(next));
    } catch (error) {
      // Half written or taken away: what is shown stays.
      this.parts.log.warn(`reading ${this.file}: ${String(error)}`);
    }
  }

  /** Opens the data with the predictions of the evaluation. @throws UserError */
  async openData(): Promise<EvaluatedData> {
    const opened = await this.openImages.open();
    return await this.withPredictions(opened);
  }

  /** Compares with another run, in a process of its own. */
  async compare(asked: Asked, { signal }: CallContext): Promise<PredictionComparison> {
    const { evaluation, parts, openImages } = this;
    const other = await parts.runs.find(asked.runFolder);
    // Both are written into (what they predict is kept): none but a run of this workspace.
    const evaluated = await parts.runs.find(evaluation.runFolder);
    const runFolders = asked.otherIsFirst
      ? ([other.folder, evaluated.folder] as const)
      : ([evaluated.folder, other.folder] as const);
    const name = `compare ${runFolders.join(' ')} ${evaluation.startedAt}`;
    return await this.lasting.run(name, signal, async (signal) => {
      const engine = await parts.engines.start();
      const options = { location: vscode.ProgressLocation.Window, title: l10n.t('FashionMNIST: comparing two runs') };
      try {
        return await vscode.window.withProgress(options, async (status) => {
          engine.onProgress((progress) => {
            status.report({ message: progressText(progress.fraction) });
            this.tell('progressed', { of: asked.runFolder, ...progress });
          });
          const request = {
            data: await openImages.located(),
            runFolders,
            ...(evaluation.split === 'all' ? {} : { split: evaluation.split }),
            engine: readSettings(this.folder).engine,
            seed: DEFAULT_SEED,
          };
          return await engine.call('comparePredictions', request, signal);
        });
      } finally {
        void engine.stop();
      }
    });
  }

  private tell<E extends keyof EvaluationEvents>(event: E, payload: EvaluationEvents[E]): void {
    this.view?.emit(event, payload);
  }

  private take(evaluation: Evaluation): void {
    const before = this.shown;
    this.shown = evaluation;
    if (this.images && before?.dataPath === evaluation.dataPath) return;
    this.images?.dispose();
    const images: OpenImages = new OpenImages(
      this.parts,
      { path: evaluation.dataPath },
      {
        isShown: () => this.view !== undefined,
        progressed: (progress) => this.tell('progressed', progress),
        restarted: (opened) => void this.restarted(images, opened),
        lost: (why) => this.tell('dataLost', why),
        changed: () => this.tell('dataChanged', null),
        correctionsChanged: (state) => this.tell('correctionsChanged', state),
      },
    );
    this.images = images;
  }

  private async restarted(images: OpenImages, opened: OpenedDataset): Promise<void> {
    try {
      const data = await this.withPredictions(opened);
      if (images === this.images) this.tell('dataRestarted', data);
    } catch (error) {
      if (!(error instanceof CancelledError)) this.tell('dataLost', (error as Error).message);
    }
  }

  private async withPredictions(opened: OpenedDataset): Promise<EvaluatedData> {
    const { evaluation, openImages } = this;
    const splits = evaluatedSplits(evaluation, opened);
    try {
      const predictions = await openImages.usePredictions(evaluation.runFolder);
      return { opened, splits, problem: describeMismatch(evaluation, opened, predictions) };
    } catch (error) {
      // Figures and data are there; only the predictions are missing.
      if (!(error instanceof UserError)) throw error;
      return { opened, splits, problem: shortened(error).message };
    }
  }

  private async describe(evaluation: Evaluation): Promise<EvaluationSnapshot> {
    const { folder, file } = this;
    const rows = await this.parts.runs.rows();
    const own = rows.find((row) => row.folder === evaluation.runFolder || row.id === evaluation.runId);
    return {
      file,
      title: nameOf(evaluation.dataPath, folder),
      evaluation,
      runName: own?.name ?? evaluation.runId,
      runs: await this.listRuns(),
      correctionsFile: vscode.workspace.asRelativePath(this.parts.corrections.fileOf(folder), false),
    };
  }

  private async listRuns(): Promise<ExplorerRun[]> {
    const rows = await this.parts.runs.rows();
    return rows.filter(({ hasModel }) => hasModel).map(({ folder, name }) => ({ folder, name }));
  }
}
