import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { tell } from '../messages';
import { servedViews } from './webview';

/** How long a view that came into sight may take to find its extension, ms: it takes some hundred at most. */
const PATIENCE = 5000;

/**
 * When the extension host dies, VS Code starts it again but hands it none of the views that are open: they stay on the
 * screen, and nobody hears them any more. This finds them and offers to reload the window, which brings each back as it
 * was; nothing that was saved is lost.
 */
export function offerReloadForOrphans(log: vscode.LogOutputChannel): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    if (!hasOrphan()) return;
    tabs.dispose();
    log.error('the extension host ended unexpectedly: a view is open that nobody answers');
    const text = l10n.t('The views of FashionMNIST lost touch with the extension, which ended unexpectedly.');
    tell(log, 'error', text, [
      { title: l10n.t('Reload Window'), run: () => vscode.commands.executeCommand('workbench.action.reloadWindow') },
    ]);
  };
  const lookLater = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PATIENCE);
  };
  const tabs = vscode.window.tabGroups.onDidChangeTabs(lookLater);
  lookLater();
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    tabs.dispose();
  });
}

/** Whether more of our views are in sight than are answered. */
function hasOrphan(): boolean {
  const inSight = new Map<string, number>();
  for (const { activeTab } of vscode.window.tabGroups.all) {
    const type = activeTab?.input instanceof vscode.TabInputWebview ? ownType(activeTab.input) : undefined;
    if (type !== undefined) inSight.set(type, (inSight.get(type) ?? 0) + 1);
  }
  return [...inSight].some(([type, count]) => count > servedViews(type));
}

/** VS Code puts a word of its own before the type of a view. */
function ownType({ viewType }: vscode.TabInputWebview): string | undefined {
  return /(?:^|-)(fashionMnist\.\w+)$/.exec(viewType)?.[1];
}
