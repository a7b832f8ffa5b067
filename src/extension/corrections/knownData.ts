import fs from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { Parts } from '../parts';
import { readSettings } from '../settings';
import { isSamePlace } from '../samePlace';
import { datasetNameOf, resolveDatasetName } from './datasetName';

/** Places outside of the workspace about whose images decisions were made here. */
const KEY = 'decidedDataOutside';
const KEPT = 100;

/** Remembers data outside of the workspace folder as some that was worked with here. */
export async function rememberData(
  { workspaceState }: vscode.ExtensionContext,
  dataPath: string,
  folder: string,
): Promise<void> {
  if (!path.isAbsolute(datasetNameOf(dataPath, folder))) return;
  const known = workspaceState.get<string[]>(KEY, []);
  if (known[0] === dataPath) return;
  await workspaceState.update(KEY, [dataPath, ...known.filter((one) => one !== dataPath)].slice(0, KEPT));
}

/**
 * Where the data of these names lies, absolute, by name; null where it is not there or is no data of this workspace: the
 * names come from a file that anybody may have written, and are not followed to anywhere else.
 */
export async function findNamedData(
  parts: Parts,
  folder: vscode.WorkspaceFolder,
  names: Iterable<string>,
): Promise<Map<string, string | null>> {
  const { context, engines, log } = parts;
  let outside: string[] | undefined;
  const found = new Map<string, string | null>();
  for (const name of new Set(names)) {
    if (path.isAbsolute(name) && !outside) {
      const rows = await engines
        .ask('listRunRows', { runsFolder: readSettings(folder).runsFolder, base: folder.uri.fsPath })
        .catch((error: unknown) => {
          log.warn(`listing runs: ${String(error)}`);
          return [];
        });
      const sample = context.asAbsolutePath(path.join('media', 'sample'));
      outside = [sample, ...context.workspaceState.get<string[]>(KEY, []), ...rows.map(({ dataPath }) => dataPath)];
    }
    const isKnown = (dataPath: string) => (outside ?? []).some((one) => isSamePlace(one, dataPath));
    const dataPath = resolveDatasetName(name, folder.uri.fsPath, isKnown);
    const isThere = dataPath !== null && (await fs.stat(dataPath).catch(() => null)) !== null;
    found.set(name, isThere ? dataPath : null);
  }
  return found;
}
