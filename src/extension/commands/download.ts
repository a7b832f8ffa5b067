import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { downloadFashionMnist, FASHION_MNIST_BYTES } from '../../downloads/fashionMnist';
import { countText } from '../../shared/numbers';
import { registerCommand } from '../command';
import { refuseLinksOut } from '../linksOut';
import { tell } from '../messages';
import type { Parts } from '../parts';
import { readDownloadAddress } from '../settings';
import { asShownText } from '../shownText';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';

const TITLE = l10n.t('FashionMNIST: Get Fashion-MNIST');
const SIZE = l10n.t('{0} MB', countText(FASHION_MNIST_BYTES / 1e6));

/** `FashionMNIST: Get Fashion-MNIST`: the real set, into a folder of the workspace or any other. */
export function registerDownload(parts: Parts): void {
  registerCommand(parts, 'fashionMnist.getFashionMnist', async () => {
    const workspace = await chooseWorkspaceFolder();
    if (!workspace) return;
    const target = await pickTarget(workspace);
    if (target === undefined) return;
    if (!(await fetchInto(parts, target, nameOf(target, workspace)))) return;
    const data = vscode.Uri.file(target);
    tell(
      parts.log,
      'information',
      l10n.t('Fashion-MNIST is in {0}: 60,000 training and 10,000 test images.', nameOf(target, workspace)),
      [
        {
          title: l10n.t('Open Dataset Explorer'),
          run: () => vscode.commands.executeCommand('fashionMnist.openExplorer', data),
        },
        { title: l10n.t('Train'), run: () => vscode.commands.executeCommand('fashionMnist.train', data) },
      ],
    );
  });
}

/** @returns an absolute path; undefined when the person changed their mind */
async function pickTarget(workspace: vscode.WorkspaceFolder): Promise<string | undefined> {
  const here = { label: l10n.t('The folder fashion-mnist of this workspace'), description: SIZE };
  const elsewhere = { label: l10n.t('Another folder...'), description: SIZE };
  const choice = await vscode.window.showQuickPick([here, elsewhere], {
    title: TITLE,
    placeHolder: l10n.t('Where to?'),
  });
  if (choice === here) {
    const target = path.join(workspace.uri.fsPath, 'fashion-mnist');
    await refuseLinksOut(workspace, target);
    return target;
  }
  if (choice !== elsewhere) return undefined;
  const picked = await vscode.window.showOpenDialog({
    title: TITLE,
    openLabel: l10n.t('Download Here'),
    defaultUri: workspace.uri,
    canSelectFolders: true,
    canSelectFiles: false,
  });
  return picked?.[0].fsPath;
}

/** With a notification that tells how far it is and can cancel it. @returns whether it was not cancelled */
async function fetchInto({ log }: Parts, target: string, name: string): Promise<boolean> {
  const cancelled = new AbortController();
  const title = l10n.t('FashionMNIST: Download into {0}', asShownText(name));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (notification, token) => {
    token.onCancellationRequested(() => cancelled.abort());
    let shown = 0;
    const onBytes = (bytes: number) => {
      const percent = Math.floor((100 * bytes) / FASHION_MNIST_BYTES);
      if (percent === shown) return;
      notification.report({ increment: percent - shown, message: l10n.t('{0} of {1}', countText(bytes / 1e6), SIZE) });
      shown = percent;
    };
    try {
      await downloadFashionMnist(target, readDownloadAddress(), { onBytes, signal: cancelled.signal });
      log.info(`Fashion-MNIST was downloaded into ${target}`);
      return true;
    } catch (error) {
      if (!cancelled.signal.aborted) throw error;
      log.info(`the download into ${target} was cancelled; what has come is kept`);
      return false;
    }
  });
}
