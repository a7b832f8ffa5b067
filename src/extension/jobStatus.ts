import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { shareText } from '../shared/numbers';

export interface ShownJob {
  /** @param percent 0 to 100 */
  update(percent: number, description: string): void;
  dispose(): void;
}

/** The status bar item: how far the newest job is, and how many there are. A click shows the log, or the job's view. */
export class JobStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('fashionMnist.jobs', vscode.StatusBarAlignment.Left);
  private readonly jobs: { title: string; command: string; percent: number; description: string }[] = [];

  constructor() {
    this.item.name = l10n.t('FashionMNIST Jobs');
  }

  /** @param command what a click does */
  begin(title: string, command = 'fashionMnist.showLog'): ShownJob {
    const job = { title, command, percent: 0, description: l10n.t('starting') };
    this.jobs.push(job);
    this.show();
    return {
      update: (percent, description) => {
        Object.assign(job, { percent, description });
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
    this.item.text = `$(sync~spin) FashionMNIST ${shareText(newest.percent / 100, 0)}${others}`;
    this.item.command = newest.command;
    this.item.tooltip = this.jobs.map(({ title, description }) => `${title}: ${description}`).join('\n');
    const label = l10n.t('FashionMNIST: {0} percent, {1}', newest.percent, newest.description);
    this.item.accessibilityInformation = { label };
    this.item.show();
  }
}
