import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { RunRecord } from '../../shared/contracts/jobs';
import type { TrainingForm } from '../../shared/contracts/training';
import { registerCommand } from '../command';
import { tell } from '../messages';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { pickRecipe } from '../pick/pickRecipe';
import { listInterruptedRuns, pickRun } from '../pick/pickRun';
import { formOfRun, newForm } from '../training/form';
import { resumeRun } from '../training/startFromRun';
import type { TrainingPanel } from '../training/trainingPanel';
import { chooseWorkspaceFolder } from '../workspaceFolder';

/**
 * `FashionMNIST: Train` and `Measure What Each Layer Contributes`: ask for data (unless it is given) and a recipe, and
 * open the view with the answers; one key starts.
 */
export function registerTrain(parts: Parts, view: TrainingPanel): void {
  const commands = [
    ['fashionMnist.train', l10n.t('FashionMNIST: Train'), 'train'],
    ['fashionMnist.measureParts', l10n.t('FashionMNIST: Measure What Each Layer Contributes'), 'ablate'],
  ] as const;
  for (const [id, title, purpose] of commands) {
    registerCommand(parts, id, async (resource, options) => {
      const folder = await chooseWorkspaceFolder(resource);
      if (!folder) return;
      const dataPath = resource?.fsPath ?? (await pickData(parts, folder, title));
      if (dataPath === undefined) return;
      const { asRun, recipe: given } = (options ?? {}) as TrainOptions;
      if (typeof asRun === 'string') {
        const form = await correctedForm(parts, folder, dataPath, asRun);
        if (form) view.fill(folder, form, purpose);
        return;
      }
      const recipe = typeof given === 'string' ? given : await pickRecipe(parts, folder, title);
      if (recipe !== undefined) view.fill(folder, newForm(folder, dataPath, recipe), purpose);
    });
  }
}

/** What another command of ours may hand over with the data. */
export interface TrainOptions {
  /** A run folder: the form is that of this run, with the corrections that were made since, so that nothing else differs. */
  asRun?: string;
  /** The name of one of our recipes: it is not asked for then. */
  recipe?: string;
}

async function correctedForm(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
  runFolder: string,
): Promise<TrainingForm | undefined> {
  const [{ record }] = await parts.engines.ask('loadRuns', [runFolder]);
  const form = formOfRun(record);
  const recipe = (await knownRecipe(parts, record)) ?? (await pickRecipe(parts, folder, l10n.t('FashionMNIST: Train')));
  if (recipe === undefined) return undefined;
  return { ...form, dataPath, recipe, corrections: { ...form.corrections, use: true } };
}

/**
 * The recipe of ours that a run was trained with, by its content: a file may have the name of one of ours. Null for one of a
 * file, or of an earlier version: which recipe is meant is then for the person to say.
 */
async function knownRecipe(parts: Parts, { recipe }: RunRecord): Promise<string | null> {
  const recipes = await parts.engines.ask('listRecipes', null);
  const named = recipes.find(({ name }) => name === recipe['name']);
  if (!named) return null;
  const ours: unknown = JSON.parse(await parts.engines.ask('recipeText', named.recipe));
  return JSON.stringify(ours) === JSON.stringify(recipe) ? named.recipe : null;
}

/** `FashionMNIST: Resume Training`. */
export function registerResumeTraining(parts: Parts, view: TrainingPanel): void {
  registerCommand(parts, 'fashionMnist.resumeTraining', async () => {
    const folder = await chooseWorkspaceFolder();
    if (!folder) return;
    const runs = await listInterruptedRuns(parts, folder);
    if (!runs.length) {
      tell(parts.log, 'information', l10n.t('No interrupted training run in this workspace.'));
      return;
    }
    const run = runs.length === 1 ? runs[0] : await pickRun(runs, folder, l10n.t('FashionMNIST: Resume Training'));
    if (!run) return;
    await resumeRun(parts, run.folder);
    view.open();
  });
}
