import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { DEFAULT_SEED, type RunRecord } from '../../shared/contracts/jobs';
import type { TrainingForm } from '../../shared/contracts/training';
import type { Parts } from '../parts';
import { readSettings } from '../settings';
import { nameOf } from '../workspaceFolder';
import { checkForm } from './checkForm';

const LAST_FORM = 'last training form';
const DEFAULT_SHARE = 0.1;

/** What the form shows first: what was trained last, or else the only data of the workspace and the first recipe. */
export async function defaultForm(parts: Parts, folder: vscode.WorkspaceFolder): Promise<TrainingForm> {
  const last = checkForm(parts.context.workspaceState.get(LAST_FORM));
  if (last) return last;
  const [recipes, found] = await Promise.all([
    parts.engines.ask('listRecipes', null),
    parts.engines.ask('findData', { folder: folder.uri.fsPath, limit: 2 }),
  ]);
  return newForm(folder, found.length === 1 ? found[0].path : '', recipes[0].recipe);
}

export function newForm(folder: vscode.WorkspaceFolder, dataPath: string, recipe: string): TrainingForm {
  const { engine } = readSettings(folder);
  const corrections = { use: true, unsureUse: 'keep' } as const;
  const rest = { epochs: null, seed: DEFAULT_SEED, validationShare: DEFAULT_SHARE, classWeights: 'none' } as const;
  return { dataPath, recipe, engine, ...rest, corrections };
}

export async function keepForm({ context }: Parts, form: TrainingForm): Promise<void> {
  await context.workspaceState.update(LAST_FORM, form);
}

/** The form that would train a run again. */
export function formOfRun(record: RunRecord): TrainingForm {
  const { data, recipe, epochsAsked, seed, settings, engine, corrections } = record;
  const { validationShare, classWeights } = settings;
  const name = typeof recipe['name'] === 'string' ? recipe['name'] : '';
  return {
    dataPath: data.path,
    recipe: name,
    epochs: epochsAsked,
    seed,
    validationShare,
    engine: engine.name,
    classWeights,
    corrections: { use: corrections !== undefined, unsureUse: corrections?.unsureUse ?? 'keep' },
  };
}

/** `standard on fashion-mnist, seed 1`. @param recipe a name, or the path of a file */
export function titleOf(form: TrainingForm, folder: vscode.WorkspaceFolder, recipe = form.recipe): string {
  const name = path.basename(recipe).replace(/(\.recipe)?\.json$/i, '');
  const { dataPath, seed } = form;
  return l10n.t('{recipe} on {data}, seed {seed}', { recipe: name, data: nameOf(dataPath, folder), seed });
}
