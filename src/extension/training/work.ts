import type * as vscode from 'vscode';
import type { TrainingForm, TrainingJob } from '../../shared/contracts/training';
import type { EngineProcess } from '../engineProcess';
import type { RunRecord } from '../../shared/contracts/jobs';

/** What a job does, whatever it is: the queue knows when, this knows what. */
export interface Work {
  kind: TrainingJob['kind'];
  /** `standard on fashion-mnist, seed 1`. */
  title: string;
  form: TrainingForm;
  folder: vscode.WorkspaceFolder;
  /** The run that it goes on with; null where it makes a new one. */
  runFolder: string | null;
  /**
   * Does it on a fresh engine process; again, after that one died, from the checkpoint.
   * @throws CancelledError when it was stopped before there was anything to keep
   */
  run(context: WorkContext): Promise<Outcome>;
  /** Whether what was done so far can be gone on with, after `run` threw. */
  canResume(): Promise<boolean>;
}

export interface WorkContext {
  engine: EngineProcess;
  /** Aborted when the person stops the job: what was learnt is kept. */
  signal: AbortSignal;
  /** Tells where the run is made. */
  madeIn: (runFolder: string) => void;
  /** Tells what is done after the training itself. */
  doing: (what: string) => void;
}

export interface Outcome {
  state: 'finished' | 'stopped';
  /** In a sentence, for the view. */
  result: string;
  /** The same for a message, with what to do next; null: no message. */
  record: RunRecord | null;
}
