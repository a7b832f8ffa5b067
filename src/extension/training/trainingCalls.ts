import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EngineCalls } from '../../shared/contracts/engine';
import type { TrainingCalls, TrainingForm } from '../../shared/contracts/training';
import type { Answer, Argument, Handlers } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import { locateData } from '../dataLocation';
import { viewCalls } from '../panels/viewCalls';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { pickRecipe } from '../pick/pickRecipe';
import { chooseWorkspaceFolder } from '../workspaceFolder';
import { ablateWork } from './ablateWork';
import { checkAblationForm, checkForm } from './checkForm';
import { defaultForm, keepForm } from './form';
import { editRecipe } from './recipeFiles';
import { openRunFile, revealRun } from './runFiles';
import { reproduceRun, resumeRun } from './startFromRun';
import { trainWork } from './trainWork';

/** Answers the training view. @param view what the calls change of the view itself, and what was chosen before it */
export function trainingCalls(
  parts: Parts,
  view: {
    watch: (dataPath: string, correctionsFile: string) => void;
    keptIn: ReadonlyMap<string, vscode.Uri>;
  },
): Handlers<TrainingCalls> {
  const { engines, trainings, runs } = parts;
  /** Of data outside of all folders: what was chosen in the palette, which is not asked again. */
  const chosenFor = (dataPath: string) => {
    const chosen = view.keptIn.get(dataPath);
    return chosen && vscode.workspace.getWorkspaceFolder(chosen);
  };
  const ownerOf = (dataPath: string) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(dataPath));
  const folderOf = (dataPath: string) => ownerOf(dataPath) ?? chosenFor(dataPath) ?? ownFolder();
  /** Where a run on this data is kept. */
  const placeFor = async (dataPath: string) =>
    ownerOf(dataPath) ?? chosenFor(dataPath) ?? (await chooseWorkspaceFolder(vscode.Uri.file(dataPath)));
  /** Data is looked at with the class names that it will be trained with. */
  const classNamesFor = async (dataPath: string) => {
    return { classesFile: (await locateData(parts, folderOf(dataPath), dataPath)).classesFile };
  };
  return {
    ...viewCalls(parts),
    async ready() {
      const folder = ownFolder();
      const [form, recipes, rows, state] = await Promise.all([
        defaultForm(parts, folder),
        engines.ask('listRecipes', null),
        runs.rows(),
        engines.state(),
      ]);
      const workspace = vscode.workspace.name ?? folder.name;
      return {
        form,
        recipes,
        jobs: trainings.describe(),
        runs: [...rows],
        putAside: runs.putAsideFolders,
        engines: state,
        workspace,
      };
    },
    chooseData: async () => (await pickData(parts, ownFolder(), l10n.t('Train'))) ?? null,
    chooseRecipe: async () => (await pickRecipe(parts, ownFolder(), l10n.t('Train'))) ?? null,
    async checkData({ path }, { signal }) {
      const correctionsFile = parts.corrections.fileOf(folderOf(path));
      view.watch(path, correctionsFile);
      const request = { path, correctionsFile, ...(await classNamesFor(path)) };
      return await askAlone(parts, 'checkTrainingData', request, signal);
    },
    async calibrate(request, { signal }) {
      return await askAlone(parts, 'calibrate', { ...request, ...(await classNamesFor(request.dataPath)) }, signal);
    },
    describeRecipe: (request) => engines.ask('describeRecipe', request),
    editRecipe: (recipe) => editRecipe(engines, ownFolder(), recipe),
    async start(sent) {
      const form = checked(sent);
      const folder = await placeFor(form.dataPath);
      if (!folder) return;
      await keepForm(parts, form);
      trainings.add(trainWork(parts, folder, form));
    },
    pause: (job) => trainings.pause(job),
    resume: (job) => trainings.resume(job),
    stop: (job) => trainings.stop(job),
    dismiss: (job) => trainings.dismiss(job),
    resumeRun: (runFolder) => resumeRun(parts, runFolder),
    reproduceRun: (runFolder) => reproduceRun(parts, runFolder),
    async startAblation(sent) {
      const form = checkAblationForm(sent);
      if (!form?.dataPath)
        throw new UserError(l10n.t('the form is not complete'), l10n.t('choose data, a recipe and what to measure'));
      const folder = await placeFor(form.dataPath);
      if (!folder) return;
      // Only a run of this workspace is written into.
      const beside = sent.beside === undefined ? {} : { beside: (await runs.find(sent.beside)).folder };
      trainings.add(ablateWork(parts, folder, { ...form, ...beside }));
    },
    listAblationParts: (recipe) => engines.ask('listAblationParts', recipe),
    async loadRuns(runFolders) {
      const found = await Promise.all(runFolders.map((folder) => runs.find(folder)));
      return await engines.ask(
        'loadRuns',
        found.map(({ folder }) => folder),
      );
    },
    renameRun: ({ runFolder, name }) => runs.rename(runFolder, name),
    tagRun: ({ runFolder, tags }) => runs.tag(runFolder, tags),
    deleteRun: (runFolder) => runs.putAside(runFolder),
    undoDelete: (runFolder) => runs.bringBack(runFolder),
    revealRun: (runFolder) => revealRun(parts, runFolder),
    openRunFile: ({ runFolder, file }) => openRunFile(parts, runFolder, file),
  };
}

/** The workspace folder that the view works in: of several the first, until data of another is chosen. */
function ownFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new UserError(l10n.t('no folder is open'), l10n.t('open the folder that is to hold the runs'));
  return folder;
}

function checked(sent: TrainingForm): TrainingForm {
  const form = checkForm(sent);
  if (!form?.dataPath) throw new UserError(l10n.t('the form is not complete'), l10n.t('choose data and a recipe'));
  return form;
}

/** Asks an engine process of its own, which ends with the answer: the question takes long, and much memory. */
async function askAlone<M extends 'checkTrainingData' | 'calibrate'>(
  { engines }: Parts,
  method: M,
  argument: Argument<EngineCalls[M]>,
  signal: AbortSignal,
): Promise<Answer<EngineCalls[M]>> {
  const engine = await engines.start();
  try {
    return await engine.call(method, argument, signal);
  } finally {
    void engine.stop();
  }
}
