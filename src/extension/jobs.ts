import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Progress } from '../shared/contracts/jobs';
import { EngineCrashedError, type EngineProcess } from './engineProcess';
import type { Engines } from './engines';
import { asShownText, formatTimeLeft, progressText } from './shownText';
import type { JobStatus } from './jobStatus';

type ShowProgress = (progress: Progress) => void;

/** A job as it is run: in a process of its own, with a notification that tells how far it is and can cancel it. */
export class Jobs {
  constructor(
    private readonly engines: Engines,
    private readonly status: JobStatus,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Runs `work` on a fresh engine process. If that crashes, the person is told and may start the work over, again with
   * a fresh process (`attempt` is then 2, 3 ...).
   * @param title names the job: `Train on sample`
   * @param work gets as well how to show progress that is not the engine's
   * @param stopped cancels as well, beside the notification's own button
   * @returns undefined when the process crashed and was not restarted
   */
  async run<T>(
    title: string,
    work: (engine: EngineProcess, signal: AbortSignal, attempt: number, show: ShowProgress) => Promise<T>,
    stopped?: vscode.CancellationToken,
  ): Promise<T | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.runOnce(title, (engine, signal, show) => work(engine, signal, attempt, show), stopped);
      } catch (error) {
        if (!(error instanceof EngineCrashedError) || !(await this.offerRestart(title, error))) {
          if (error instanceof EngineCrashedError) return undefined;
          throw error;
        }
      }
    }
  }

  private async runOnce<T>(
    title: string,
    work: (engine: EngineProcess, signal: AbortSignal, show: ShowProgress) => Promise<T>,
    stopped?: vscode.CancellationToken,
  ): Promise<T> {
    this.log.info(`${title}: started`);
    const shownTitle = `FashionMNIST: ${asShownText(title)}`;
    const options = { location: vscode.ProgressLocation.Notification, title: shownTitle, cancellable: true };
    return await vscode.window.withProgress(options, async (notification, token) => {
      const cancelled = new AbortController();
      const status = this.status.begin(shownTitle);
      notification.report({ message: l10n.t('starting the engine') });
      const engine = await this.engines.start().catch((error: unknown) => {
        status.dispose();
        throw error;
      });
      let shown = 0;
      let doing = '';
      const show = (progress: Progress) => {
        if (progress.message !== doing) this.log.info(`${title}: ${progress.message}`);
        doing = progress.message;
        if (cancelled.signal.aborted) return;
        const percent = Math.max(shown, Math.floor(100 * progress.fraction));
        notification.report({ increment: percent - shown, message: describeProgress(progress) });
        status.update(percent, describeProgress(progress));
        shown = percent;
      };
      const progress = engine.onProgress(show);
      engine.on('engineChosen', (name) => status.runsOn(name));
      const cancel = () => {
        this.log.info(`${title}: cancelled`);
        notification.report({ message: l10n.t('stopping; what is done so far is kept') });
        cancelled.abort();
      };
      const listening = [token, stopped].map((one) => one?.onCancellationRequested(cancel));
      if (token.isCancellationRequested || stopped?.isCancellationRequested) cancel();
      try {
        return await work(engine, cancelled.signal, show);
      } finally {
        status.dispose();
        progress.dispose();
        for (const one of listening) one?.dispose();
        void engine.stop();
      }
    });
  }

  private async offerRestart(title: string, error: EngineCrashedError): Promise<boolean> {
    this.log.error(`${title}: ${error.message}`);
    const said = error.lastLines.slice(-3).map(asShownText).join(' | ');
    const message = `${asShownText(title)}: ${error.message}${said && ` ${l10n.t('It last said: {0}', said)}`}`;
    const [restart, showLog] = [l10n.t('Restart'), l10n.t('Show Log')];
    const choice = await vscode.window.showErrorMessage(message, restart, showLog);
    if (choice === showLog) this.log.show();
    return choice === restart;
  }
}

/** `epoch 3 of 10 · 42% · 2 min left`. */
export function describeProgress({ message, fraction, secondsLeft }: Progress): string {
  const parts = [asShownText(message), progressText(fraction)];
  if (secondsLeft !== undefined && Number.isFinite(secondsLeft)) parts.push(formatTimeLeft(secondsLeft));
  return parts.join(' · ');
}
