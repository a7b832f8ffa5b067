// The training view: what it asks the extension, and what it is told. The view says `ready` and gets a whole snapshot;
// then it is told what changes, while it is visible.
import type { Ablation, AblationPart } from './ablation';
import type { UnsureUse } from './corrections';
import type { EngineChoice, EngineName, EpochMetrics, RunRecord } from './jobs';
import type { ViewCalls } from './views';

export interface TrainingCalls extends ViewCalls {
  ready(request: null): TrainingSnapshot;
  /** Asks for data with the editor's own list. @returns its path; null when the person changed their mind */
  chooseData(request: null): string | null;
  /** Asks for a recipe file. @returns its path; null when the person changed their mind */
  chooseRecipe(request: null): string | null;
  /** Reads the data and says what is there, and what is wrong with it for training. Can be cancelled. @throws UserError */
  checkData(request: CheckDataRequest): DataCheck;
  /** Trains for two seconds on this machine and yields what a run would take. Can be cancelled. @throws UserError */
  calibrate(request: CalibrateRequest): Calibration;
  /** The layers of a recipe, or what is wrong with it. */
  describeRecipe(request: DescribeRecipeRequest): RecipeDescription;
  /** Writes a copy of a recipe as `recipes/<name>.recipe.json` and opens it in the editor. @returns its path */
  editRecipe(recipe: string): string;
  /** Starts training, or puts it into the queue. */
  start(form: TrainingForm): void;
  pause(job: string): void;
  resume(job: string): void;
  /** Ends it; the best epoch is kept. One that waits leaves the queue. */
  stop(job: string): void;
  /** Takes a job that has ended out of the view. */
  dismiss(job: string): void;
  /** Goes on with an interrupted run, from its last checkpoint. */
  resumeRun(runFolder: string): void;
  /** Trains again from a run's card, and says whether the weights are equal. */
  reproduceRun(runFolder: string): void;
  /** Measures what each part of a network contributes; saved beside the run it is asked for, or in a run-like folder of its own. */
  startAblation(form: AblationForm): void;
  listAblationParts(recipe: string): AblationPart[];
  /** Everything kept of some runs, for curves over each other. */
  loadRuns(runFolders: string[]): LoadedRun[];
  renameRun(request: { runFolder: string; name: string }): void;
  tagRun(request: { runFolder: string; tags: string[] }): void;
  /** Puts a run aside; `undoDelete` brings it back until the window closes. */
  deleteRun(runFolder: string): void;
  undoDelete(runFolder: string): void;
  revealRun(runFolder: string): void;
  openRunFile(request: { runFolder: string; file: RunFile }): void;
}

/** `output.txt` opens the newest evaluation of this run, if its report is still there. */
export const RUN_FILES = ['model_summary.txt', 'output.txt', 'history.csv', 'run.json'] as const;
export type RunFile = (typeof RUN_FILES)[number];

export interface TrainingEvents {
  /** A job began, changed its state or ended; the whole of it, without its points. */
  jobChanged: TrainingJob;
  jobRemoved: string;
  /** Within an epoch, at most ten times a second. */
  stepped: { job: string; point: StepPoint; status: JobStatusLine };
  epochEnded: { job: string; metrics: EpochMetrics };
  /** A job goes on from a checkpoint: its curve up to there; what the view has beyond is gone. */
  curveReplaced: { job: string; history: EpochMetrics[]; points: StepPoint[] };
  /** A part of an ablation is done: all so far. */
  ablationProgressed: { job: string; ablation: Ablation };
  runsChanged: RunRow[];
  /**
   * The form is to show this, say because `FashionMNIST: Train` was answered; `focusStart`: one key starts. `ablate`: the
   * form that measures what each part contributes.
   */
  formFilled: { form: TrainingForm; purpose: 'train' | 'ablate'; focusStart: boolean };
  /** Runs were chosen elsewhere, in the tree: one to look at, several to compare. */
  runsChosen: string[];
  /** The text of a recipe file that is open in an editor changed, saved or not. */
  recipeEdited: { recipe: string; description: RecipeDescription };
  /** The native engine was installed or removed, or crashed. */
  enginesChanged: EngineState;
  /** The data that the form names changed on the disk. */
  dataChanged: { path: string };
}

export interface TrainingSide {
  calls: TrainingCalls;
  events: TrainingEvents;
}

/** What can compute. */
export interface EngineState {
  /** The native engine is installed. */
  native: boolean;
  /** It crashed in this window, so that automatic does not take it. */
  avoided: boolean;
}

export interface TrainingSnapshot {
  form: TrainingForm;
  recipes: RecipeCard[];
  jobs: TrainingJobWithCurve[];
  runs: RunRow[];
  /** Folders of runs that were deleted in this window and can be brought back. */
  putAside: string[];
  engines: EngineState;
  /** The workspace folder's name. */
  workspace: string;
}

export interface TrainingForm {
  /** Absolute; empty: none chosen yet. */
  dataPath: string;
  /** A recipe's name, or the absolute path of its file. */
  recipe: string;
  /** Null: what the recipe says. */
  epochs: number | null;
  seed: number;
  /** 0.01 to 0.5. */
  validationShare: number;
  engine: EngineChoice;
  classWeights: 'none' | 'balanced';
  /** Whether the labels that reviewers corrected are used, where there are any, and what becomes of unsure images. */
  corrections: { use: boolean; unsureUse: UnsureUse };
}

export interface AblationForm extends TrainingForm {
  /** At least 3. */
  seeds: number;
  /** Training images used, drawn by class; the same for each part. */
  images: number;
  /** For each training. */
  ablationEpochs: number;
  /** Ids of `AblationPart`; all when empty. */
  parts: string[];
  /** The run that it is saved beside; absent: it gets a folder of its own among the runs. */
  beside?: string;
}

