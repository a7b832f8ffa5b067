import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunRow } from '../../shared/contracts/training';
import type { Disposable } from '../../shared/rpc';
import { UserError } from '../../shared/userError';
import type { Engines } from '../engines';
import { readSettings } from '../settings';

/** Changes on the disk come in bursts, several an epoch: look after so long, ms. */
const SETTLE = 1500;

/** The runs of all workspace folders, for the tree and the training view. They are read when first asked for. */
export class RunsCatalog implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<readonly RunRow[]>();
  /** The runs are others, or say something else, than before. */
  readonly onChanged = this.changed.event;
  private known: RunRow[] | undefined;
  private reading: Promise<readonly RunRow[]> | undefined;
  /** Reads once more after `reading`, for all who asked meanwhile. */
  private again: Promise<readonly RunRow[]> | undefined;
  private readonly aside = new Set<string>();
  private readonly subscriptions: Disposable[] = [];
  private watchers: Disposable[] = [];
  private settling: NodeJS.Timeout | undefined;

  constructor(
    private readonly engines: Engines,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions.push(
      this.changed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.watchAnew()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('fashionMnist.runsFolder')) this.watchAnew();
      }),
    );
  }

  /** The runs, newest first; as they were when last looked at. */
  async rows(): Promise<readonly RunRow[]> {
    return this.known ?? (await this.refresh());
  }

  /** Looks at the disk. Where that fails, what was known stays; the log says why. */
  async refresh(): Promise<readonly RunRow[]> {
    if (!this.watchers.length) this.watch();
    // Somebody who asks while it is being read wants what is there now: read once more, but not twice.
    if (this.reading) {
      return await (this.again ??= this.reading.then(() => {
        this.again = undefined;
        return this.refresh();
      }));
    }
    this.reading = this.readAndTell();
    return await this.reading;
  }

  private async readAndTell(): Promise<readonly RunRow[]> {
    try {
      const rows = await this.read();
      const isNew = JSON.stringify(rows) !== JSON.stringify(this.known);
      this.known = rows;
      if (isNew) this.changed.fire(rows);
      return rows;
    } finally {
      this.reading = undefined;
    }
  }

  /** The run of a folder. @throws UserError when the workspace has none there: nothing else is touched */
  async find(runFolder: string): Promise<RunRow> {
    const is = (row: RunRow) => nameOfRun(row.folder) === nameOfRun(runFolder);
    const row = (await this.rows()).find(is) ?? (await this.refresh()).find(is);
    if (!row) {
      throw new UserError(l10n.t('is no run of this workspace, or is gone'), l10n.t('refresh the list of runs'), {
        file: runFolder,
      });
    }
    return row;
  }

  /** The workspace folder that a run belongs to. */
  folderOf(runFolder: string): vscode.WorkspaceFolder {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const owner = folders.find((folder) => path.dirname(runFolder) === readSettings(folder).runsFolder);
    if (!owner) throw new Error(`no run of this workspace: ${runFolder}`);
    return owner;
  }

  async rename(runFolder: string, name: string): Promise<void> {
    const { folder } = await this.find(runFolder);
    await this.engines.ask('renameRun', { runFolder: folder, name });
    await this.refresh();
  }

  async tag(runFolder: string, tags: string[]): Promise<void> {
    const { folder } = await this.find(runFolder);
    await this.engines.ask('tagRun', { runFolder: folder, tags });
    await this.refresh();
  }

  /** Deletes a run so that it can be brought back until the window closes. @throws UserError when it is being trained */
  async putAside(runFolder: string): Promise<void> {
    const { folder } = await this.find(runFolder);
    await this.engines.ask('putRunAside', folder);
    this.aside.add(folder);
    await this.refresh();
  }

  /** What `bringBack` can bring back. */
  get putAsideFolders(): string[] {
    return [...this.aside];
  }

  async bringBack(runFolder: string): Promise<void> {
    if (!this.aside.has(runFolder)) {
      const problem = l10n.t('was not deleted in this window, or is back already');
      throw new UserError(problem, l10n.t('refresh the list of runs'), { file: runFolder });
    }
    await this.engines.ask('bringRunBack', runFolder);
    this.aside.delete(runFolder);
    await this.refresh();
  }

  /** Deletes for good what this window has put aside; it closes. */
  async close(): Promise<void> {
    this.dispose();
    if (this.aside.size > 0) await this.engines.ask('deleteAside', [...this.aside]);
  }

  dispose(): void {
    clearTimeout(this.settling);
    for (const one of [...this.subscriptions, ...this.watchers]) one.dispose();
  }

  private async read(): Promise<RunRow[]> {
    const rows: RunRow[] = [];
    try {
      for (const folder of vscode.workspace.workspaceFolders ?? []) {
        const { runsFolder } = readSettings(folder);
        rows.push(...(await this.engines.ask('listRunRows', { runsFolder, base: folder.uri.fsPath })));
      }
    } catch (error) {
      this.log.warn(`the runs cannot be listed: ${error instanceof Error ? error.message : String(error)}`);
      return this.known ?? [];
    }
    return rows.sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0));
  }

  private watchAnew(): void {
    if (!this.watchers.length) return;
    for (const watcher of this.watchers) watcher.dispose();
    this.watch();
    void this.refresh();
  }

  /** Other windows and the command line train, too. */
  private watch(): void {
    this.watchers = (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const runs = vscode.Uri.file(readSettings(folder).runsFolder);
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(runs, '**'));
      const look = ({ fsPath }: vscode.Uri) => {
        // Of a run's files those count that a row tells of; a checkpoint is written each epoch.
        if (/checkpoint|\.tmp|lock-\d+\.json|history\.csv/.test(fsPath.slice(runs.fsPath.length))) return;
        this.settling ??= setTimeout(() => {
          this.settling = undefined;
          void this.refresh();
        }, SETTLE);
      };
      watcher.onDidCreate(look);
      watcher.onDidChange(look);
      watcher.onDidDelete(look);
      return watcher;
    });
  }
}

/** A run keeps its name when it becomes whole, its folder does not. */
function nameOfRun(folder: string): string {
  return folder.replace(/\.partial$/, '');
}
