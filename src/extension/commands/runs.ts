import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunRow } from '../../shared/contracts/training';
import { showError, tell } from '../messages';
import type { Parts } from '../parts';
import { openRunFile, revealRun } from '../training/runFiles';
import { reproduceRun } from '../training/startFromRun';
import type { TrainingPanel } from '../training/trainingPanel';
import type { RunsTree } from '../trees/runsTree';

/** What was typed is not lost to a click elsewhere, or to a view that takes the keyboard: Escape ends the question. */
const STAYS = { ignoreFocusOut: true };

/** The commands on runs in the tree: of the one that was clicked, or of all that are selected. */
export function registerRunCommands(parts: Parts, view: TrainingPanel, tree: RunsTree): void {
  const { context, log, runs } = parts;
  const register = (name: string, run: (chosen: RunRow[]) => Promise<void> | void) => {
    const command = async (clicked?: RunRow, selected?: RunRow[]) => {
      try {
        const all = selected?.length ? selected : [...tree.selection];
        // The one that was clicked first: what is done to one run alone is done to that.
        const chosen = clicked ? [clicked, ...(selected ?? []).filter(({ folder }) => folder !== clicked.folder)] : all;
        if (chosen.length) await run(chosen);
      } catch (error) {
        await showError(log, error);
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(`fashionMnist.${name}`, command));
  };
  const tellDeleted = (deleted: RunRow[]) => {
    const what =
      deleted.length === 1
        ? l10n.t('The run {0} was deleted.', deleted[0].name)
        : l10n.t('{0} runs were deleted.', deleted.length);
    const undo = async () => {
      for (const { folder } of deleted) await runs.bringBack(folder);
    };
    tell(log, 'information', what, [{ title: l10n.t('Undo'), run: undo }]);
  };
  register('compareRuns', (chosen) => view.choose(chosen.map(({ folder }) => folder)));
  register('openRunSummary', ([run]) => openRunFile(parts, run.folder, 'model_summary.txt'));
  register('openRunReport', ([run]) => openRunFile(parts, run.folder, 'output.txt'));
  register('revealRun', ([run]) => revealRun(parts, run.folder));
  register('renameRun', async ([run]) => {
    const prompt = l10n.t('A name for the run; empty: its own again. Its folder stays.');
    const title = l10n.t('Rename Run');
    const name = await vscode.window.showInputBox({ title, prompt, value: run.name, ...STAYS });
    if (name !== undefined) await runs.rename(run.folder, name);
  });
  register('tagRun', async (chosen) => {
    const prompt = l10n.t('Tags, with commas between');
    const value = chosen[0].tags.join(', ');
    const text = await vscode.window.showInputBox({ title: l10n.t('Tag Run'), prompt, value, ...STAYS });
    if (text === undefined) return;
    const tags = [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
    for (const { folder } of chosen) await runs.tag(folder, tags);
  });
  register('reproduceRun', async ([run]) => {
    await reproduceRun(parts, run.folder);
    view.open();
  });
  register('deleteRun', async (chosen) => {
    const deleted: RunRow[] = [];
    try {
      for (const run of chosen) {
        await runs.putAside(run.folder);
        deleted.push(run);
      }
    } finally {
      // One of them may be in training, say: those before it are gone nevertheless, and can be brought back.
      if (deleted.length) tellDeleted(deleted);
    }
  });
}
