import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TrainingEvents, TrainingForm, TrainingSide } from '../../shared/contracts/training';
import { connect, type Channel, type Connection, type Disposable, type Silent } from '../../shared/rpc';
import type { CorrectionsChange } from '../corrections/corrections';
import { showView } from '../panels/webview';
import type { Parts } from '../parts';
import { watchRecipeTexts } from './recipeFiles';
import { trainingCalls } from './trainingCalls';
import { watchData } from './watchData';

const VIEW_TYPE = 'fashionMnist.training';

/** What a view that is not there yet, or hidden, is told once it is. */
type Later = Pick<TrainingEvents, 'formFilled' | 'runsChosen'>;

/** The training view: one a window. What it shows is kept elsewhere; here is its page and its wire. */
export class TrainingPanel {
  /** For data that the palette was asked to train on: the workspace folder that was chosen then. */
  private readonly keptIn = new Map<string, vscode.Uri>();
  private panel: vscode.WebviewPanel | undefined;
  private connection: Connection<Pick<TrainingSide, 'calls' | 'events'>, Silent> | undefined;
  private later: Partial<Later> = {};

  constructor(private readonly parts: Parts) {
    parts.context.subscriptions.push(
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel) => {
          if (this.panel) panel.dispose();
          else this.adopt(panel);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Whether a person sees it. */
  get isVisible(): boolean {
    return this.panel?.visible ?? false;
  }

  open(preserveFocus = false): void {
    if (this.panel) {
      this.panel.reveal(undefined, preserveFocus);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.adopt(vscode.window.createWebviewPanel(VIEW_TYPE, l10n.t('Training'), place));
  }

  /**
   * Opens it with a form filled in, and its button focused.
   * @param folder where the run is to be kept, if the data is in none of the workspace's folders
   */
  fill(folder: vscode.WorkspaceFolder, form: TrainingForm, purpose: 'train' | 'ablate'): void {
    this.keptIn.set(form.dataPath, folder.uri);
    this.tellSurely('formFilled', { form, purpose, focusStart: true });
  }

  /** Opens it on a run, or on several to compare. @param preserveFocus the keyboard stays where it is, in the tree */
  choose(runFolders: string[], preserveFocus = false): void {
    this.tellSurely('runsChosen', runFolders, preserveFocus);
  }

  private tellSurely<E extends keyof Later>(event: E, payload: Later[E], preserveFocus = false): void {
    const { connection } = this;
    if (connection && this.isVisible) connection.emit(event, payload as never);
    else this.later[event] = payload as never;
    this.open(preserveFocus);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.onDidDispose(() => (this.panel = undefined));
    showView(panel, this.parts.context.extensionUri, 'training', (channel) => this.serve(channel));
  }

  /** Answers one load of the page. */
  private serve(channel: Channel): Disposable {
    const { trainings, runs, engines, log } = this.parts;
    let data: { path: string; watchers: Disposable[] } | undefined;
    const watch = (path: string, correctionsFile: string) => {
      if (data?.path === path) return;
      for (const watcher of data?.watchers ?? []) watcher.dispose();
      const changed = () => connection.emit('dataChanged', { path });
      const corrected = (change: CorrectionsChange) => change === 'content' && changed();
      const watchers = [watchData(path, changed), this.parts.corrections.watch(correctionsFile, corrected)];
      data = { path, watchers };
    };
    const calls = trainingCalls(this.parts, { watch, keptIn: this.keptIn });
    const connection = connect<TrainingSide, Silent>(channel, {
      ...calls,
      ready: async (argument, context) => {
        const snapshot = await calls.ready(argument, context);
        // After the answer: what the view is told before, it does not know what to do with.
        setTimeout(() => {
          if (isGone) return;
          this.connection = connection;
          this.tellLater(connection);
        });
        return snapshot;
      },
    });
    let isGone = false;
    const listening = [
      trainings.listen((event, payload) => connection.emit(event, payload as never)),
      runs.onChanged((rows) => connection.emit('runsChanged', [...rows])),
      engines.onStateChanged(() => {
        const told = engines.state().then((state) => connection.emit('enginesChanged', state));
        told.catch((error: unknown) => log.warn(String(error)));
      }),
      watchRecipeTexts(engines, (edited) => connection.emit('recipeEdited', edited)),
    ];
    return {
      dispose: () => {
        isGone = true;
        for (const one of listening) one.dispose();
        for (const watcher of data?.watchers ?? []) watcher.dispose();
        connection.dispose();
        if (this.connection === connection) this.connection = undefined;
      },
    };
  }

  private tellLater(connection: Connection<TrainingSide, Silent>): void {
    const { formFilled, runsChosen } = this.later;
    this.later = {};
    if (formFilled) connection.emit('formFilled', formFilled);
    if (runsChosen) connection.emit('runsChosen', runsChosen);
  }
}
