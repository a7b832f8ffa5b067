import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { DEFAULT_SEED } from '../../shared/contracts/jobs';
import { registerCommand } from '../command';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { type ReportPlace, writeReports } from '../reportPlace';
import { readSettings } from '../settings';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';

const TITLE = l10n.t('FashionMNIST: Analyze Data');

/** `FashionMNIST: Analyze Data`: of the palette, or of a folder or CSV in the Explorer. */
export function registerAnalyze(parts: Parts): void {
  registerCommand(parts, 'fashionMnist.analyzeData', async (resource) => {
    const folder = await chooseWorkspaceFolder(resource);
    if (!folder) return;
    const dataPath = resource?.fsPath ?? (await pickData(parts, folder, TITLE));
    if (dataPath !== undefined) await analyzeData(parts, folder, dataPath);
  });
}

/**
 * Analyzes data, writes the reports and opens that for people. Errors are shown.
 * @param outputFolder by default where the report of an evaluation stands
 */
async function analyzeData(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
  outputFolder = path.dirname(readSettings(folder).outputFile),
): Promise<void> {
  const place: ReportPlace = {
    files: ['analysis.txt', 'analysis.json'].map((name) => path.join(outputFolder, name)),
    dataPath,
    folder,
    chooseAnother: async () => {
      const choice = { title: TITLE, defaultUri: folder.uri, canSelectFolders: true, canSelectFiles: false };
      const picked = await vscode.window.showOpenDialog({ ...choice, openLabel: l10n.t('Write Here') });
      if (picked) await analyzeData(parts, folder, dataPath, picked[0].fsPath);
    },
  };
  await writeReports(parts, place, async () => {
    const data = await locateData(parts, folder, dataPath);
    const answer = await parts.jobs.run(l10n.t('Analyze {0}', nameOf(dataPath, folder)), (engine, signal) =>
      engine.call('analyze', { data, outputFolder, seed: DEFAULT_SEED }, signal),
    );
    if (answer) await vscode.window.showTextDocument(vscode.Uri.file(answer.textFile), { preview: false });
  });
}
