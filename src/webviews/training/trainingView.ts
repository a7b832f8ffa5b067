// The whole view: what trains, the form of a new run, the runs, and runs over each other.
import type { RunRow, TrainingEvents, TrainingJob, TrainingSnapshot } from '../../shared/contracts/training';
import { CompareSection } from './compare/compareSection';
import type { Context } from './context';
import { FormSection } from './form/formSection';
import { JobsSection } from './jobs/jobsSection';
import { RunsSection } from './runs/runsSection';

export class TrainingView {
  readonly form: FormSection;
  readonly jobs: JobsSection;
  private readonly runs: RunsSection;
  private readonly compare: CompareSection;
  private shownRuns: readonly RunRow[];

  constructor(context: Context, snapshot: TrainingSnapshot) {
    this.shownRuns = snapshot.runs;
    this.form = new FormSection(context, snapshot, {
      started: () => {
        this.form.section.element.open = false;
        this.jobs.showNext();
      },
      dataChecked: () => this.jobs.countsChanged(),
    });
    this.jobs = new JobsSection(
      context,
      snapshot.jobs,
      (job) => this.countsOf(job),
      (isTraining) => this.form.trainingChanged(isTraining),
    );
    this.compare = new CompareSection(context, () => this.runs.section.focus());
    this.runs = new RunsSection(context, snapshot, (folders) => void this.compare.show(folders));
    this.form.begin();
  }

  get elements(): HTMLElement[] {
    return [this.jobs, this.form, this.runs, this.compare].map(({ section }) => section.element);
  }

  fill({ form, purpose, focusStart }: TrainingEvents['formFilled']): void {
    this.form.fill(form, purpose, focusStart);
  }

  chooseRuns(folders: string[]): void {
    if (folders.length === 0) return;
    this.runs.choose(folders);
    void this.compare.show(folders);
  }

  runsChanged(rows: RunRow[]): void {
    const before = this.shownRuns;
    this.shownRuns = rows;
    this.runs.changed(rows);
    this.compare.runsChanged(before, rows);
  }

  /** How many images a job trains and validates with, where its data is the one that is chosen. */
  private countsOf({ form }: TrainingJob): { train: number | null; validation: number | null } {
    const check = this.form.dataCheck;
    if (check?.path !== form.dataPath) return { train: null, validation: null };
    const countOf = (split: string) => check.splits.find((one) => one.split === split)?.count;
    const train = countOf('train') ?? check.splits.at(0)?.count ?? null;
    const own = countOf('validation');
    if (own !== undefined || train === null) return { train, validation: own ?? null };
    const validation = Math.round(train * form.validationShare);
    return { train: train - validation, validation };
  }
}
