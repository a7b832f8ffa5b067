import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../shared/userError';
import { refuseLinksOut } from './linksOut';
import { showError, type Action } from './messages';
import type { Parts } from './parts';
import { isInside } from './samePlace';

/** The reports that a job is about to write, all into one folder. */
export interface ReportPlace {
  /** Absolute; the first one is what the person sees. */
  files: readonly string[];
  dataPath: string;
  /** The workspace folder. */
  folder: vscode.WorkspaceFolder;
  /** Asks for another place, and writes there. */
  chooseAnother: () => Promise<void>;
}

/**
 * Runs a job that writes reports, never into the data that they tell of (unless that is the workspace folder itself).
 * What goes wrong is shown; where it is about one of the reports, with the choice of another place.
 */
export async function writeReports({ log }: Parts, place: ReportPlace, write: () => Promise<void>): Promise<void> {
  const { files, dataPath, folder } = place;
  const [report] = files;
  try {
    if (isInside(report, dataPath) && !isInside(folder.uri.fsPath, dataPath)) {
      throw new UserError(l10n.t('the report would be written into the data'), l10n.t('choose another place'), {
        file: report,
      });
    }
    for (const file of files) await refuseLinksOut(folder, file);
    await write();
  } catch (error) {
    const aboutReports = error instanceof UserError && files.includes(error.place.file ?? '');
    const another: Action = { title: l10n.t('Choose Another Place...'), run: place.chooseAnother };
    await showError(log, error, { base: baseOf(dataPath), actions: aboutReports ? [another] : [] });
  }
}

/** A file in an error is relative to the data's folder, if it is relative at all. */
function baseOf(dataPath: string): string {
  return path.extname(dataPath) ? path.dirname(dataPath) : dataPath;
}
