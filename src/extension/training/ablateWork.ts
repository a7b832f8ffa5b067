import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { AblationForm } from '../../shared/contracts/training';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';
import { readSettings } from '../settings';
import { titleOf } from './form';
import type { Work } from './work';

/** Measures what each part of a network contributes. */
export function ablateWork(parts: Parts, folder: vscode.WorkspaceFolder, form: AblationForm): Work {
  const { beside = null } = form;
  const startedAt = new Date().toISOString();
  let outputFolder = beside;
  return {
    kind: 'ablation',
    title: l10n.t('parts of {0}', titleOf(form, folder)),
    form,
    folder,
    runFolder: beside,
    // Asked for again, the engine goes on from the trials that are there.
    canResume: () => Promise.resolve(outputFolder !== null && fs.existsSync(path.join(outputFolder, 'ablation.json'))),
    async run({ engine, signal, madeIn }) {
      const { runsFolder } = readSettings(folder);
      const { recipe, engine: choice, parts: ids, images, validationShare } = form;
      outputFolder ??= await parts.engines.ask('newRunFolder', { runsFolder, startedAt, recipe });
      madeIn(outputFolder);
      const ablation = await engine.call(
        'ablate',
        {
          data: await locateData(parts, folder, form.dataPath),
          recipe,
          parts: ids,
          seeds: Array.from({ length: form.seeds }, (_, index) => form.seed + index),
          epochs: form.ablationEpochs,
          images,
          validationShare,
          engine: choice,
          outputFolder,
          startedAt,
          turnIn: runsFolder,
        },
        signal,
      );
      const where = path.relative(folder.uri.fsPath, path.join(outputFolder, 'ablation.json'));
      const count = ablation.trials.length;
      const result = ablation.whole
        ? l10n.t('Done after {0} trainings; kept in {1}.', count, where)
        : l10n.t('Stopped after {0} trainings; kept in {1}.', count, where);
      return { state: ablation.whole ? 'finished' : 'stopped', result, record: null };
    },
  };
}
