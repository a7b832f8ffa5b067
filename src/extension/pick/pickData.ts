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
      separator(found.length ? 'in this workspace' : 'nothing in this workspace looks like data'),
      ...found.map(({ path: at, kind }) => ({
        label: nameOf(at, folder),
        description: asShownText(kind),
        choose: () => Promise.resolve(at),
      })),
      separator('elsewhere'),
      {
        label: 'The sample that comes with the extension',
        description: '3,000 images of Fashion-MNIST',
        choose: () => Promise.resolve(sampleFolder(parts)),
      },
      {
        label: 'Get Fashion-MNIST...',
        description: 'the whole set, from the network',
        choose: async () => {
          await vscode.commands.executeCommand('fashionMnist.getFashionMnist');
          return undefined;
        },
      },
      { label: 'Browse for a folder...', description: 'IDX files, CSV files, or class folders', choose: browse(true) },
      { label: 'Browse for a file...', description: 'CSV, CSV.gz or IDX', choose: browse(false) },
    ];
  };
  // The list opens at once and fills when the engine has looked around.
  const choice = await vscode.window.showQuickPick(choices(), { title, placeHolder: 'Which data?' });
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
