import * as vscode from 'vscode';
import type { TrainingEvents } from '../../shared/contracts/training';
import { offerNativeEngine } from '../commands/nativeEngine';
import { registerRunCommands } from '../commands/runs';
import { registerResumeTraining, registerTrain } from '../commands/train';
import type { Parts } from '../parts';
import { RunsTree } from '../trees/runsTree';
import { registerOpenView, tellEnd } from './tellEnd';
import { TrainingPanel } from './trainingPanel';

/** The training view, the tree of runs, and the commands of both. */
export function registerTraining(parts: Parts): void {
  const { context, trainings, runs } = parts;
  const view = new TrainingPanel(parts);
  const tree = new RunsTree(parts, view);
  registerOpenView(parts, view);
  registerTrain(parts, view);
  registerResumeTraining(parts, view);
  registerRunCommands(parts, view, tree);
  const begun = new Set<string>();
  context.subscriptions.push(
    trainings.listen((event, payload) => {
      if (event !== 'jobChanged') return;
      const { id, state } = payload as TrainingEvents['jobChanged'];
      if (state !== 'running') begun.delete(id);
      else if (!begun.has(id)) {
        begun.add(id);
        void runs.refresh();
      }
    }),
    trainings.onEnded((end) => {
      void runs.refresh();
      void tellEnd(parts, view, end);
      if (end.outcome?.record)
        offerNativeEngine(parts, end.outcome.record).catch((error: unknown) => parts.log.warn(String(error)));
    }),
    vscode.commands.registerCommand('fashionMnist.refreshRuns', () => runs.refresh()),
  );
}
