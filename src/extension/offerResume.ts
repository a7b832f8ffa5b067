import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Parts } from './parts';
import { isInterruptedTraining, listRuns } from './pick/pickRun';
import { showError, tell } from './messages';
import { resumeRun } from './training/startFromRun';

const OFFERED = 'runs offered for resume';
/** A process of the window before may still be saving its checkpoint: look again after so long, ms, so many times. */
const LOOK_AGAIN = 2_000;
const LOOKS = 10;

/** Tells, once a run, that a training run was interrupted (the window was closed, say) and offers to go on with it. */
export async function offerResume(parts: Parts): Promise<void> {
  const { context, log } = parts;
  const resume = async (runFolder: string) => {
    await resumeRun(parts, runFolder);
    await vscode.commands.executeCommand('fashionMnist.openTrainingView');
  };
  try {
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      let runs = await listRuns(parts, folder);
      for (let look = 1; look < LOOKS && runs.some(({ record }) => record.state === 'running'); look++) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
        runs = await listRuns(parts, folder);
      }
      const offered = context.workspaceState.get<string[]>(OFFERED, []);
      const run = runs.find(({ record }) => isInterruptedTraining(record));
      if (!run || offered.includes(run.record.id)) continue;
      await context.workspaceState.update(OFFERED, [...offered, run.record.id].slice(-100));
      const text = l10n.t('The training run {0} was interrupted. Its last checkpoint is kept.', run.record.id);
      tell(log, 'information', text, [{ title: l10n.t('Resume'), run: () => resume(run.folder) }]);
    }
  } catch (error) {
    await showError(log, error);
  }
}
