// Decisions on their way to the corrections file: in order, nothing lost when one cannot be saved, undo and redo.
import * as l10n from '@vscode/l10n';
import type { ImageDecision, NewDecision } from '../../shared/contracts/decisions';

/** Decisions that were made at once. */
export interface DecisionStep {
  decisions: NewDecision[];
  /** What was done, in the past: `3 images relabelled as Shirt`. */
  said: string;
  /** Whether it takes back, or does again, a step that was made here. */
  way: 'forward' | 'undo' | 'redo';
}

/** Steps that can be undone. */
const MOST_STEPS = 100;
/** Of images in all steps that can be undone, so that memory stays bounded. */
const MOST_IMAGES = 200_000;

export class DecisionQueue {
  /** Why the first of `waiting` could not be saved; null: nothing is wrong. */
  problem: Error | null = null;
  /** What was saved last. */
  saved: DecisionStep | null = null;
  private waitingSteps: DecisionStep[] = [];
  private sending: DecisionStep | null = null;
  private past: DecisionStep[] = [];
  private future: DecisionStep[] = [];

  /** @param told what stands decided now, as the data process answered */
  constructor(
    private readonly send: (decisions: NewDecision[]) => Promise<ImageDecision[]>,
    private readonly changed: () => void,
    private readonly told: (decisions: ImageDecision[]) => void,
  ) {}

  /** What is not known to be on the disk, the oldest first. */
  get waiting(): readonly DecisionStep[] {
    return this.waitingSteps;
  }

  get isSaving(): boolean {
    return this.sending !== null;
  }

  /** What `undo` takes back next. */
  get undoable(): DecisionStep | undefined {
    return this.past.at(-1);
  }

  get redoable(): DecisionStep | undefined {
    return this.future.at(-1);
  }

  /** Decides; what could not be saved before is tried again first, so that the order stays. */
  add(decisions: NewDecision[], said: string): void {
    this.future = [];
    this.push({ decisions, said, way: 'forward' });
  }

  /** Takes back the newest step that was made here. @returns whether there was one */
  undo(): boolean {
    const step = this.past.pop();
    if (!step) return false;
    this.future.push(step);
    // What never reached the file is not written to be taken back.
    if (this.waitingSteps.at(-1) === step && this.sending !== step) {
      this.waitingSteps.pop();
      if (this.waitingSteps.length === 0) this.problem = null;
      this.changed();
      return true;
    }
    const decisions = step.decisions.map(({ image }) => ({ image, decision: 'undo' as const, score: null }));
    this.push({ decisions, said: l10n.t('Taken back: {0}', step.said), way: 'undo' });
    return true;
  }

  redo(): boolean {
    const step = this.future.pop();
    if (!step) return false;
    this.push({ ...step, way: 'redo' });
    return true;
  }

  retry(): void {
    this.problem = null;
    void this.run();
    this.changed();
  }

  /** Gives up what could not be saved. */
  discard(): void {
    const given = new Set(this.waitingSteps);
    this.waitingSteps = [];
    this.past = this.past.filter((step) => !given.has(step));
    this.problem = null;
    this.changed();
  }

  /** Takes what an earlier page had not saved. @param why it is not tried at once: for a person */
  restore(steps: readonly DecisionStep[], why: Error): void {
    if (steps.length === 0) return;
    this.waitingSteps = [...steps, ...this.waitingSteps];
    this.problem = why;
    this.changed();
  }

  /** Other data: nothing of this is about its images. */
  forget(): void {
    this.waitingSteps = [];
    this.past = [];
    this.future = [];
    this.problem = null;
    this.saved = null;
    this.changed();
  }

  /** The label that an image is about to get; 255: none any more; undefined: nothing is under way that tells. */
  labelUnderWay(image: number): number | undefined {
    for (const { decisions } of [...this.waitingSteps].reverse()) {
      const found = decisions.find((decision) => decision.image === image);
      if (found) return found.decision === 'undo' ? undefined : found.decision === 'relabel' ? found.newLabel : 255;
    }
    return undefined;
  }

  private push(step: DecisionStep): void {
    this.waitingSteps.push(step);
    if (step.way !== 'undo' && step.decisions.some(({ decision }) => decision !== 'undo')) this.remember(step);
    this.problem = null;
    void this.run();
    this.changed();
  }

  private remember(step: DecisionStep): void {
    this.past.push(step);
    let images = this.past.reduce((sum, { decisions }) => sum + decisions.length, 0);
    while (this.past.length > 1 && (this.past.length > MOST_STEPS || images > MOST_IMAGES)) {
      images -= this.past.shift()!.decisions.length;
    }
  }

  private async run(): Promise<void> {
    if (this.sending) return;
    for (;;) {
      const step = this.waitingSteps.at(0);
      if (!step || this.problem) return;
      this.sending = step;
      try {
        const decided = await this.send(step.decisions);
        this.sending = null;
        // Other data may have been opened meanwhile.
        if (this.waitingSteps[0] !== step) continue;
        this.waitingSteps.shift();
        this.saved = step;
        this.told(decided);
      } catch (error) {
        this.sending = null;
        if (this.waitingSteps[0] === step) this.problem = error as Error;
      }
      this.changed();
    }
  }
}
