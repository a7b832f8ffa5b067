import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReviewList, ReviewScore } from '../../shared/contracts/review';
import { locateData } from '../dataLocation';
import { tell } from '../messages';
import type { Parts } from '../parts';
import { pickData } from '../pick/pickData';
import { listTrainedRuns, pickRun, type ReadableRun } from '../pick/pickRun';
import { readSettings } from '../settings';
import { asShownText } from '../shownText';
import { chooseWorkspaceFolder, nameOf } from '../workspaceFolder';
import { askContinue, askHowMany, askWhatFor, type ReviewWish } from './askReview';
import { isSamePlace } from '../samePlace';
import { newReviewFolder, removeReview, reviewsFolderOf, unfinishedReviews } from './reviewFolders';
import type { ReviewOptions } from './reviewOptions';
import { saveSelection } from './saveSelection';

const TITLE = l10n.t('FashionMNIST: Review Uncertain Predictions');

/** A review that is there, to be opened. */
export interface BegunReview {
  folder: vscode.WorkspaceFolder;
  reviewFolder: string;
}

/**
 * Makes a review, or finds the one to go on with, from what is given and what the person answers.
 * @param resource data, or the folder of a run
 * @returns undefined when there is none: then the person changed their mind, or has been told
 */
export async function beginReview(
  parts: Parts,
  resource: vscode.Uri | undefined,
  options: ReviewOptions,
): Promise<BegunReview | undefined> {
  const folder = await chooseWorkspaceFolder(resource);
  if (!folder) return undefined;
  if (options.images) {
    if (!resource) throw new Error('images without their data');
    return { folder, reviewFolder: await saveSelection(parts, folder, resource.fsPath, options) };
  }
  const runs = await listTrainedRuns(parts, folder);
  if (!runs.length) {
    const text = l10n.t('There is no trained model in this workspace yet: nothing predicts anything.');
    tell(parts.log, 'information', text, [
      { title: l10n.t('Train'), run: () => vscode.commands.executeCommand('fashionMnist.train', resource) },
    ]);
    return undefined;
  }
  const isGiven = (place: string | undefined) => (one: ReadableRun) =>
    place !== undefined && isSamePlace(one.folder, place);
  const asked = runs.find(isGiven(resource?.fsPath)) ?? runs.find(isGiven(options.runFolder));
  const isRun = asked !== undefined && resource !== undefined && isSamePlace(asked.folder, resource.fsPath);
  const dataPath = (isRun ? undefined : resource?.fsPath) ?? (await askData(parts, folder, asked));
  if (dataPath === undefined) return undefined;
  const run = asked ?? (runs.length === 1 ? runs[0] : await pickRun(runs, folder, TITLE));
  if (!run) return undefined;
  const wish = await askWish(parts, folder, dataPath, run, options.score);
  if (!wish) return undefined;
  if ('review' in wish) return { folder, reviewFolder: wish.review.reviewFolder };
  const top = options.count ?? (await askHowMany(TITLE, wish.score === 'label-error'));
  if (top === undefined) return undefined;
  const reviewFolder = await list(parts, folder, { dataPath, run, top, ...wish });
  return reviewFolder === undefined ? undefined : { folder, reviewFolder };
}

/** Of a run that was given, what it was trained on comes first. */
async function askData(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  run: ReadableRun | undefined,
): Promise<string | undefined> {
  if (!run) return await pickData(parts, folder, TITLE);
  const { path } = run.record.data;
  const items = [
    { label: nameOf(path, folder), description: l10n.t('what the run was trained on'), path },
    { label: l10n.t('Other data...'), path: undefined },
  ];
  const placeHolder = l10n.t('Review which data?');
  const choice = await vscode.window.showQuickPick(items, { title: TITLE, placeHolder });
  return choice && (choice.path ?? (await pickData(parts, folder, TITLE)));
}

async function askWish(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
  run: ReadableRun,
  score: ReviewScore | undefined,
): Promise<ReviewWish | undefined> {
  const reviews = await parts.engines.ask('listReviews', reviewsFolderOf(folder.uri.fsPath));
  const begun = unfinishedReviews(reviews, { dataPath, runFolder: run.folder, score });
  if (score) return await askContinue(TITLE, begun, { score });
  const { path } = run.record.data;
  return await askWhatFor(TITLE, { begun, isTrainedOn: isSamePlace(path, dataPath), trainedOn: nameOf(path, folder) });
}

interface ListWish {
  dataPath: string;
  run: ReadableRun;
  score: ReviewScore;
  folds?: number;
  /** Null: as many as the run suggests. */
  top: number | null;
}

/** Lists what to review, as a job. @returns the folder of the review; undefined where there is nothing to review */
async function list(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  { dataPath, run, score, folds, top }: ListWish,
): Promise<string | undefined> {
  const data = await locateData(parts, folder, dataPath);
  const createdAt = new Date().toISOString();
  const reviewFolder = await newReviewFolder(reviewsFolderOf(folder.uri.fsPath), createdAt, score);
  const request = {
    data,
    runFolder: run.folder,
    score,
    ...(folds !== undefined && { folds }),
    ...(top !== null && { top }),
    correctionsFile: parts.corrections.fileOf(folderOfData(dataPath) ?? folder),
    reviewFolder,
    createdAt,
    engine: readSettings(folder).engine,
  };
  const name = nameOf(dataPath, folder);
  const found = await parts.jobs.run(l10n.t('Look for what to review in {0}', name), (process, signal) =>
    process.call('listReview', request, signal),
  );
  if (!found) return undefined;
  if (found.images.length) return reviewFolder;
  await removeReview(reviewFolder);
  tell(parts.log, 'information', `${asShownText(name)}: ${nothingFound(found)}`);
  return undefined;
}

/** The folder whose corrections file is used with data, as `OpenImages` takes it. */
function folderOfData(dataPath: string): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(dataPath)) ?? vscode.workspace.workspaceFolders?.[0];
}

function nothingFound({ score, ranked }: ReviewList): string {
  if (score === 'disagreement')
    return l10n.t('nothing to review: where the model disagrees, somebody has decided already.');
  if (score === 'label-error' && ranked)
    return l10n.t('nothing to review: no label that is not decided yet looks wrong.');
  return l10n.t('nothing to review: all images are decided already.');
}
