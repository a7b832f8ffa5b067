import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerCommand } from '../command';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { listTrainedRuns, pickRun } from '../pick/pickRun';
import { readSettings } from '../settings';
import { tell } from '../messages';
import { type ReportPlace, writeReports } from '../reportPlace';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';

const TITLE = l10n.t('FashionMNIST: Evaluate Model');

/** `FashionMNIST: Evaluate Model`: of the palette, of a folder or CSV in the Explorer, or of a run in a view. */
export function registerEvaluate(parts: Parts): void {
  registerCommand(parts, 'fashionMnist.evaluateModel', async (resource) => {
    const folder = await chooseWorkspaceFolder(resource);
    if (!folder) return;
    const runs = await listTrainedRuns(parts, folder);
    if (!runs.length) {
      tell(parts.log, 'information', l10n.t('There is no trained model in this workspace yet.'), [
        { title: l10n.t('Train'), run: () => vscode.commands.executeCommand('fashionMnist.train') },
      ]);
      return;
    }
    const asked = runs.find((one) => one.folder === resource?.fsPath);
    const dataPath = (asked ? undefined : resource?.fsPath) ?? (await pickData(parts, folder, TITLE));
    if (dataPath === undefined) return;
    // What was right-clicked is evaluated without a question: with the newest run.
    const run = asked ?? (resource || runs.length === 1 ? runs[0] : await pickRun(runs, folder, TITLE));
    if (run) await evaluateData(parts, folder, dataPath, run.folder);
  });
}

/**
 * Evaluates data with a run's model, writes the report, and opens it with the evaluation view on top. Errors are shown.
 * @param stopped cancels it
 * @returns the `evaluation.json` that was written; undefined where none was
 */
export async function evaluateData(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
  runFolder: string,
  {
    outputFile = readSettings(folder).outputFile,
    stopped,
  }: { outputFile?: string; stopped?: vscode.CancellationToken } = {},
): Promise<string | undefined> {
  let written: string | undefined;
  const beside = (name: string) => path.join(path.dirname(outputFile), name);
  const place: ReportPlace = {
    files: [outputFile, beside('evaluation.json'), beside('predictions.csv')],
    dataPath,
    folder,
    chooseAnother: async () => {
      const picked = await vscode.window.showSaveDialog({ title: TITLE, defaultUri: folder.uri });
      if (picked) await evaluateData(parts, folder, dataPath, runFolder, { outputFile: picked.fsPath });
    },
  };
  await writeReports(parts, place, async () => {
    const data = await locateData(parts, folder, dataPath);
    const { engine } = readSettings(folder);
    const correctionsFile = parts.corrections.fileOf(folder);
    const startedAt = new Date().toISOString();
    const request = { data, runFolder, outputFile, engine, twins: true, correctionsFile, startedAt };
    const answer = await parts.jobs.run(
      l10n.t('Evaluate {0}', nameOf(dataPath, folder)),
      (process, signal) => process.call('evaluate', request, signal),
      stopped,
    );
    if (!answer) return;
    written = answer.jsonFile;
    await openReports(outputFile, written);
  });
  return written;
}

/** The report for reading stays a tab behind the view, which is what one looks at first. */
async function openReports(outputFile: string, jsonFile: string): Promise<void> {
  const report = { preview: false, preserveFocus: true };
  await vscode.window.showTextDocument(vscode.Uri.file(outputFile), report);
  await vscode.commands.executeCommand('fashionMnist.openEvaluation', vscode.Uri.file(jsonFile));
}
