import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { evaluateData } from '../commands/evaluate';
import { EngineCrashedError } from '../engineProcess';
import { showError, tell, type Action } from '../messages';
import type { Parts } from '../parts';
import { openRunFile } from './runFiles';
import type { JobEnd } from './trainings';
import type { TrainingPanel } from './trainingPanel';

/** Says how a job ended, with what can be done next. What went wrong is said here only where no view shows it. */
export async function tellEnd(parts: Parts, view: TrainingPanel, { job, outcome, error }: JobEnd): Promise<void> {
  const { log } = parts;
  const show: Action = { title: l10n.t('Show Training'), run: () => view.open() };
  if (outcome) {
    log.info(`${job.work.title}: ${outcome.result} ${job.folderOfRun ?? ''}`);
    const { record } = outcome;
    const runFolder = job.folderOfRun;
    const actions =
      record && runFolder
        ? [
            {
              title: l10n.t('Evaluate'),
              run: () => evaluateData(parts, job.work.folder, record.data.path, runFolder),
            },
            ...(record.corrections
              ? [{ title: l10n.t('What Did These Corrections Change?'), run: () => showWhatChanged(runFolder) }]
              : []),
            { title: l10n.t('Open Summary'), run: () => openRunFile(parts, runFolder, 'model_summary.txt') },
          ]
        : [show];
    tell(log, 'information', record ? outcome.result : `${job.work.title}: ${outcome.result}`, actions);
    return;
  }
  if (error === undefined) {
    if (job.describe().result) tell(log, 'information', `${job.work.title}: ${job.describe().result}`);
    return;
  }
  if (view.isVisible) return;
  const { error: shown } = job.describe();
  if (!(error instanceof EngineCrashedError)) {
    await showError(log, error, { actions: [show] });
    return;
  }
  const resume: Action = { title: l10n.t('Resume'), run: () => parts.trainings.resume(job.id) };
  const showLog: Action = { title: l10n.t('Show Log'), run: () => log.show() };
  const actions = shown?.canResume ? [resume, show, showLog] : [show, showLog];
  tell(log, 'error', `${job.work.title}: ${shown?.message ?? error.message}`, actions);
}

function showWhatChanged(runFolder: string): Thenable<unknown> {
  return vscode.commands.executeCommand('fashionMnist.whatCorrectionsChanged', vscode.Uri.file(runFolder));
}

/** The command that shows the view. */
export function registerOpenView({ context }: Parts, view: TrainingPanel): void {
  context.subscriptions.push(vscode.commands.registerCommand('fashionMnist.openTrainingView', () => view.open()));
}
