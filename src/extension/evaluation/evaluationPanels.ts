import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EvaluationState } from '../../shared/contracts/evaluationView';
import { registerCommand } from '../command';
import { tell } from '../messages';
import { showView } from '../panels/webview';
import type { Parts } from '../parts';
import { placeKey } from '../samePlace';
import { readSettings } from '../settings';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';
import { EvaluationPage } from './evaluationPage';
import { registerComparePredictions, registerWhatCorrectionsChanged } from './compareCommands';

const VIEW_TYPE = 'fashionMnist.evaluation';

/** The panels of evaluations: one for each `evaluation.json`. */
export class EvaluationPanels {
  private readonly open = new Map<string, { panel: vscode.WebviewPanel; page: EvaluationPage }>();

  constructor(private readonly parts: Parts) {}

  /** Shows an evaluation; what was shown of it already is brought up to date. @param file absolute */
  show(file: string): EvaluationPage {
    const known = this.open.get(placeKey(file));
    if (!known) {
      const place = { viewColumn: vscode.ViewColumn.Active };
      return this.fill(vscode.window.createWebviewPanel(VIEW_TYPE, l10n.t('Evaluation'), place), file);
    }
    known.panel.reveal();
    void known.page.refresh();
    return known.page;
  }

  /** Shows an evaluation in a panel that is there. */
  fill(panel: vscode.WebviewPanel, file: string): EvaluationPage {
    const { parts } = this;
    const page = new EvaluationPage(parts, file);
    const key = placeKey(file);
    this.open.set(key, { panel, page });
    panel.title = titleOf(file);
    panel.iconPath = undefined;
    panel.onDidDispose(() => {
      if (this.open.get(key)?.panel === panel) this.open.delete(key);
      page.dispose();
    });
    showView(panel, parts.context.extensionUri, 'evaluation', (channel) => page.serve(channel));
    return page;
  }
}

/** The evaluation view and the commands that open it. */
export function registerEvaluationPanels(parts: Parts): void {
  const panels = new EvaluationPanels(parts);
  registerCommand(parts, 'fashionMnist.openEvaluation', async (resource) => {
    const file = resource?.fsPath ?? (await findEvaluation(parts));
    if (file !== undefined) panels.show(file);
  });
  registerComparePredictions(parts, panels);
  registerWhatCorrectionsChanged(parts, panels);
  const serializer: vscode.WebviewPanelSerializer = {
    deserializeWebviewPanel(panel, state: unknown) {
      const { file } = (state ?? {}) as Partial<EvaluationState>;
      if (typeof file === 'string' && path.isAbsolute(file)) panels.fill(panel, file);
      else panel.dispose();
      return Promise.resolve();
    },
  };
  parts.context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, serializer));
}

/** The newest evaluation of the workspace; says so where there is none. */
async function findEvaluation(parts: Parts): Promise<string | undefined> {
  const folder = await chooseWorkspaceFolder();
  if (!folder) return undefined;
  const file = evaluationFile(folder);
  if (await fs.stat(file).catch(() => undefined)) return file;
  tell(parts.log, 'information', l10n.t('Nothing was evaluated in this workspace yet.'), [
    { title: l10n.t('Evaluate Model'), run: () => vscode.commands.executeCommand('fashionMnist.evaluateModel') },
  ]);
  return undefined;
}

/** Where evaluations of a workspace folder are written. */
export function evaluationFile(folder: vscode.WorkspaceFolder): string {
  return path.join(path.dirname(readSettings(folder).outputFile), 'evaluation.json');
}

/** `Evaluation`, and where it is in a folder of its own that folder. */
function titleOf(file: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  if (!folder) return l10n.t('Evaluation: {0}', path.basename(path.dirname(file)));
  const own = path.dirname(file);
  return own === folder.uri.fsPath ? l10n.t('Evaluation') : l10n.t('Evaluation: {0}', nameOf(own, folder));
}
