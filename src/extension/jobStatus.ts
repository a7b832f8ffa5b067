import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EngineName } from '../shared/contracts/jobs';
import { shareText } from '../shared/numbers';

export interface ShownJob {
  /** @param percent 0 to 100 */
  update(percent: number, description: string): void;
  /** Says which engine computes it. */
  runsOn(engine: EngineName): void;
  dispose(): void;
}

interface Job {
  title: string;
  command: string;
  percent: number;
  description: string;
  /** As it is written; empty: not known yet, or none computes. */
  engine: string;
}

/** The status bar item: which engine computes the newest job, how far that is, and how many there are. A click shows the log, or its view. */
export class JobStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('fashionMnist.jobs', vscode.StatusBarAlignment.Left);
  private readonly jobs: Job[] = [];

  constructor() {
    this.item.name = l10n.t('FashionMNIST Jobs');
  }

  /** @param command what a click does */
  begin(title: string, command = 'fashionMnist.showLog'): ShownJob {
    const job: Job = { title, command, percent: 0, description: l10n.t('starting'), engine: '' };
    this.jobs.push(job);
    this.show();
    return {
      update: (percent, description) => {
        Object.assign(job, { percent, description });
        this.show();
      },
      runsOn: (engine) => {
        job.engine = engine === 'wasm' ? 'WASM' : engine;
        this.show();
      },
      dispose: () => {
        this.jobs.splice(this.jobs.indexOf(job), 1);
        this.show();
      },
    };
  }

  dispose(): void {
    this.item.dispose();
  }

  private show(): void {
    const newest = this.jobs.at(-1);
    if (!newest) {
      this.item.hide();
      return;
    }
    const others = this.jobs.length > 1 ? ` (+${this.jobs.length - 1})` : '';
    const parts = ['$(sync~spin) FashionMNIST', newest.engine, shareText(newest.percent / 100, 0)];
    this.item.text = parts.filter(Boolean).join(' ') + others;
    this.item.command = newest.command;
    this.item.tooltip = this.jobs.map(({ title, description }) => `${title}: ${description}`).join('\n');
    const label = l10n.t('FashionMNIST: {0} percent, {1}', newest.percent, newest.description);
    this.item.accessibilityInformation = { label };
    this.item.show();
  }
}
