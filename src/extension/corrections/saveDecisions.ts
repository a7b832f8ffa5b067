import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { refuseLinksOut } from '../linksOut';
import type { DecideRequest, ImageDecision } from '../../shared/contracts/decisions';
import { UserError } from '../../shared/userError';
import { ProcessCrashedError } from '../backgroundProcess';
import { shortened } from '../messages';
import type { Parts } from '../parts';
import { datasetNameOf } from './datasetName';
import { rememberData } from './knownData';

/**
 * Writes decisions about images of an opened data set to the corrections file of a workspace folder.
 * @throws UserError when nothing was saved, or nothing is known to be
 */
export async function saveDecisions(
  { context, corrections, data }: Parts,
  folder: vscode.WorkspaceFolder | undefined,
  dataPath: string,
  request: DecideRequest,
): Promise<ImageDecision[]> {
  if (!folder) {
    const remedy = l10n.t('open one: decisions are kept in it; nothing was saved');
    throw new UserError(l10n.t('no folder is open in this window'), remedy);
  }
  const file = corrections.fileOf(folder);
  try {
    const reviewer = await corrections.reviewer(folder);
    corrections.refuseDirty(file);
    await refuseLinksOut(folder, file);
    const datasetName = datasetNameOf(dataPath, folder.uri.fsPath);
    const decided = await data.call('decide', { ...request, file, datasetName, reviewer });
    await rememberData(context, dataPath, folder.uri.fsPath);
    return decided;
  } catch (error) {
    if (error instanceof ProcessCrashedError) {
      const remedy = l10n.t('try again: it is not known whether it was saved');
      throw new UserError(l10n.t('the process that saves decisions ended'), remedy);
    }
    throw error instanceof UserError ? shortened(error) : error;
  } finally {
    corrections.wrote(file);
  }
}
