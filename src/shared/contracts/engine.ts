// The boundary between the extension and the engine process: what may be asked, what is told.
import type { Ablation, AblationPart } from './ablation';
import type { ComparePredictionsRequest, PredictionComparison } from './comparison';
import type { ApplyCorrectionsRequest, ApplyCorrectionsResult } from './corrections';
import type { PredictionsSummary } from './explorer';
import type {
  AblateRequest,
  AnalyzeRequest,
  EngineName,
  EpochMetrics,
  EvaluateRequest,
  JobBegun,
  PredictRequest,
  Progress,
  RunRecord,
  TrainRequest,
  TrainResult,
} from './jobs';
import type { ReviewList, ReviewListRequest, ReviewProgress, ReviewQueue } from './review';
import type {
  CalibrateRequest,
  Calibration,
  CheckDataRequest,
  DataCheck,
  DescribeRecipeRequest,
  LoadedRun,
  RecipeCard,
  RecipeDescription,
  RunRow,
  StepPoint,
} from './training';

/** Set in the environment of a process that shall not choose the native engine by itself: why, in words. */
export const AVOID_NATIVE_VARIABLE = 'FASHION_MNIST_AVOID_NATIVE';

/** What the extension may ask. A process serves one job (analyze, train, evaluate) in its life. */
export interface EngineCalls {
  analyze(request: AnalyzeRequest): AnalyzeAnswer;
  /** Cancelled, it still answers: what was learnt is kept. */
  train(request: TrainRequest): TrainResult;
  evaluate(request: EvaluateRequest): EvaluateAnswer;
  findData(request: FindDataRequest): FoundData[];
  /** The runs in a runs folder, newest first; none if the folder is not there. */
  listRuns(runsFolder: string): ListedRun[];
  /** A folder that does not exist yet, for `TrainRequest.runFolder`. */
  newRunFolder(request: NewRunRequest): string;
  /** Deletes a run that is not being trained; the folder with or without `.partial`. */
  deleteRun(runFolder: string): void;
  listRecipes(argument: null): RecipeCard[];
  /** Whether the native engine is installed on this machine. */
  hasNativeEngine(argument: null): boolean;
  /** Whether the native engine can be installed: null. What is there, where it is installed. @throws UserError where it cannot */
  prepareEngine(argument: null): InstalledEngine | null;
  /** Installs the native engine for this user, tests it, and measures both engines. */
  installEngine(request: InstallEngineRequest): InstalledEngine;
  /** Takes it away. @throws UserError where its folder holds something else */
  removeEngine(argument: null): void;
  describeRecipe(request: DescribeRecipeRequest): RecipeDescription;
  /** The JSON of a recipe, to be edited. */
  recipeText(recipe: string): string;
  listAblationParts(recipe: string): AblationPart[];
  checkTrainingData(request: CheckDataRequest): DataCheck;
  calibrate(request: CalibrateRequest): Calibration;
  /** Cancelled, it still answers: the trials done so far are kept. */
  ablate(request: AblateRequest): Ablation;
  /** Predicts all splits of a data set and keeps the probabilities beside the run. */
  predict(request: PredictRequest): PredictionsSummary;
  /** Two runs on the same labelled data; predicts what is not kept yet. */
  comparePredictions(request: ComparePredictionsRequest): PredictionComparison;
  /** Ranks the images of a data set by doubt, and keeps the queue of a review. */
  listReview(request: ReviewListRequest): ReviewList;
  /** Writes a data set with its labels corrected. */
  applyCorrections(request: ApplyCorrectionsRequest): ApplyCorrectionsResult;
  /** The reviews in a folder of reviews, newest first; damaged ones are left out. */
  listReviews(reviewsFolder: string): FoundReview[];
  /** @throws UserError where it is gone or damaged */
  loadReview(reviewFolder: string): { queue: ReviewQueue; progress: ReviewProgress };
  /** Keeps a queue that was chosen by a person. */
  saveReviewQueue(request: { reviewFolder: string; queue: ReviewQueue }): void;
  saveReviewProgress(request: { reviewFolder: string; progress: ReviewProgress }): void;
  /** Holds the training of this process before its next step, or lets it go on. */
  pause(isPaused: boolean): void;
  /** The runs as a person sees them, newest first; those put aside left out. */
  listRunRows(request: ListRunRowsRequest): RunRow[];
  loadRuns(runFolders: string[]): LoadedRun[];
  /** Gives a run a name for people; its folder stays. Empty: its id again. */
  renameRun(request: { runFolder: string; name: string }): void;
  tagRun(request: { runFolder: string; tags: string[] }): void;
  /** Puts a run out of sight, so that it can be brought back. @throws UserError when it is being trained */
  putRunAside(runFolder: string): void;
  bringRunBack(runFolder: string): void;
  /** Deletes for good what was put aside, of these runs alone. */
  deleteAside(runFolders: string[]): void;
  /** Whether two runs have the same weights, bit by bit. */
  compareWeights(request: { a: string; b: string }): WeightsComparison;
}

