import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DataLocation } from '../shared/contracts/jobs';
import type { Parts } from './parts';
import { readSettings } from './settings';

/** How to read data in a workspace folder: class names of the settings are handed over as a file, as jobs take them. */
export async function locateData(
  { context }: Parts,
  folder: vscode.WorkspaceFolder,
  dataPath: string,
): Promise<DataLocation> {
  const { classNames } = readSettings(folder);
  const storage = context.storageUri?.fsPath;
  if (!classNames.length || !storage) return { path: dataPath };
  await fs.mkdir(storage, { recursive: true });
  const classesFile = path.join(storage, `classes-${folder.index}.txt`);
  const text = classNames.map((name) => `${name.replace(/\s+/g, ' ')}\n`).join('');
  // A file that is written anew counts as changed data.
  const before = await fs.readFile(classesFile, 'utf8').catch(() => null);
  if (before !== text) await fs.writeFile(classesFile, text);
  return { path: dataPath, classesFile };
}
