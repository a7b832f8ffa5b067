import path from 'node:path';
import { existingFolder, newestRun, runsFolderIn } from '../engine/runs';
import { UserError } from '../shared/userError';
import { commandName } from './commandName';
import type { Session } from './session';

/**
 * The folder of the run that a person names, by its folder or, for a run of the current folder, by its id; without a
 * name the newest. A run that is not whole needs no `.partial`. Whether a named one is a run at all is for its reader to say.
 * @throws UserError when there is no such folder, or no run here.
 */
export async function findRun(session: Session, named?: string): Promise<string> {
  const runsFolder = runsFolderIn(session.workingFolder);
  if (named !== undefined) {
    const folder = path.resolve(session.workingFolder, named);
    const byId = path.basename(named) === named ? path.join(runsFolder, named) : folder;
    const found = (await existingFolder(folder)) ?? (await existingFolder(byId));
    if (found !== null) return found;
    throw new UserError('there is no such run', `${commandName()} runs list shows those of this folder`, {
      file: named,
    });
  }
  const newest = await newestRun(runsFolder);
  if (newest) return newest.folder;
  throw new UserError(
    'there is no trained model here',
    `train one (${commandName()} train DATA), or name one with --model`,
    {
      file: runsFolder,
    },
  );
}
