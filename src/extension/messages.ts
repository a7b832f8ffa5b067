import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { CancelledError } from '../shared/rpc';
import { UserError, type Place } from '../shared/userError';
import { EngineStoppedError } from './engineProcess';
import { asShownText } from './shownText';

/** An action that a message offers: what its button says, what it does. */
export interface Action {
  title: string;
  run: () => unknown;
}

type Kind = 'information' | 'error';

/**
 * Shows a message and goes on; when the person chooses an action, runs it. The text may hold file names and the like:
 * they are shown as text.
 */
export function tell(log: vscode.LogOutputChannel, kind: Kind, text: string, actions: readonly Action[] = []): void {
  void showAndRun(log, kind, text, actions);
}

/**
 * Shows what went wrong, and goes on. A UserError as its one line, with a way to the place it names; a cancelled job
 * not at all; anything else is a bug of ours: a short apology, the stack goes to the log.
 * @param base the folder that a relative file of the error is looked for in
 */
export async function showError(
  log: vscode.LogOutputChannel,
  error: unknown,
  { base, actions = [] }: { base?: string; actions?: readonly Action[] } = {},
): Promise<void> {
  if (error instanceof CancelledError || error instanceof EngineStoppedError) return;
  // What the editor answers to an open question when its window closes; the log is gone by then.
  if (error instanceof Error && error.name === 'Canceled') return;
  if (error instanceof UserError) {
    log.warn(error.message);
    const opening = await placeAction(error.place, base);
    tell(log, 'error', shortened(error).message, [...(opening ? [opening] : []), ...actions]);
    return;
  }
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const what = error instanceof Error ? error.message : String(error);
  tell(log, 'error', l10n.t('Sorry, something went wrong in FashionMNIST: {0}', what), [
    { title: l10n.t('Show Log'), run: () => log.show() },
  ]);
}

/** An error with its file relative to the workspace, where it is inside. */
export function shortened({ problem, remedy, place }: UserError): UserError {
  const file = place.file && path.isAbsolute(place.file) ? vscode.workspace.asRelativePath(place.file) : place.file;
  return new UserError(problem, remedy, { ...place, file });
}

async function showAndRun(
  log: vscode.LogOutputChannel,
  kind: Kind,
  text: string,
  actions: readonly Action[],
): Promise<void> {
  try {
    const titles = actions.map(({ title }) => title);
    const shown = asShownText(text);
    const choice = await (kind === 'error'
      ? vscode.window.showErrorMessage(shown, ...titles)
      : vscode.window.showInformationMessage(shown, ...titles));
    await actions.find(({ title }) => title === choice)?.run();
  } catch (error) {
    await showError(log, error);
  }
}

/** Opens the text file that an error names, at its row and column; not for a compressed file or a picture. */
export async function placeAction({ file, row, column }: Place, base?: string): Promise<Action | undefined> {
  if (file === undefined || row === undefined || !/\.(csv|txt|json)$/i.test(file)) return undefined;
  const at = path.resolve(base ?? '', file);
  if (!path.isAbsolute(file) && base === undefined) return undefined;
  if (!(await fs.stat(at).catch(() => undefined))?.isFile()) return undefined;
  return {
    title: l10n.t('Open at Line {0}', row),
    run: async () => {
      const document = await vscode.workspace.openTextDocument(at);
      const line = Math.min(row, document.lineCount) - 1;
      const [start, end] = fieldRange(document.lineAt(line).text, column);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, start, line, end) });
    },
  };
}

/** Where a field stands in a line: the column of an error counts fields (from 1), that of an editor characters. */
function fieldRange(line: string, column = 1): [start: number, end: number] {
  const before = line.split(',').slice(0, column - 1);
  const start = before.length ? before.join(',').length + 1 : 0;
  const length = line.slice(start).split(',')[0].length;
  return [start, start + length];
}
