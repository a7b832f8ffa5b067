import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ImageDetails } from '../../shared/contracts/explorer';
import { UserError } from '../../shared/userError';

/** Opens the file an image came from: a table at its row, anything else as the editor shows it. */
export async function openSource({ file, source }: Pick<ImageDetails, 'file' | 'source'>): Promise<void> {
  const row = /\.csv(\.gz)?$/i.test(file) ? /:(\d+)$/.exec(source)?.[1] : undefined;
  if (row === undefined) {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    return;
  }
  if (/\.gz$/i.test(file)) {
    const problem = l10n.t('a compressed table cannot be shown at its row');
    throw new UserError(problem, l10n.t('unpack it to look at row {0}', row), {
      file: path.basename(file),
      row: Number(row),
    });
  }
  await openRow(file, Number(row) - 1);
}

/** Also for files that are too large to be handed to an extension. @param line from 0 */
async function openRow(file: string, line: number): Promise<void> {
  const selection = new vscode.Range(line, 0, line, 0);
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'default', { selection });
}
