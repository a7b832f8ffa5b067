import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { showView } from '../panels/webview';
import type { Parts } from '../parts';
import { Explorer } from './explorer';

/** `Reopen Editor With... > FashionMNIST Images`: the explorer for one file of images; IDX files open so by default. */
export function registerImageEditors(parts: Parts): void {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument(uri) {
      // The process reads from the disk: another version of the file (of Git, say) would be shown as the one there.
      if (uri.scheme !== 'file') {
        throw new UserError(l10n.t('only files on the disk are shown as images'), l10n.t('open the file itself'));
      }
      return { uri, dispose: () => undefined };
    },
    resolveCustomEditor({ uri }, panel) {
      const explorer = new Explorer(parts, { path: uri.fsPath });
      panel.onDidDispose(() => explorer.dispose());
      showView(panel, parts.context.extensionUri, 'explorer', (channel) => explorer.serve(channel));
    },
  };
  for (const viewType of ['fashionMnist.idxImages', 'fashionMnist.csvImages']) {
    parts.context.subscriptions.push(
      vscode.window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true }),
    );
  }
}