export interface RecipeCard {
  /** What `TrainingForm.recipe` names it by. */
  recipe: string;
  name: string;
  description: string;
  epochs: number;
  /** Trainable parameters with ten classes. */
  parameters: number;
}

export interface CheckDataRequest {
  path: string;
  /** As in `DataLocation`; a view leaves it to the extension. */
  classesFile?: string;
  /** Absolute; a view leaves it to the extension. */
  correctionsFile?: string;
}

export interface DataCheck {
  path: string;
  /** Short: `fashion-mnist`. */
  title: string;
  splits: { split: string; count: number; labelled: boolean }[];
  classNames: string[];
  /** SHA-256 of what would be trained on, hex, as `RunRecord.data.hash`. */
  hash: string;
  /** What the corrections file asked about says of the images to train on; null where there is none, or nothing in it is about them. */
  corrections: CorrectionsFound | null;
  /** Leaks between the splits, drift between them, unbalanced classes, too few images; the worst first. */
  warnings: DataWarning[];
}

export interface CorrectionsFound {
  /** The file, absolute. */
  file: string;
  /** Labels that would be others. */
  changed: number;
  kept: number;
  unsure: number;
  conflicts: number;
  /** Why the file cannot be used, one line with its row; the numbers are 0 then. */
  problem: string | null;
}

export interface DataWarning {
  kind: 'leak' | 'drift' | 'imbalance' | 'size' | 'labels';
  /** One or two sentences with the figures. */
  text: string;
}

export interface CalibrateRequest {
  dataPath: string;
  /** As in `DataLocation`; a view leaves it to the extension. */
  classesFile?: string;
  recipe: string;
  engine: EngineChoice;
  epochs: number | null;
  validationShare: number;
}

export interface Calibration {
  engine: EngineName;
  imagesPerSecond: number;
  /** Of the whole run. */
  seconds: number;
  threads: number;
}

/** A recipe's name, its file, or the text of one. */
export type DescribeRecipeRequest = { recipe: string } | { text: string };

export interface RecipeDescription {
  /** Null when the recipe can be trained. */
  problem: string | null;
  name: string;
  description: string;
  epochs: number;
  layers: LayerRow[];
  parameters: number;
}

export interface LayerRow {
  /** `Conv2D 3x3, 24 filters`. */
  layer: string;
  /** Without the batch: `14 x 14 x 24`. */
  shape: string;
  parameters: number;
  /** Within a residual block. */
  nested: boolean;
}

export type JobState = 'waiting' | 'starting' | 'running' | 'paused' | 'stopping' | 'finished' | 'stopped' | 'failed';

export interface TrainingJob {
  /** Names it while the extension lives. */
  id: string;
  kind: 'training' | 'ablation' | 'reproduction';
  /** `standard on fashion-mnist, seed 1`. */
  title: string;
  state: JobState;
  form: TrainingForm;
  /** Why it waits: which other training works in this workspace, and in which window. */
  waitingFor: string | null;
  /** Absolute; null until it is known. */
  runFolder: string | null;
  epochs: number;
  /** Notes of the engine, the newest last, at most 100. */
  notes: string[];
  /** What went wrong, one line, and how to go on; null where nothing did. */
  error: JobError | null;
  /** What came out, in a sentence: a reproduction's verdict, an accuracy with its interval. */
  result: string | null;
  /** Of an ablation. */
  ablation: Ablation | null;
  status: JobStatusLine;
}

export interface JobError {
  message: string;
  /** A checkpoint is there to go on from. */
  canResume: boolean;
}

export interface JobStatusLine {
  /** `epoch 3 of 10`. */
  doing: string;
  /** 0 to 1. */
  fraction: number;
  secondsLeft: number | null;
  imagesPerSecond: number | null;
  learningRate: number | null;
  /** Resident memory of the engine process, bytes. */
  memory: number | null;
  engine: EngineName | null;
  /** `native, TensorFlow 2.21.0, 2 threads`; of WASM that was not asked for, why it is taken. */
  engineText: string | null;
}

/** A mean over the steps since the last point. */
export interface StepPoint {
  /** Epochs done, with fraction: 2.25 = a quarter into the third. */
  epoch: number;
  loss: number;
  accuracy: number;
  learningRate: number;
  imagesPerSecond: number;
}

export interface TrainingJobWithCurve extends TrainingJob {
  history: EpochMetrics[];
  /** All points so far, thinned to 600 at most. */
  points: StepPoint[];
}

/** A run in the table and the tree. */
export interface RunRow {
  /** Absolute. */
  folder: string;
  id: string;
  /** What a person calls it; the id unless renamed. */
  name: string;
  tags: string[];
  state: RunRecord['state'] | 'damaged';
  /** Why a damaged one cannot be read. */
  problem: string | null;
  startedAt: string;
  recipe: string;
  dataPath: string;
  /** Its data relative to the workspace, or the last part of its path where it is elsewhere; and whether it is still what was trained on (null: not looked yet). */
  dataTitle: string;
  dataState: 'same' | 'changed' | 'missing' | null;
  seed: number | null;
  engine: EngineName | null;
  epochs: number | null;
  validationAccuracy: number | null;
  /** Training minus validation accuracy at the best epoch. */
  gap: number | null;
  /** 95%, of the validation accuracy. */
  interval: readonly [number, number] | null;
  totalSeconds: number | null;
  /** Labels that were changed by corrections; null: trained without. */
  corrections: number | null;
  hasModel: boolean;
  hasAblation: boolean;
}

export interface LoadedRun {
  folder: string;
  name: string;
  record: RunRecord;
  history: EpochMetrics[];
  ablation: Ablation | null;
}
