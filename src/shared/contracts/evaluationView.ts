// The evaluation view: what it asks the extension, and what it is told. The figures come at once from `evaluation.json`;
// the images need the data, which is opened beside.
import type { PredictionComparison } from './comparison';
import type { CorrectionsState, RelabelCalls } from './decisions';
import type { Evaluation } from './evaluation';
import type { DataCalls, DataProgress, ExplorerRun, ImagesRequest, OpenedDataset } from './explorer';
import type { ViewCalls } from './views';

export interface EvaluationCalls
  extends ViewCalls, RelabelCalls, Pick<DataCalls, 'query' | 'thumbnails' | 'describeImage'> {
  /** @throws UserError where `evaluation.json` is gone or damaged */
  ready(request: null): EvaluationSnapshot;
  /** Opens the data that was evaluated, with its predictions, for the grids. Tells `progressed`. @throws UserError */
  openData(request: null): EvaluatedData;
  /**
   * Compares with another run on the same data; predicts what is not there yet. Tells `progressed`, can be cancelled.
   * @param otherIsFirst the other run is the one before; else the evaluated one is
   */
  compare(request: { runFolder: string; otherIsFirst: boolean }): PredictionComparison;
  /** Evaluates the same data with the same run anew, into the same files; `evaluationChanged` follows. */
  evaluateAgain(request: null): void;
  /** Opens `output.txt`. */
  openReport(request: null): void;
  /** Opens `evaluation.json` as text. */
  openJson(request: null): void;
  /** Opens the data in the dataset explorer. */
  openInExplorer(request: null): void;
  /** Opens the review view: on these images, or on what the run doubts in this data. */
  reviewImages(request: ImagesRequest | null): void;
}

export interface EvaluationEvents {
  progressed: DataProgress;
  runsChanged: ExplorerRun[];
  correctionsChanged: CorrectionsState;
  /** The evaluation was made anew: `evaluation.json` has changed. */
  evaluationChanged: EvaluationSnapshot;
  dataRestarted: EvaluatedData;
  dataLost: string;
  dataChanged: null;
  /** Show the comparison with this run, as `compare` is asked. */
  compareAsked: { runFolder: string; otherIsFirst: boolean };
}

export interface EvaluationSide {
  calls: EvaluationCalls;
  events: EvaluationEvents;
}

/** What the view's state (`saveState`) holds at least: by that a panel is brought back when the window reloads. */
export interface EvaluationState {
  /** `evaluation.json`, absolute. */
  file: string;
}

export interface EvaluationSnapshot {
  /** `evaluation.json`, absolute. */
  file: string;
  /** What was evaluated, as a person calls it: its path relative to the workspace. */
  title: string;
  evaluation: Evaluation;
  /** Of the run that was evaluated. */
  runName: string;
  runs: ExplorerRun[];
  /** The corrections file, relative to the workspace. */
  correctionsFile: string;
}

export interface EvaluatedData {
  opened: OpenedDataset;
  /** The splits that were evaluated: every query is about them. */
  splits: string[];
  /** Whether the data still is what was evaluated, and the predictions are there. Else why not, for a person. */
  problem: string | null;
}
