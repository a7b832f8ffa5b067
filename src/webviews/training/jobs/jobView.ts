// One job: how far it is, its curves, and what they say.
import * as l10n from '@vscode/l10n';
import type { Ablation } from '../../../shared/contracts/ablation';
import type { EpochMetrics } from '../../../shared/contracts/jobs';
import type {
  JobState,
  JobStatusLine,
  StepPoint,
  TrainingJob,
  TrainingJobWithCurve,
} from '../../../shared/contracts/training';
import { Chart } from '../../shared/charts';
import { button } from '../../shared/controls';
import { element, icon, keyboardPlace, setAttributes } from '../../shared/dom';
import { type Context, messageOf } from '../context';
import { notice } from '../notice';
import { stateText } from '../../../shared/stateText';
import { writeCount, writeDuration, writeMemory, writeRate, writeShare } from '../words';
import { AblationView } from './ablationView';
import { accuracyChart, type Curve, lossChart, rateChart, withEpoch, withPoint } from './curves';
import { fillVerdict } from './verdict';

/** Images of each part of the data of a job, where they are known. */
export type CountsOf = (job: TrainingJob) => { train: number | null; validation: number | null };

const STATE_ICONS: Record<JobState, string> = {
  waiting: 'clock',
  starting: 'loading',
  running: 'loading',
  paused: 'debug-pause',
  stopping: 'loading',
  finished: 'pass-filled',
  stopped: 'stop-circle',
  failed: 'error',
};
const ENDED: readonly JobState[] = ['finished', 'stopped', 'failed'];

export class JobView {
  readonly element: HTMLElement;
  private readonly head = element('div', { className: 'job-head' });
  private readonly bar = element('div', { className: 'progress-fill' });
  private readonly progress = element(
    'div',
    { className: 'progress', attributes: { role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 } },
    this.bar,
  );
  private readonly facts = element('div', { className: 'job-facts' });
  private readonly said = element('div', { className: 'job-said' });
  private readonly verdict = element('div', { className: 'verdict' });
  private readonly charts: { chart: Chart; spec: (curve: Curve) => ReturnType<typeof accuracyChart> }[];
  private readonly body: HTMLElement;
  private readonly notes = element('ul', { className: 'notes-list' });
  private readonly notesFold: HTMLDetailsElement;
  private ablation: AblationView | undefined;
  private history: readonly EpochMetrics[];
  private points: readonly StepPoint[];
  private shownHead = '';
  private shownSaid = '';

  constructor(
    private readonly context: Context,
    private job: TrainingJob,
    curve: Pick<TrainingJobWithCurve, 'history' | 'points'>,
    private readonly countsOf: CountsOf,
  ) {
    this.history = curve.history;
    this.points = curve.points;
    const ofCurve = this.curve();
    this.charts = [accuracyChart, lossChart, rateChart].map((spec) => ({
      chart: new Chart(spec(ofCurve), context.chartHost),
      spec,
    }));
    const [accuracy, loss, rate] = this.charts.map(({ chart }) => chart.element);
    rate.classList.add('small-chart');
    this.body = element(
      'div',
      { className: 'job-body' },
      accuracy,
      loss,
      element('div', { className: 'job-side' }, this.verdict, rate),
    );
    this.notesFold = element('details', { className: 'fold' }, element('summary'), this.notes);
    this.element = element(
      'article',
      { className: 'job', attributes: { 'aria-label': job.title } },
      this.head,
      this.progress,
      this.facts,
      this.said,
      this.body,
      this.notesFold,
    );
    this.show();
  }

  get isAtWork(): boolean {
    return !ENDED.includes(this.job.state);
  }

  changed(job: TrainingJob): void {
    const before = this.job.state;
    this.job = job;
    if (before !== job.state) {
      const state = stateText(job.state);
      this.context.say(
        job.result ? l10n.t('{0}: {1}. {2}', job.title, state, job.result) : l10n.t('{0}: {1}', job.title, state),
      );
    }
    this.show();
  }

