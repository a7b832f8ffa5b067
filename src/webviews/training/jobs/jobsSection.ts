// The jobs that work, wait or have just ended.
import * as l10n from '@vscode/l10n';
import type { TrainingEvents, TrainingJob, TrainingJobWithCurve } from '../../../shared/contracts/training';
import { element, keyboardPlace } from '../../shared/dom';
import { type Context, Section } from '../context';
import { countText } from '../../../shared/numbers';

import { type CountsOf, JobView } from './jobView';

export class JobsSection {
  readonly section: Section;
  private readonly body = element('div', { className: 'jobs' });
  private readonly views = new Map<string, JobView>();
  private isShownNext = false;

  constructor(
    private readonly context: Context,
    jobs: readonly TrainingJobWithCurve[],
    private readonly countsOf: CountsOf,
    private readonly onChange: (isTraining: boolean) => void,
  ) {
    this.section = new Section(context, { id: 'jobs', title: l10n.t('Training') }, this.body);
    for (const job of jobs) this.add(job, job);
    this.show();
  }

  /** The job that comes next was asked for here: it is brought into sight. */
  showNext(): void {
    this.isShownNext = true;
    if (this.views.size > 0) this.section.show();
  }

  changed(job: TrainingJob): void {
    const view = this.views.get(job.id);
    if (view) view.changed(job);
    else this.add(job, { history: [], points: [] });
    this.show();
    if (!view && this.isShownNext) {
      this.isShownNext = false;
      this.section.show();
      this.views.get(job.id)!.element.scrollIntoView({ block: 'start' });
    }
  }

  removed(id: string): void {
    const view = this.views.get(id);
    const hadFocus = view?.element.contains(keyboardPlace()) ?? false;
    view?.dispose();
    this.views.delete(id);
    this.show();
    if (hadFocus) this.section.focus();
  }

  stepped({ job, point, status }: TrainingEvents['stepped']): void {
    this.views.get(job)?.stepped(point, status);
  }

  epochEnded({ job, metrics }: TrainingEvents['epochEnded']): void {
    this.views.get(job)?.epochEnded(metrics);
  }

  curveReplaced({ job, history, points }: TrainingEvents['curveReplaced']): void {
    this.views.get(job)?.curveReplaced(history, points);
  }

  ablationProgressed({ job, ablation }: TrainingEvents['ablationProgressed']): void {
    this.views.get(job)?.ablationProgressed(ablation);
  }

  countsChanged(): void {
    for (const view of this.views.values()) view.countsChanged();
  }

  private add(job: TrainingJob, curve: Pick<TrainingJobWithCurve, 'history' | 'points'>): void {
    const { history, points } = curve;
    const view = new JobView(this.context, job, { history, points }, this.countsOf);
    this.views.set(job.id, view);
    this.body.append(view.element);
  }

  private show(): void {
    const atWork = [...this.views.values()].filter(({ isAtWork }) => isAtWork).length;
    this.section.element.hidden = this.views.size === 0;
    this.section.aside.textContent =
      atWork <= 1
        ? ''
        : atWork === 2
          ? l10n.t('1 job in the queue')
          : l10n.t('{0} jobs in the queue', countText(atWork - 1));
    this.onChange(atWork > 0);
  }
}
