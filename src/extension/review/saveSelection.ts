import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReviewQueue } from '../../shared/contracts/review';
import { UserError } from '../../shared/userError';
import { locateData } from '../dataLocation';
import type { Parts } from '../parts';
import { newReviewFolder, reviewsFolderOf } from './reviewFolders';
import type { ReviewOptions } from './reviewOptions';

/**
 * Makes a review of images that a person chose in a grid, in the order in which they are given.
 * @returns its folder
 * @throws UserError where none are chosen, or the data was closed meanwhile
 */
export async function saveSelection(
  { data, engines, ...parts }: Parts,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
  { images, dataset, taken, runFolder = '' }: ReviewOptions,
): Promise<string> {
  if (!images?.length) throw new UserError(l10n.t('no image is chosen'), l10n.t('select some in the grid first'));
  if (dataset === undefined) throw new Error('images without their data set');
  const location = { ...(await locateData({ data, engines, ...parts }, folder, dataPath)), ...taken };
  const createdAt = new Date().toISOString();
  // Open in the grid already: it is taken from memory.
  const opened = await data.call('openDataset', { location });
  try {
    const queue: ReviewQueue = {
      kind: 'fashion-mnist review queue',
      formatVersion: 1,
      score: 'selection',
      runId: runFolder && path.basename(runFolder),
      createdAt,
      data: location,
      dataHash: opened.hash,
      runFolder,
      classNames: opened.classNames,
      ranked: images.length,
      suggested: null,
      estimate: null,
      temperature: null,
      // Of the grid's own data set: its predictions tell the reasons.
      images: await data.call('flagImages', { dataset, images }),
      csvFile: null,
      unlisted: [],
      plantable: [],
      budget: null,
    };
    const reviewFolder = await newReviewFolder(reviewsFolderOf(folder.uri.fsPath), createdAt, 'selection');
    await engines.ask('saveReviewQueue', { reviewFolder, queue });
    return reviewFolder;
  } finally {
    await data.call('closeDataset', opened.dataset).catch(() => undefined);
  }
}
