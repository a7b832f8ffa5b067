import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import type { CorrectionsState } from '../../shared/contracts/decisions';
import { UserError } from '../../shared/userError';
import { ProcessCrashedError, ProcessStoppedError } from '../backgroundProcess';
import { shortened } from '../messages';
import type { Parts } from '../parts';

const SETTING = 'fashionMnist.correctionsFile';

/** Keeps what the data process knows of the decisions about an opened data set in step with their file. */
export class CorrectionsFollower implements vscode.Disposable {
  private dataset: number | undefined;
  private state: CorrectionsState | undefined;
  /** What the file was like when `state` was made; undefined: to be read in any case. */
  private stamp: string | undefined;
  private reading = false;
  /** How often a reading was asked for. */
  private asked = 0;
  private watch: vscode.Disposable | undefined;
  private readonly setting: vscode.Disposable;

  /** @param changed told after each reading that may say something else, and when the file's editor gets or loses unsaved changes */
  constructor(
    private readonly parts: Parts,
    private readonly folder: vscode.WorkspaceFolder | undefined,
    private readonly changed: (state: CorrectionsState) => void,
  ) {
    this.setting = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!folder || !event.affectsConfiguration(SETTING, folder.uri)) return;
      this.watchFile();
      this.stamp = undefined;
      void this.read();
    });
    this.watchFile();
  }

  dispose(): void {
    this.dataset = undefined;
    this.watch?.dispose();
    this.setting.dispose();
  }

  /** From now on it is about this data set, whose decisions are read; undefined: none is open. */
  follow(dataset: number | undefined): void {
    this.dataset = dataset;
    this.state = this.stamp = undefined;
    void this.read();
  }

  /** Tells once more, soon, what is known; what is being read is told anyhow. */
  tellAgain(): void {
    setImmediate(() => {
      if (this.state && !this.reading) this.changed(this.state);
    });
  }

  private get file(): string | null {
    return this.folder ? this.parts.corrections.fileOf(this.folder) : null;
  }

  private get isDirty(): boolean {
    const { file } = this;
    return file !== null && this.parts.corrections.isDirty(file);
  }

  private watchFile(): void {
    this.watch?.dispose();
    const { file } = this;
    if (file === null) return;
    this.watch = this.parts.corrections.watch(file, (change) => {
      if (change === 'content') void this.read();
      else if (this.state) this.tell(this.state);
    });
  }

  private tell(state: CorrectionsState): void {
    this.state = { ...state, isDirty: this.isDirty };
    this.changed(this.state);
  }

  /** One reading at a time; what happens meanwhile makes one more. */
  private async read(): Promise<void> {
    this.asked++;
    if (this.reading) return;
    this.reading = true;
    try {
      for (let answered = 0; answered < this.asked;) {
        answered = this.asked;
        await this.readOnce();
      }
    } finally {
      this.reading = false;
    }
  }

  private async readOnce(): Promise<void> {
    const { dataset, file } = this;
    if (dataset === undefined) return;
    const stamp = file === null ? 'none' : await stampOf(file);
    if (stamp === this.stamp || this.dataset !== dataset) return;
    try {
      const state = await this.parts.data.call('useCorrections', { dataset, file });
      if (this.dataset !== dataset) return;
      this.stamp = stamp;
      const problem = file === null ? null : state.problem?.replace(file, vscode.workspace.asRelativePath(file, false));
      this.tell({ ...state, problem: problem ?? null });
    } catch (error) {
      if (error instanceof ProcessCrashedError || error instanceof ProcessStoppedError) return;
      this.parts.log.warn(`reading corrections: ${String(error)}`);
      const problem = error instanceof UserError ? shortened(error).message : String(error);
      if (this.dataset === dataset) this.tell({ ...NOTHING_DECIDED, problem });
    }
  }
}

const NOTHING_DECIDED: CorrectionsState = {
  relabelled: 0,
  kept: 0,
  unsure: 0,
  conflicts: 0,
  notFound: 0,
  torn: 0,
  problem: null,
  isDirty: false,
  agreements: [],
};

async function stampOf(file: string): Promise<string> {
  const status = await fs.stat(file, { bigint: true }).catch(() => null);
  return status ? `${status.ino} ${status.size} ${status.mtimeNs}` : 'missing';
}
