import path from 'node:path';
import * as vscode from 'vscode';
import { FASHION_MNIST_ADDRESS } from '../downloads/fashionMnist';
import type { EngineChoice } from '../shared/contracts/jobs';

/** The settings of this extension as they hold for a workspace folder; what is of a wrong type counts as not set. */
export interface Settings {
  engine: EngineChoice;
  /** The Node that runs the engine; empty: VS Code's own. */
  nodePath: string;
  /** Absolute. */
  runsFolder: string;
  /** Absolute. */
  outputFile: string;
  /** Empty: `classes.txt` beside the data, else the ten of Fashion-MNIST. */
  classNames: string[];
}

export function readSettings(folder: vscode.WorkspaceFolder): Settings {
  const settings = vscode.workspace.getConfiguration('fashionMnist', folder.uri);
  const text = (name: string, otherwise: string) => {
    const value = settings.get<unknown>(name);
    return typeof value === 'string' && value.trim() ? value.trim() : otherwise;
  };
  const engine = text('engine', 'auto');
  const names = settings.get<unknown>('classNames');
  return {
    engine: engine === 'native' || engine === 'wasm' ? engine : 'auto',
    nodePath: readNodePath(),
    runsFolder: path.resolve(folder.uri.fsPath, text('runsFolder', path.join('.fashion-mnist', 'runs'))),
    outputFile: path.resolve(folder.uri.fsPath, text('outputFile', 'output.txt')),
    classNames: Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [],
  };
}

/** A program that a setting names is run in trusted workspaces only; VS Code drops the workspace's value, this any value. */
export function readNodePath(): string {
  const value = vscode.workspace.getConfiguration('fashionMnist').get<unknown>('nodePath');
  return vscode.workspace.isTrusted && typeof value === 'string' ? value.trim() : '';
}

/** Where the native engine's library is fetched from; null: from where it is published. Of the user alone. */
export function readEngineDownloadAddress(): string | null {
  const value = vscode.workspace.getConfiguration('fashionMnist').get<unknown>('engineDownloadAddress');
  return typeof value === 'string' && value.trim() ? value.trim() : null;
}

/** Where Fashion-MNIST is fetched from. Of the user alone: a workspace cannot choose it. */
export function readDownloadAddress(): string {
  const value = vscode.workspace.getConfiguration('fashionMnist').get<unknown>('downloadAddress');
  return typeof value === 'string' && value.trim() ? value.trim() : FASHION_MNIST_ADDRESS;
}
