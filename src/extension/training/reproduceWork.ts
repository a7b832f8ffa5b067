import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { RunRecord } from '../../shared/contracts/jobs';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';
import { describeComparison } from './describeComparison';
import { formOfRun, titleOf } from './form';
import { Training } from './trainWork';
import type { Work } from './work';

/** Trains again what a run's card says, into a new run, and says whether the weights are equal. */
export function reproduceWork(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  { runFolder, name, record }: { runFolder: string; name: string; record: RunRecord },
): Work {
  const form = formOfRun(record);
  const training = new Training(parts, folder, form.recipe, async () => ({
    data: await locateData(parts, folder, form.dataPath),
    recipe: form.recipe,
    recipeFrom: runFolder,
    seed: form.seed,
    engine: form.engine,
  }));
  return {
    kind: 'reproduction',
    title: l10n.t('{0}, again', titleOf(form, folder)),
    form,
    folder,
    runFolder: null,
    canResume: () => training.isUnfinished(),
    async run(context) {
      const made = await training.run(context);
      context.madeIn(made.runFolder);
      context.doing(l10n.t('comparing the weights'));
      await parts.engines.ask('renameRun', { runFolder: made.runFolder, name: l10n.t('{0}, again', name).slice(-200) });
      const [before, after] = [record, made.record].map(({ results }) => results?.epochs);
      if (before !== after) {
        const result = l10n.t(
          'Stopped after epoch {0}; the run has {1}: the weights were not compared.',
          String(after),
          String(before),
        );
        return { state: 'stopped', result, record: null };
      }
      const comparison = await parts.engines.ask('compareWeights', { a: runFolder, b: made.runFolder });
      return { state: 'finished', result: describeComparison(comparison, record, made.record), record: null };
    },
  };
}
