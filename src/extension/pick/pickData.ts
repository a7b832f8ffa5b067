import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sampleFolder } from '../commands/sample';
import type { Parts } from '../parts';
import { asShownText } from '../shownText';
import { nameOf } from '../workspaceFolder';

/** How many places in the workspace the list holds at most. */
const LIMIT = 50;

type Choice = vscode.QuickPickItem & { choose?: () => Promise<string | undefined> };

/**
 * Asks for data: what the workspace holds, the sample, or any place.
 * @returns its absolute path; undefined when the person changed their mind
 */
export async function pickData(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  title: string,
): Promise<string | undefined> {
  const choices = async (): Promise<Choice[]> => {
    const found = await parts.engines.ask('findData', { folder: folder.uri.fsPath, limit: LIMIT });
    const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
    return [
      separator(found.length ? l10n.t('in this workspace') : l10n.t('nothing in this workspace looks like data')),
      ...found.map(({ path: at, kind }) => ({
        label: nameOf(at, folder),
        description: asShownText(kind),
        choose: () => Promise.resolve(at),
      })),
      separator(l10n.t('elsewhere')),
      {
        label: l10n.t('The sample that comes with the extension'),
        description: l10n.t('3,000 images of Fashion-MNIST'),
        choose: () => Promise.resolve(sampleFolder(parts)),
      },
      {
        label: l10n.t('Get Fashion-MNIST...'),
        description: l10n.t('the whole set, from the network'),
        choose: async () => {
          await vscode.commands.executeCommand('fashionMnist.getFashionMnist');
          return undefined;
        },
      },
      {
        label: l10n.t('Browse for a folder...'),
        description: l10n.t('IDX files, CSV files, or class folders'),
        choose: browse(true),
      },
      { label: l10n.t('Browse for a file...'), description: l10n.t('CSV, CSV.gz or IDX'), choose: browse(false) },
    ];
  };
  // The list opens at once and fills when the engine has looked around.
  const choice = await vscode.window.showQuickPick(choices(), { title, placeHolder: l10n.t('Which data?') });
  return await choice?.choose?.();

  function browse(folders: boolean) {
    return async () => {
      const picked = await vscode.window.showOpenDialog({
        title,
        defaultUri: folder.uri,
        canSelectFolders: folders,
        canSelectFiles: !folders,
      });
      return picked?.[0].fsPath;
    };
  }
}