  stepped(point: StepPoint, status: JobStatusLine): void {
    this.points = withPoint(this.points, point);
    this.job = { ...this.job, status };
    this.showStatus();
    this.showCurve();
  }

  epochEnded(metrics: EpochMetrics): void {
    this.history = withEpoch(this.history, metrics);
    const accuracy = writeShare(metrics.validationAccuracy);
    this.context.say(l10n.t('Epoch {0}: validation accuracy {1}', metrics.epoch, accuracy));
    this.showCurve();
    this.showVerdict();
  }

  curveReplaced(history: EpochMetrics[], points: StepPoint[]): void {
    this.history = history;
    this.points = points;
    this.showCurve();
    this.showVerdict();
  }

  ablationProgressed(ablation: Ablation): void {
    this.job = { ...this.job, ablation };
    this.show();
  }

  /** The data is known better than before. */
  countsChanged(): void {
    this.showVerdict();
  }

  dispose(): void {
    for (const { chart } of this.charts) chart.dispose();
    this.ablation?.dispose();
    this.element.remove();
  }

  private curve(): Curve {
    return { history: this.history, points: this.points, epochs: this.job.epochs };
  }

  private show(): void {
    const { job } = this;
    this.element.dataset['state'] = job.state;
    this.showHead();
    this.showStatus();
    this.showSaid();
    const isAblation = job.kind === 'ablation';
    this.body.hidden =
      isAblation ||
      (job.state === 'waiting' && this.history.length === 0) ||
      (this.points.length === 0 && this.history.length === 0 && !this.isAtWork);
    if (job.ablation) {
      if (this.ablation) this.ablation.update(job.ablation);
      else this.body.after((this.ablation = new AblationView(this.context, job.ablation)).element);
    }
    this.notesFold.hidden = job.notes.length === 0;
    this.notesFold.firstElementChild!.textContent = l10n.t('Notes ({0})', job.notes.length);
    if (
      this.notes.childElementCount !== job.notes.length ||
      this.notes.lastElementChild?.textContent !== job.notes.at(-1)
    ) {
      this.notes.replaceChildren(...job.notes.map((line) => element('li', {}, line)));
    }
    if (!isAblation) {
      this.showCurve();
      this.showVerdict();
    }
  }

  private showHead(): void {
    const { id, title, state, kind } = this.job;
    const key = `${title}\0${state}`;
    if (key === this.shownHead) return;
    this.shownHead = key;
    const hadFocus = this.head.contains(keyboardPlace());
    const mark = icon(STATE_ICONS[state]);
    if (STATE_ICONS[state] === 'loading') mark.classList.add('codicon-modifier-spin');
    const act = (method: 'pause' | 'resume' | 'stop' | 'dismiss') => () =>
      void this.context.extension.call(method, id).catch((error: unknown) => this.fail(error));
    const buttons = [
      ...(state === 'running' ? [button({ label: l10n.t('Pause'), icon: 'debug-pause', onClick: act('pause') })] : []),
      ...(state === 'paused'
        ? [button({ label: l10n.t('Resume'), icon: 'debug-start', appearance: 'primary', onClick: act('resume') })]
        : []),
      ...(ENDED.includes(state)
        ? [button({ label: l10n.t('Dismiss'), icon: 'close', onClick: act('dismiss') })]
        : [
            button({
              label: state === 'waiting' ? l10n.t('Remove from the queue') : l10n.t('Stop'),
              icon: 'debug-stop',
              title: stopTitle(state, kind),
              onClick: act('stop'),
            }),
          ]),
    ];
    const last = buttons[buttons.length - 1];
    last.disabled = state === 'stopping';
    this.head.replaceChildren(
      element('div', { className: 'job-title' }, mark, element('h3', { title }, title)),
      element('span', { className: 'job-state quiet' }, stateText(state)),
      element('div', { className: 'actions' }, ...buttons),
    );
    if (hadFocus) buttons[0].focus();
  }

