// What the jobs take and yield: the same for the command line, the extension and the tests. Plain data throughout.
import type { Count, Share } from '../statistics';
import type { CorrectionsAsked, CorrectionsUsed } from './corrections';
import type { Ablation } from './ablation';
import type { StepPoint } from './training';

/** Which engine computes. `auto`: native if it is installed, else WASM. */
export type EngineChoice = 'auto' | 'native' | 'wasm';
export type EngineName = Exclude<EngineChoice, 'auto'>;

/** The seed unless another is asked for: in the editor and on the command line the same. */
export const DEFAULT_SEED = 1;

/** Where data lies and how to read it. */
export interface DataLocation {
  /** A CSV, CSV.gz or IDX file, or a folder that holds any of these or class sub-folders of pictures. Absolute. */
  path: string;
  /** A text file with one class name a line; default: `classes.txt` beside the data, else the ten of Fashion-MNIST. */
  classesFile?: string;
  /** Whether pictures are inverted to light-on-black: `auto` decides by the brightness of each picture's border. */
  invert?: 'auto' | 'yes' | 'no';
  /**
   * How a picture of another shape comes into the square: all of it with a margin (the default), its middle alone, or
   * pulled out of shape.
   */
  fit?: 'contain' | 'cover' | 'stretch';
}

/** How far a job is, told at most about ten times a second. */
export interface Progress {
  /** What is being done, in a few words: `reading`, `epoch 3 of 10`. */
  message: string;
  /** Share of the whole job that is done, 0 to 1. */
  fraction: number;
  /** Seconds left, where that can be told. */
  secondsLeft?: number;
}

/** What a job may do beside computing its result. Randomness and time are in the request, cancel is the signal. */
export interface JobContext {
  progress: (progress: Progress) => void;
  /** One line for a person: what was taken, what was ignored, a warning. */
  note: (line: string) => void;
  /** Training only: an epoch is done. */
  epochEnded?: (metrics: EpochMetrics) => void;
  /** Training only: a mean over the steps since the last point, at most ten a second, and at the end of each epoch. */
  stepped?: (point: StepPoint) => void;
  /** Trainings: data is read and the engine loaded; the first step comes next. */
  begun?: (begun: JobBegun) => void;
  /** Trainings: which other one works where this one waits for its turn; null when its turn has come. */
  waited?: (holder: string | null) => void;
  /** Trainings: asked before each step; what it yields is awaited, and does not count as time of the training. */
  hold?: (signal: AbortSignal) => Promise<void> | undefined;
  /** Ablations only: a trial is done; all so far. */
  ablationProgressed?: (ablation: Ablation) => void;
  signal: AbortSignal;
}

export interface JobBegun {
  /** The folder that a whole run will have (until then it ends in `.partial`); of an ablation, its output folder. */
  runFolder: string | null;
  engine: EngineName;
  /** `native, TensorFlow 2.21.0, 2 threads`. */
  engineText: string;
  epochs: number;
}

/** One epoch of training, as `history.csv` keeps it. Losses are mean cross-entropies in nats, accuracies 0 to 1. */
export interface EpochMetrics {
  /** From 1. */
  epoch: number;
  trainLoss: number;
  trainAccuracy: number;
  validationLoss: number;
  validationAccuracy: number;
  /** At the end of the epoch. */
  learningRate: number;
  /** Of the training steps alone, without validation. */
  seconds: number;
  imagesPerSecond: number;
}

export interface TrainRequest {
  data: DataLocation;
  /** The name of a recipe, or the path of a JSON file with one. */
  recipe: string;
  /** Default: what the recipe says. */
  epochs?: number;
  seed: number;
  engine: EngineChoice;
  /** Share of the training images held out, stratified by class; 0.1 by default. */
  validationShare?: number;
  classWeights?: 'none' | 'balanced';
  /** The run folder to make. It must not exist, unless `resume` is set. */
  runFolder: string;
  /** Go on with the interrupted run in `runFolder`. */
  resume?: boolean;
  /**
   * A run folder from whose card this run is trained again: recipe, seed, epochs (as many as were done), class weights,
   * validation share and engine come from there, not from this request; the data must be the very same.
   */
  recipeFrom?: string;
  /** Labels that reviewers corrected; with `resume` and `recipeFrom` those of the run are taken. */
  corrections?: CorrectionsAsked;
  /** When the job was asked for, ISO 8601 UTC. */
  startedAt: string;
  /** A folder (the runs folder) in which one training works at a time: this one waits there for its turn. Absolute. */
  turnIn?: string;
}

