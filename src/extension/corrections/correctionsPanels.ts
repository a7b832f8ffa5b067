import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CorrectionsViewState } from '../../shared/contracts/correctionsView';
import { registerCommand } from '../command';
import { showView } from '../panels/webview';
import type { Parts } from '../parts';
import { asShownText } from '../shownText';
import { chooseWorkspaceFolder } from '../workspaceFolder';
import { usualVersions, type TwoVersions } from './chooseVersions';
import { CorrectionsPage } from './correctionsPage';
import { isSamePlace } from '../samePlace';
import type { Version } from './versions';

const VIEW_TYPE = 'fashionMnist.corrections';

interface OpenPage {
  panel: vscode.WebviewPanel;
  page: CorrectionsPage;
}

/** `FashionMNIST: Show Corrections as Pictures`, and the panels that come back with the window: one for each file. */
export function registerCorrectionsPanels(parts: Parts): void {
  const { context } = parts;
  const pages = new Map<string, OpenPage>();

  const fill = (
    panel: vscode.WebviewPanel,
    folder: vscode.WorkspaceFolder,
    file: string,
    versions: TwoVersions,
  ): void => {
    const page = new CorrectionsPage(parts, folder, file, versions);
    pages.set(file, { panel, page });
    panel.title = l10n.t('{0} (pictures)', asShownText(path.basename(file)));
    panel.onDidDispose(() => {
      if (pages.get(file)?.page === page) pages.delete(file);
      page.dispose();
    });
    showView(panel, context.extensionUri, 'corrections', (channel) => page.serve(channel));
  };

  registerCommand(parts, 'fashionMnist.showCorrectionsDiff', async (resource) => {
    const folder = await chooseWorkspaceFolder(resource);
    if (!folder) return;
    const usual = parts.corrections.fileOf(folder);
    const file = resource && isCorrectionsFile(resource.fsPath, usual) ? resource.fsPath : usual;
    const versions = versionsOnScreen(file, resource) ?? (await usualVersions(file));
    const open = pages.get(file);
    if (open) {
      open.panel.reveal();
      await open.page.show(versions);
    } else fill(vscode.window.createWebviewPanel(VIEW_TYPE, '', vscode.ViewColumn.Active), folder, file, versions);
  });

  const serializer: vscode.WebviewPanelSerializer = {
    deserializeWebviewPanel(panel, state: unknown) {
      const { file, before, after } = (state ?? {}) as Partial<CorrectionsViewState>;
      const isFile = typeof file === 'string' && path.isAbsolute(file);
      const own = isFile ? vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) : undefined;
      const folder = own ?? vscode.workspace.workspaceFolders?.[0];
      if (isFile && folder) fill(panel, folder, file, { before: versionOf(before), after: versionOf(after) });
      else panel.dispose();
      return Promise.resolve();
    },
  };
  context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, serializer));
}

/** A view names data when it runs the command: what is meant then is the file of its workspace folder. */
function isCorrectionsFile(at: string, usual: string): boolean {
  return isSamePlace(at, usual) || path.basename(at) === 'corrections.csv';
}

/** The two versions of a text diff of the file that is open: the one that the command was given on, or the active one. */
function versionsOnScreen(file: string, resource: vscode.Uri | undefined): TwoVersions | undefined {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  for (const { activeTab } of resource ? [activeTabGroup, ...all] : [activeTabGroup]) {
    const input = activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff)) continue;
    const { original: before, modified: after } = input;
    const asked = resource?.toString() ?? after.toString();
    const isShown = [before, after].some((uri) => uri.toString() === asked);
    if (isShown && [before, after].some(({ fsPath }) => isSamePlace(fsPath, file))) return { before, after };
  }
  return undefined;
}

function versionOf(text: string | null | undefined): Version {
  return typeof text === 'string' ? vscode.Uri.parse(text, true) : null;
}