  private showStatus(): void {
    const { status, state } = this.job;
    const isEnded = ENDED.includes(state);
    this.progress.hidden = isEnded || state === 'waiting';
    this.bar.style.setProperty('width', `${(100 * Math.max(0, Math.min(1, status.fraction))).toFixed(1)}%`);
    setAttributes(this.progress, {
      'aria-valuenow': Math.round(100 * status.fraction),
      'aria-label': this.job.title,
      'aria-valuetext': status.doing,
    });
    const { secondsLeft, imagesPerSecond, learningRate, memory, engineText, engine } = status;
    const facts = isEnded
      ? []
      : [
          status.doing,
          secondsLeft === null || state === 'paused' ? '' : l10n.t('{0} left', writeDuration(secondsLeft)),
          imagesPerSecond === null ? '' : l10n.t('{0} images/s', writeCount(imagesPerSecond)),
          learningRate === null ? '' : l10n.t('learning rate {0}', writeRate(learningRate)),
          memory === null ? '' : l10n.t('memory {0}', writeMemory(memory)),
        ];
    const told = [...facts, engineText ?? engine ?? ''].filter((text) => text !== '');
    while (this.facts.children.length > told.length) this.facts.lastElementChild!.remove();
    told.forEach((text, index) => {
      const shown = this.facts.children[index] ?? this.facts.appendChild(element('span'));
      if (shown.textContent !== text) shown.textContent = text;
    });
    this.facts.hidden = state === 'waiting' || told.length === 0;
  }

  private showSaid(): void {
    const { state, waitingFor, error, result, runFolder } = this.job;
    const key = JSON.stringify([state === 'waiting', waitingFor, error, result, runFolder]);
    if (key === this.shownSaid) return;
    this.shownSaid = key;
    const { extension } = this.context;
    const showLog = {
      label: l10n.t('Show log'),
      onClick: () => void extension.call('runCommand', { command: 'showLog' }),
    };
    const lines: HTMLElement[] = [];
    if (state === 'waiting') {
      lines.push(notice('info', waitingFor ? l10n.t('Waits: {0}', waitingFor) : l10n.t('Waits for its turn.')));
    }
    if (error) {
      const resume = {
        label: l10n.t('Resume from the last checkpoint'),
        onClick: () => void extension.call('resumeRun', runFolder!).catch((failure: unknown) => this.fail(failure)),
      };
      lines.push(notice('error', error.message, ...(error.canResume && runFolder !== null ? [resume] : []), showLog));
    }
    if (result !== null) {
      const evaluate = {
        label: l10n.t('Evaluate\u2026'),
        onClick: () => void extension.call('runCommand', { command: 'evaluateModel', path: runFolder! }),
      };
      const isModel = state !== 'failed' && runFolder !== null && this.job.kind !== 'ablation';
      const whatChanged = {
        label: l10n.t('What did these corrections change?'),
        onClick: () => void extension.call('runCommand', { command: 'whatCorrectionsChanged', path: runFolder! }),
      };
      const review = {
        label: l10n.t('Review\u2026'),
        onClick: () => void extension.call('runCommand', { command: 'reviewPredictions', path: runFolder! }),
      };
      const hasCorrections = isModel && this.job.form.corrections.use;
      const actions = [...(isModel ? [evaluate, review] : []), ...(hasCorrections ? [whatChanged] : [])];
      lines.push(notice(state === 'finished' ? 'done' : 'info', result, ...actions));
    }
    this.said.replaceChildren(...lines);
  }

  private showCurve(): void {
    const curve = this.curve();
    for (const { chart, spec } of this.charts) chart.update(spec(curve));
  }

  private showVerdict(): void {
    fillVerdict(this.verdict, this.history, this.countsOf(this.job));
  }

  private fail(error: unknown): void {
    this.said.append(notice('error', messageOf(error)));
  }
}

function stopTitle(state: JobState, kind: TrainingJob['kind']): string {
  if (state === 'waiting') return l10n.t('It does not train');
  return kind === 'ablation' ? l10n.t('Ends it; what was measured is kept') : l10n.t('Ends it; the best epoch is kept');
}
