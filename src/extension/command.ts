import * as vscode from 'vscode';
import type { Parts } from './parts';
import { showError } from './messages';

/**
 * Registers a command whose errors the person sees as messages.
 * @param run gets what the command is about, also where it was given on an entry of source control; and what else another
 * command of ours handed over, unchecked
 */
export function registerCommand(
  { context, log }: Parts,
  id: string,
  run: (resource?: vscode.Uri, options?: unknown) => Promise<void>,
): void {
  const command = async (argument?: unknown, options?: unknown) => {
    try {
      await run(resourceOf(argument), options);
    } catch (error) {
      await showError(log, error);
    }
  };
  context.subscriptions.push(vscode.commands.registerCommand(id, command));
}

/** Menus hand over a Uri, those of source control an object that has one. */
function resourceOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const { resourceUri } = (argument ?? {}) as { resourceUri?: unknown };
  return resourceUri instanceof vscode.Uri ? resourceUri : undefined;
}
