import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { evaluateData } from '../commands/evaluate';
import { registerCommand } from '../command';
import { showError, tell } from '../messages';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { listTrainedRuns, pickRun, type ReadableRun } from '../pick/pickRun';
import { formOfRun } from '../training/form';
import { trainWork } from '../training/trainWork';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';
import { evaluationFile, type EvaluationPanels } from './evaluationPanels';
import { readEvaluation } from './readEvaluation';
import { findRunBefore } from './runBefore';

const COMPARE = l10n.t('FashionMNIST: Compare Two Runs on Data');
const CHANGED = l10n.t('FashionMNIST: What Did These Corrections Change?');

/** `Compare Two Runs on Data`: of the palette, or of a folder or CSV. */
export function registerComparePredictions(parts: Parts, panels: EvaluationPanels): void {
  registerCommand(parts, 'fashionMnist.comparePredictions', async (resource) => {
    const folder = await chooseWorkspaceFolder(resource);
    if (!folder) return;
    const runs = await listTrainedRuns(parts, folder);
    if (runs.length < 2) {
      const text =
        runs.length === 1
          ? l10n.t('It takes two trained models to compare; this workspace has one.')
          : l10n.t('It takes two trained models to compare; this workspace has none.');
      tell(parts.log, 'information', text, [train]);
      return;
    }
    const dataPath = resource?.fsPath ?? (await pickData(parts, folder, COMPARE));
    if (dataPath === undefined) return;
    // The newest is hardly ever the one before.
    const older = [...runs.slice(1), runs[0]];
    const before = await pickRun(older, folder, COMPARE, l10n.t('The run before: which one?'));
    if (!before) return;
    const others = runs.filter((run) => run !== before);
    const question = l10n.t('The run after: which one?');
    const after = others.length === 1 ? others[0] : await pickRun(others, folder, COMPARE, question);
    if (after) await showComparison(parts, panels, folder, dataPath, before, after);
  });
}

/** `What Did These Corrections Change?`: of a run in the list of runs, of its folder's Uri, or of the palette. */
export function registerWhatCorrectionsChanged(parts: Parts, panels: EvaluationPanels): void {
  const command = async (argument?: unknown) => {
    try {
      await showWhatChanged(parts, panels, runFolderOf(argument));
    } catch (error) {
      await showError(parts.log, error);
    }
  };
  parts.context.subscriptions.push(vscode.commands.registerCommand('fashionMnist.whatCorrectionsChanged', command));
}

/** The list of runs hands over a row of it. */
function runFolderOf(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.fsPath;
  const { folder } = (argument ?? {}) as { folder?: unknown };
  return typeof folder === 'string' ? folder : undefined;
}

const train = { title: l10n.t('Train'), run: () => vscode.commands.executeCommand('fashionMnist.train') };

async function showWhatChanged(parts: Parts, panels: EvaluationPanels, runFolder: string | undefined): Promise<void> {
  const folder = runFolder === undefined ? await chooseWorkspaceFolder() : parts.runs.folderOf(runFolder);
  if (!folder) return;
  const runs = await listTrainedRuns(parts, folder);
  const corrected = runs.filter(({ record }) => record.corrections);
  if (corrected.length === 0) {
    const text = l10n.t(
      'No run of this workspace was trained with corrections yet: the form of a training offers them.',
    );
    tell(parts.log, 'information', text, [train]);
    return;
  }
  const asked = runs.find((run) => run.folder === runFolder);
  const after = asked ?? (corrected.length === 1 ? corrected[0] : await pickRun(corrected, folder, CHANGED));
  if (!after) return;
  if (!after.record.corrections) {
    const text = l10n.t('{0} was trained without corrections: there is nothing to compare.', after.record.id);
    tell(parts.log, 'information', text);
    return;
  }
  const before = findRunBefore(after.record, runs);
  if (!before) {
    offerRunBefore(parts, folder, after);
    return;
  }
  const dataPath = await chooseTestData(parts, folder, after);
  if (dataPath !== undefined) await showComparison(parts, panels, folder, dataPath, before, after);
}

/** Without a run before there is nothing to say: it can be trained, with the same settings but without corrections. */
function offerRunBefore(parts: Parts, folder: vscode.WorkspaceFolder, { record }: ReadableRun): void {
  const text = l10n.t(
    'What the corrections changed is seen beside a run on the same data without them, and there is none. ' +
      'It can be trained now, with the settings of {0}.',
    record.id,
  );
  const form = { ...formOfRun(record), corrections: { use: false, unsureUse: 'keep' } as const };
  const run = async () => {
    await vscode.commands.executeCommand('fashionMnist.openTrainingView');
    parts.trainings.add(trainWork(parts, folder, form));
  };
  tell(parts.log, 'information', text, [{ title: l10n.t('Train It'), run }]);
}

/** The data of the run, where that has a test split; else what the person chooses. */
async function chooseTestData(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  { record }: ReadableRun,
): Promise<string | undefined> {
  const { path } = record.settings.data;
  if (await hasTestSplit(parts, path)) return path;
  const title = l10n.t('FashionMNIST: What Did These Corrections Change? Choose data with a test split');
  return await pickData(parts, folder, title);
}

/** Whether it is there and has one; the evaluation that follows finds it read. */
async function hasTestSplit({ data, log }: Parts, path: string): Promise<boolean> {
  const held = data.hold();
  try {
    const { dataset, splits } = await data.call('openDataset', { location: { path } });
    await data.call('closeDataset', dataset);
    return splits.some(({ split, labelled }) => split === 'test' && labelled);
  } catch (error) {
    log.info(`looking for a test split in ${path}: ${String(error)}`);
    return false;
  } finally {
    held.dispose();
  }
}

/** Opens the evaluation of the run after, which is made where there is none, and compares the run before with it. */
async function showComparison(
  parts: Parts,
  panels: EvaluationPanels,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
  before: ReadableRun,
  after: ReadableRun,
): Promise<void> {
  let file: string | undefined = evaluationFile(folder);
  const known = await readEvaluation(file).catch(() => undefined);
  const isThere = known?.runId === after.record.id && known.dataPath === dataPath;
  if (!isThere) file = await evaluateData(parts, folder, dataPath, after.folder);
  if (file === undefined) return;
  parts.log.info(`comparing ${before.record.id} and ${after.record.id} on ${nameOf(dataPath, folder)}`);
  panels.show(file).askComparison({ runFolder: before.folder, otherIsFirst: true });
}