/** What the engine tells while it works. */
export interface EngineEvents {
  /** The process is up and listens: the handshake. */
  ready: EngineReady;
  /** How far the job is, at most about ten times a second. */
  progressed: Progress;
  /** One line for a person. */
  noted: string;
  epochEnded: EpochMetrics;
  /** Within an epoch, at most ten times a second, and at its end. */
  stepped: { point: StepPoint; memory: number };
  /** The engine that this process computes with from now on, before it is loaded. */
  engineChosen: EngineName;
  /** Data is read and the engine loaded; the first step comes next. */
  begun: JobBegun;
  /** Another training works in this workspace: this one waits for it. Null: its turn has come. */
  waited: string | null;
  ablationProgressed: Ablation;
}

export interface EngineSide {
  calls: EngineCalls;
  events: EngineEvents;
}

export interface EngineReady {
  pid: number;
  /** The version of the Node that runs the engine: `20.20.2`. */
  node: string;
}

/** Where TensorFlow's library comes from. `archive`: absolute, fetched already. */
export type LibrarySource =
  /** As TensorFlow's makers publish it for C. */
  | { kind: 'official'; archive: string }
  /** TensorFlow's package for Python, of which the library is taken. */
  | { kind: 'wheel'; archive: string }
  /** The same, fetched with the pip of this machine. */
  | { kind: 'pip' };

/** The share of the whole installation that is over when the library is there: the extension fetches it, the engine process goes on. */
export const LIBRARY_FETCHED = 0.7;

export interface InstallEngineRequest {
  /** The folder of the compiled addons, absolute. */
  addons: string;
  source: LibrarySource;
  /** ISO 8601, UTC. */
  now: string;
}

export interface InstalledEngine {
  alreadyInstalled: boolean;
  tensorflow: string;
  /** In training the default recipe, here and now. */
  imagesPerSecond: { native: number; wasm: number };
}

/** The files that an analysis wrote, absolute. */
export interface AnalyzeAnswer {
  textFile: string;
}

/** A review that was begun. */
export interface FoundReview {
  reviewFolder: string;
  createdAt: string;
  dataPath: string;
  runFolder: string;
  score: ReviewQueue['score'];
  /** Images of the queue. */
  count: number;
  position: number;
}

/** What the extension shows of an evaluation; all of it is in the files. */
export interface EvaluateAnswer {
  outputFile: string;
  /** `evaluation.json`, absolute. */
  jsonFile: string;
  count: number;
  /** 0 to 1; null when the data is unlabelled. */
  accuracy: number | null;
}

export interface FindDataRequest {
  /** Where to look, absolute. */
  folder: string;
  /** How many places to report at most. */
  limit: number;
}

/** A place that looks like data that can be opened, judged by names and the first bytes alone. */
export interface FoundData {
  /** Absolute. */
  path: string;
  /** In a few words: `CSV`, `IDX, train and test`, `pictures in 10 folders`. */
  kind: string;
}

export interface ListedRun {
  /** Absolute. */
  folder: string;
  /** Null where `run.json` cannot be read. */
  record: RunRecord | null;
}

export interface NewRunRequest {
  /** Absolute. */
  runsFolder: string;
  /** ISO 8601 UTC. */
  startedAt: string;
  /** A recipe's name, or the path of its file. */
  recipe: string;
}

export interface ListRunRowsRequest {
  /** Absolute. */
  runsFolder: string;
  /** The workspace folder: paths inside are shown relative to it. */
  base: string;
}

export interface WeightsComparison {
  equal: boolean;
  /** The largest difference between two weights; null where the networks differ. */
  largestDifference: number | null;
}
