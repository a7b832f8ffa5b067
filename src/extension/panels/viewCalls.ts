import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { VIEW_COMMANDS, type ViewCalls } from '../../shared/contracts/views';
import type { Handlers } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { showError } from '../messages';
import type { Parts } from '../parts';

/** What every view may ask. */
export function viewCalls({ log }: Parts): Handlers<ViewCalls> {
  return {
    async saveFile({ name, content }) {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const defaultUri = folder && vscode.Uri.joinPath(folder, name.replace(/[^\w.-]+/g, '-'));
      const at = await vscode.window.showSaveDialog({ defaultUri });
      if (!at) return false;
      try {
        await vscode.workspace.fs.writeFile(at, typeof content === 'string' ? Buffer.from(content) : content);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const problem = l10n.t('could not be written ({0})', why);
        await showError(log, new UserError(problem, l10n.t('choose another place'), { file: at.fsPath }));
        return false;
      }
      return true;
    },
    async copyText(text) {
      await vscode.env.clipboard.writeText(text);
    },
    async runCommand({ command, path }) {
      if (!VIEW_COMMANDS.includes(command)) throw new Error(`no such command: ${command as string}`);
      await vscode.commands.executeCommand(`fashionMnist.${command}`, ...(path ? [vscode.Uri.file(path)] : []));
    },
    reportError({ message, stack }) {
      log.error(`a view: ${message}\n${stack}`);
    },
  };
}
