import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Evaluation } from '../../shared/contracts/evaluation';
import { RUN_FILES, type RunFile, type RunRow } from '../../shared/contracts/training';
import { UserError } from '../../shared/userError';
import type { Parts } from '../parts';
import { readSettings } from '../settings';

/** Opens a file of a run; `output.txt` is that of the newest evaluation, if that was of this run. @throws UserError */
export async function openRunFile({ runs }: Parts, runFolder: string, file: RunFile): Promise<void> {
  // A view sends it: nothing else of the folder, and nothing outside, is opened.
  if (!RUN_FILES.includes(file)) throw new Error(`no file of a run: ${file}`);
  const run = await runs.find(runFolder);
  const at = file === 'output.txt' ? await findReport(run, runs.folderOf(run.folder)) : path.join(run.folder, file);
  if (!(await fs.stat(at).catch(() => undefined))?.isFile()) {
    throw new UserError(l10n.t('is not there'), l10n.t('a run has it when its training is done'), { file: at });
  }
  await vscode.window.showTextDocument(vscode.Uri.file(at), { preview: false });
}

/** Shows a run's folder: in the file manager of the desktop, or where there is none (a browser, a remote machine) in the Explorer. */
export async function revealRun({ runs }: Parts, runFolder: string): Promise<void> {
  const { folder } = await runs.find(runFolder);
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  await vscode.commands.executeCommand(isHere ? 'revealFileInOS' : 'revealInExplorer', vscode.Uri.file(folder));
}

/** An evaluation writes to the same place each time: its report may be of another run by now. */
async function findReport(run: RunRow, folder: vscode.WorkspaceFolder): Promise<string> {
  const { outputFile } = readSettings(folder);
  const json = await fs
    .readFile(path.join(path.dirname(outputFile), 'evaluation.json'), 'utf8')
    .then((text) => JSON.parse(text) as Partial<Evaluation> | null)
    .catch(() => null);
  if (json?.runId === run.id) return outputFile;
  const problem = json
    ? l10n.t('is of another run, {0}', String(json.runId))
    : l10n.t('is not there: no evaluation was made');
  throw new UserError(problem, l10n.t('evaluate this run (FashionMNIST: Evaluate Model)'), { file: outputFile });
}