export interface TrainResult {
  runFolder: string;
  record: RunRecord;
}

/** `run.json`. */
export interface RunRecord {
  formatVersion: 1;
  /** Absent: a training. The folder of an ablation has its figures in `ablation.json`, and no model. */
  kind?: 'ablation';
  id: string;
  /** `running` is only seen in a folder whose process still runs or was killed. */
  state: 'running' | 'finished' | 'stopped' | 'interrupted';
  startedAt: string;
  finishedAt: string | null;
  data: {
    path: string;
    /** SHA-256 over pixels and labels of the images given to train, hex. */
    hash: string;
    /**
     * The same of each split given to train: that of the images to learn from, then that of the data's own validation
     * split if it has one. Runs of early versions lack it.
     */
    splitHashes?: string[];
    /**
     * Names, sizes and times of the files given to train, as `dataStamp` condenses them: equal ones need not be read
     * to know that the data is the same. Runs of early versions lack it.
     */
    stamp?: string;
    /** SHA-256 over the indices held out for validation, hex. */
    splitHash: string;
    trainCount: Count;
    validationCount: Count;
    classNames: string[];
    /** Images a class in the training part, by class number. */
    classCounts: Count[];
  };
  /** The recipe in full, as `model/recipe.ts` describes it. */
  recipe: Record<string, unknown>;
  seed: Count;
  epochsAsked: Count;
  engine: { name: EngineName; versions: Record<string, string>; threads: number };
  machine: { platform: string; arch: string; cpu: string; cores: number; node: string };
  /** What was asked for beside recipe and seed; a resumed run takes it from here. */
  settings: { data: DataLocation; validationShare: Share; classWeights: 'none' | 'balanced' };
  /** Absent: the labels were taken as given. The hashes of `data` are always of the data as given. */
  corrections?: CorrectionsUsed;
  results: RunResults | null;
  /** What a person was told while it ran: what was taken and ignored, what was decided. */
  notes: string[];
}

export interface RunResults {
  epochs: Count;
  /** The epoch whose weights were kept, from 1. */
  bestEpoch: Count;
  trainLoss: number;
  trainAccuracy: Share;
  validationLoss: number;
  validationAccuracy: Share;
  parameters: Count;
  /** Training steps alone, seconds. */
  trainingSeconds: number;
  /** The whole job, seconds. */
  totalSeconds: number;
  imagesPerSecond: number;
  /** Temperature scaling of the kept model, fitted on the images held out. Runs of early versions lack it. */
  temperature?: RunTemperature | null;
}

export interface RunTemperature {
  temperature: number;
  /** Validation images. */
  count: Count;
  /** On images that it was not fitted on: it makes loss or calibration error worse. */
  hurts: boolean;
}

export interface AnalyzeRequest {
  data: DataLocation;
  /** Where `analysis.json` and `analysis.txt` go. */
  outputFolder: string;
  /** For the sample of the nearest-neighbour search. */
  seed: number;
}

export interface EvaluateRequest {
  data: DataLocation;
  /** A run folder. */
  runFolder: string;
  /** Default: the test split where there is one, else all of the data. */
  split?: string;
  /** `output.txt`; `evaluation.json` and `predictions.csv` go beside it. */
  outputFile: string;
  engine: EngineChoice;
  /** Average each prediction with that of the mirrored image. */
  flipAveraging?: boolean;
  /** Also look for near-twins among the images that the run was trained on, where they are still there. Takes seconds. */
  twins?: boolean;
  /** By which labels are disputed; absolute. A file that is not there counts as none. */
  correctionsFile?: string;
  /** Also write the table of classes and the confusion matrix, as `per-class.csv` and `confusion.csv` beside the report. */
  tables?: boolean;
  startedAt: string;
}

export interface AblateRequest {
  data: DataLocation;
  recipe: string;
  /** Ids of parts as `listAblationParts` gives them; all when empty. */
  parts: string[];
  /** At least two; the same for each part. */
  seeds: number[];
  /** Of each training. */
  epochs: number;
  /** Training images, drawn by class with the first seed; all when there are no more. */
  images: number;
  validationShare: number;
  engine: EngineChoice;
  /** Where `ablation.json` and `ablation.csv` go. */
  outputFolder: string;
  startedAt: string;
  /** As in `TrainRequest`. */
  turnIn?: string;
}

export interface PredictRequest {
  data: DataLocation;
  runFolder: string;
  engine: EngineChoice;
}
