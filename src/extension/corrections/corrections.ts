import fs from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import { tell } from '../messages';
import { watchFiles } from '../watchFiles';
import { isSamePlace } from '../samePlace';
import { hasUnsavedChanges } from './dirtyFiles';
import { askWhoReviews } from './reviewer';

/** A name that Git gave is asked for again after so long, ms. */
const NAME_AGE = 60_000;

/** What happened to a corrections file: it may say something else now, or its editor has unsaved changes now or no more. */
export type CorrectionsChange = 'content' | 'dirty';

interface Watched {
  listeners: Set<(change: CorrectionsChange) => void>;
  isDirty: boolean;
  own: vscode.Disposable;
}

/** The corrections files of the workspace: where they are, who writes in them, and what happens to them. */
export class Corrections implements vscode.Disposable {
  private readonly watched = new Map<string, Watched>();
  private readonly names = new Map<string, { name: Promise<string>; at: number }>();
  private readonly own: vscode.Disposable[];

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.own = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.lookAt(document.uri)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.lookAt(uri, true)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.lookAt(uri)),
      vscode.window.tabGroups.onDidChangeTabs(() => this.lookForDirty()),
    ];
  }

  dispose(): void {
    for (const part of this.own) part.dispose();
    for (const { own } of this.watched.values()) own.dispose();
    this.watched.clear();
  }

  /** The file of a workspace folder, absolute. In untrusted workspaces VS Code drops the workspace's own setting. */
  fileOf(folder: vscode.WorkspaceFolder): string {
    const value = vscode.workspace.getConfiguration('fashionMnist', folder.uri).get<unknown>('correctionsFile');
    const name = typeof value === 'string' && value.trim() ? value.trim() : 'corrections.csv';
    return path.resolve(folder.uri.fsPath, name);
  }

  /** The name that stands beside decisions of this person. */
  async reviewer(folder: vscode.WorkspaceFolder): Promise<string> {
    const value = vscode.workspace.getConfiguration('fashionMnist', folder.uri).get<unknown>('reviewer');
    if (typeof value === 'string' && value.trim()) return value.trim();
    const key = folder.uri.fsPath;
    const known = this.names.get(key);
    if (known && Date.now() - known.at < NAME_AGE) return await known.name;
    const name = askWhoReviews(key);
    this.names.set(key, { name, at: Date.now() });
    return await name;
  }

  /** Whether the file is open in the editor with changes that are not saved. */
  isDirty(file: string): boolean {
    return hasUnsavedChanges(file);
  }

  /** @throws UserError while the file is open with changes that are not saved */
  refuseDirty(file: string): void {
    if (!this.isDirty(file)) return;
    const remedy = l10n.t('save or revert it, then try again; the decision was not saved');
    throw new UserError(l10n.t('has unsaved changes in the editor'), remedy, { file });
  }

  /** Tells of changes by anybody: our own decisions, the editor, another window, Git. */
  watch(file: string, changed: (change: CorrectionsChange) => void): vscode.Disposable {
    const known = this.watched.get(file) ?? this.beginToWatch(file);
    known.listeners.add(changed);
    return new vscode.Disposable(() => {
      known.listeners.delete(changed);
      if (known.listeners.size || this.watched.get(file) !== known) return;
      known.own.dispose();
      this.watched.delete(file);
    });
  }

  /** To be called after decisions were written: all views learn of it at once. */
  wrote(file: string): void {
    this.tell(file, 'content');
  }

  /** Opens the file of a workspace folder as text, at its end; says so where there is none yet. */
  async open(folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    if (!folder)
      throw new UserError(l10n.t('no folder is open in this window'), l10n.t('open one: decisions are kept in it'));
    const file = this.fileOf(folder);
    if (!(await fs.stat(file).catch(() => null))) {
      const name = vscode.workspace.asRelativePath(file, false);
      const text = l10n.t('There are no corrections yet: {0} is made with the first decision.', name);
      tell(this.log, 'information', text);
      return;
    }
    await this.openFile(file);
  }

  /** Opens a file that is there as text, at its end. */
  async openFile(file: string): Promise<void> {
    // Behind the last line: VS Code takes the end instead, also of files too large to be handed to an extension.
    const selection = new vscode.Range(1e9, 0, 1e9, 0);
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'default', { selection });
  }

  private beginToWatch(file: string): Watched {
    const folder = vscode.Uri.file(path.dirname(file));
    const changed = () => this.tell(file, 'content');
    // Not by its name, in which brackets would be a pattern.
    const own = watchFiles(folder, '*', changed, (one) => isSamePlace(one, file));
    const watched = { listeners: new Set<(change: CorrectionsChange) => void>(), isDirty: this.isDirty(file), own };
    this.watched.set(file, watched);
    return watched;
  }

  private lookAt(uri: vscode.Uri, isSaved = false): void {
    if (uri.scheme !== 'file') return;
    for (const file of this.watched.keys()) {
      if (!isSamePlace(file, uri.fsPath)) continue;
      this.lookForDirty();
      if (isSaved) this.tell(file, 'content');
    }
  }

  private lookForDirty(): void {
    for (const [file, watched] of this.watched) {
      const isDirty = this.isDirty(file);
      if (isDirty === watched.isDirty) continue;
      watched.isDirty = isDirty;
      this.tell(file, 'dirty');
    }
  }

  private tell(file: string, change: CorrectionsChange): void {
    for (const listener of [...(this.watched.get(file)?.listeners ?? [])]) listener(change);
  }
}
