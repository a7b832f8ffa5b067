import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ExplorerState } from '../../shared/contracts/explorer';
import type { DataLocation } from '../../shared/contracts/jobs';
import { registerCommand } from '../command';
import { showView } from '../panels/webview';
import type { Parts } from '../parts';
import { placeKey } from '../samePlace';
import { pickData } from '../pick/pickData';
import { chooseWorkspaceFolder } from '../workspaceFolder';
import { Explorer } from './explorer';

const VIEW_TYPE = 'fashionMnist.explorer';
/** A longer title would push all other tabs away. */
const TITLE_LENGTH = 40;

/** `FashionMNIST: Open Dataset Explorer`, and the panels that come back with the window: one for each place of data. */
export function registerExplorerPanels(parts: Parts): void {
  const { context } = parts;
  const panels = new Map<string, vscode.WebviewPanel>();

  const fill = (panel: vscode.WebviewPanel, location: DataLocation) => {
    const explorer = new Explorer(parts, location);
    const key = placeKey(location.path);
    panels.set(key, panel);
    panel.title = shortTitle(explorer.title);
    panel.onDidDispose(() => {
      if (panels.get(key) === panel) panels.delete(key);
      explorer.dispose();
    });
    showView(panel, context.extensionUri, 'explorer', (channel) => explorer.serve(channel));
  };

  registerCommand(parts, 'fashionMnist.openExplorer', async (resource) => {
    const title = l10n.t('FashionMNIST: Open Dataset Explorer');
    const folder = resource ? undefined : await chooseWorkspaceFolder();
    const dataPath = resource?.fsPath ?? (folder && (await pickData(parts, folder, title)));
    if (dataPath === undefined) return;
    const open = panels.get(placeKey(dataPath));
    if (open) open.reveal();
    else fill(vscode.window.createWebviewPanel(VIEW_TYPE, '', vscode.ViewColumn.Active), { path: dataPath });
  });

  const serializer: vscode.WebviewPanelSerializer = {
    deserializeWebviewPanel(panel, state: unknown) {
      const location = locationOf(state);
      if (location) fill(panel, location);
      else panel.dispose();
      return Promise.resolve();
    },
  };
  context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, serializer));
}

/** Where the data of a panel of the window before lies; undefined where its view had not told that yet. */
function locationOf(state: unknown): DataLocation | undefined {
  const { location } = (state ?? {}) as Partial<ExplorerState>;
  if (typeof location?.path !== 'string' || !path.isAbsolute(location.path)) return undefined;
  const { path: at, invert, fit } = location;
  return {
    path: at,
    ...(invert === 'auto' || invert === 'yes' || invert === 'no' ? { invert } : {}),
    ...(fit === 'contain' || fit === 'cover' || fit === 'stretch' ? { fit } : {}),
  };
}

function shortTitle(title: string): string {
  const letters = Array.from(title);
  return letters.length > TITLE_LENGTH ? `…${letters.slice(1 - TITLE_LENGTH).join('')}` : title;
}
