import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ApplyCorrectionsResult } from '../../shared/contracts/corrections';
import { UserError } from '../../shared/userError';
import { registerCommand } from '../command';
import { locateData } from '../dataLocation';
import { showError, tell } from '../messages';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';
import { describeExport } from './describeExport';

const TITLE = l10n.t('FashionMNIST: Export Corrected Data');

/** `FashionMNIST: Export Corrected Data`: a copy of a data set with the labels that reviewers gave. */
export function registerExportCorrected(parts: Parts): void {
  registerCommand(parts, 'fashionMnist.exportCorrectedData', async (resource) => {
    const folder = await chooseWorkspaceFolder(resource);
    if (!folder) return;
    const dataPath = resource?.fsPath ?? (await pickData(parts, folder, TITLE));
    if (dataPath !== undefined) await exportCorrected(parts, folder, dataPath);
  });
}

async function exportCorrected(parts: Parts, folder: vscode.WorkspaceFolder, dataPath: string): Promise<void> {
  const { corrections, log } = parts;
  const correctionsFile = corrections.fileOf(folder);
  const again = { title: l10n.t('Choose Another Place...'), run: () => exportCorrected(parts, folder, dataPath) };
  let out: string | undefined;
  try {
    if (!(await fs.stat(correctionsFile).catch(() => null))) {
      const remedy = l10n.t('relabel images in the dataset explorer first');
      throw new UserError(l10n.t('there are no corrections yet'), remedy);
    }
    if (corrections.isDirty(correctionsFile)) {
      const remedy = l10n.t('save or revert it first: what is not saved would not count');
      throw new UserError(l10n.t('has unsaved changes in the editor'), remedy, { file: correctionsFile });
    }
    const picked = await vscode.window.showSaveDialog({
      title: TITLE,
      saveLabel: l10n.t({ message: 'Export', args: [], comment: ['verb, on a button'] }),
      defaultUri: vscode.Uri.file(await proposePlace(dataPath)),
    });
    if (!picked) return;
    out = picked.fsPath;
    const request = { data: await locateData(parts, folder, dataPath), correctionsFile, out };
    const title = l10n.t('Export corrected {0}', nameOf(dataPath, folder));
    const result = await parts.jobs.run(title, (engine, signal) => engine.call('applyCorrections', request, signal));
    if (result) tellExported(parts, result, folder);
  } catch (error) {
    const isAboutPlace = error instanceof UserError && out !== undefined && error.place.file === out;
    await showError(log, error, { base: path.dirname(correctionsFile), actions: isAboutPlace ? [again] : [] });
  }
}

function tellExported({ log }: Parts, result: ApplyCorrectionsResult, folder: vscode.WorkspaceFolder): void {
  const at = vscode.Uri.file(result.out);
  tell(log, 'information', `${nameOf(result.out, folder)}: ${describeExport(result)}`, [
    { title: l10n.t('Open in Explorer'), run: () => vscode.commands.executeCommand('fashionMnist.openExplorer', at) },
  ]);
}

/** A name beside the data that is not taken: for one CSV another one, else a folder. */
async function proposePlace(dataPath: string): Promise<string> {
  const name = path.basename(dataPath);
  const extension = /\.csv(\.gz)?$/i.exec(name)?.[0] ?? '';
  const isFile = (await fs.stat(dataPath).catch(() => null))?.isFile() ?? false;
  // A folder is made of the files that belong together, of which one was named: t10k-images-idx3-ubyte.gz
  const stem = extension ? name.slice(0, -extension.length) : isFile ? name.replace(/[-.].*$/, '') : name;
  for (let number = 1; ; number++) {
    const copy = `${stem}-corrected${number > 1 ? `-${number}` : ''}${isFile ? extension : ''}`;
    const place = path.join(path.dirname(dataPath), copy);
    if (!(await fs.stat(place).catch(() => null))) return place;
  }
}
