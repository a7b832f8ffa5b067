import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { registerCommand } from '../command';
import type { Parts } from '../parts';
import type { ReviewOptions } from '../review/reviewOptions';
import type { TrainOptions } from './train';

/** Kept until the window has opened the folder that was made: there the walkthrough goes on. */
const GO_ON_IN = 'folder that the walkthrough goes on in';
const WALKTHROUGH = 'start';

/** Where the sample lies that comes with the extension. Absolute. */
export function sampleFolder({ context }: Parts): string {
  return context.asAbsolutePath(path.join('media', 'sample'));
}

/** `FashionMNIST: Try the Sample`, and the steps of the walkthrough that train on it, evaluate and review it. */
export function registerSample(parts: Parts): void {
  const sample = vscode.Uri.file(sampleFolder(parts));
  const quick: TrainOptions = { recipe: 'quick' };
  const ten: ReviewOptions = { score: 'label-error', count: 10 };
  const steps = [
    ['fashionMnist.trySample', 'fashionMnist.openExplorer'],
    ['fashionMnist.trainSample', 'fashionMnist.train', quick],
    ['fashionMnist.evaluateSample', 'fashionMnist.evaluateModel'],
    ['fashionMnist.reviewSample', 'fashionMnist.reviewPredictions', ten],
  ] as const;
  for (const [id, command, options] of steps)
    registerCommand(parts, id, async () => {
      await vscode.commands.executeCommand(command, sample, options);
    });
  registerCommand(parts, 'fashionMnist.makeFolder', () => makeFolder(parts));
  goOn(parts).catch((error: unknown) => parts.log.warn(String(error)));
}

/** Where no folder is open: makes one in the person's home and opens it, which reloads the window. */
async function makeFolder({ context }: Parts): Promise<void> {
  const folder = await freshFolder(path.join(os.homedir(), 'fashion-mnist'));
  // By this file the extension is activated when the window comes back.
  await fs.mkdir(path.join(folder, '.fashion-mnist'));
  await fs.writeFile(path.join(folder, '.fashion-mnist', '.gitignore'), '*\n');
  await context.globalState.update(GO_ON_IN, folder);
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceReuseWindow: true });
}

async function freshFolder(wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    try {
      await fs.mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function goOn({ context }: Parts): Promise<void> {
  const folder = context.globalState.get<unknown>(GO_ON_IN);
  if (folder === undefined || vscode.workspace.workspaceFolders?.[0]?.uri.fsPath !== folder) return;
  await context.globalState.update(GO_ON_IN, undefined);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#${WALKTHROUGH}`);
}
