// What an evaluation yields: `evaluation.json`. Plain data throughout.
import type { CalibrationBin, ClassScore, ConfusedPair, Scores } from '../metrics';
import type { Count, Interval, Share } from '../statistics';
import type { EngineName } from './jobs';

/** What was evaluated, and with what. */
export interface EvaluationSetting {
  kind: 'fashion-mnist evaluation';
  formatVersion: 1;
  /** ISO 8601 UTC. */
  startedAt: string;
  dataPath: string;
  split: string;
  /** Images that were predicted. */
  count: Count;
  /** Pictures that could not be read and were skipped. Paths relative to the data. */
  damaged: { path: string; why: string }[];
  /** By class number: the names that the model learnt, or the data's own where they differ. */
  classNames: string[];
  runId: string;
  runFolder: string;
  engine: EngineName;
  /** Whether each prediction is the mean of those of the image and its mirror image. */
  flipAveraging: boolean;
  /** Predictions alone, without reading and scoring. */
  imagesPerSecond: number;
  /** What a person should know, such as names that differ. */
  notes: string[];
  /** In words, computed from the figures. */
  insights: string[];
  /** SHA-256 of what was evaluated, as `hashSplits` computes it: the probabilities are kept beside the run by it. */
  dataHash: string;
  /** The corrections file by which labels were taken for disputed; null: none was looked at. */
  correctionsFile: string | null;
}

/** Measures that go beyond `Scores`. Null each where it cannot be told; `notes` of the setting say why. */
export interface FurtherScores {
  /** Images by the probability of the predicted class, in bins of one width from 0 to 1. */
  confidenceHistogram: { right: Count[]; wrong: Count[] };
  temperatureScaling: TemperatureScaling | null;
  /** Without images that have a near-twin among those that the run was trained on. */
  withoutTwins: PartAccuracy | null;
  /** Without images whose given label a reviewer changed, was unsure of, or reviewers contradict each other about. */
  withoutDisputed: PartAccuracy | null;
}

/** Temperature scaling fitted on the run's validation images alone, and what it does to the images evaluated here. */
export interface TemperatureScaling {
  temperature: number;
  /** Validation images that it was fitted on. */
  fittedOn: Count;
  /** On validation images that it was not fitted on: whether loss or calibration error get worse. Then it is better left alone. */
  hurts: boolean;
  /** Of the images evaluated here, after scaling; before it: `ece`, `loss` and `calibration` of the scores. */
  ece: Share;
  loss: number;
  calibration: CalibrationBin[];
}

/** Accuracy on a part of the images. */
export interface PartAccuracy {
  /** Labelled images that were left out. */
  leftOut: Count;
  count: Count;
  accuracy: Share;
  accuracyInterval: Interval;
}

/** `Scores`, with the names of classes beside their numbers. */
export interface NamedScores extends Omit<Scores, 'perClass' | 'confusedPairs'>, FurtherScores {
  perClass: (ClassScore & { name: string })[];
  confusedPairs: (ConfusedPair & { actualName: string; predictedName: string })[];
}

/** The measures of data without labels. */
export type NoScores = { [Measure in keyof NamedScores]: null };

export const NO_SCORES: NoScores = {
  labelledCount: null,
  accuracy: null,
  accuracyInterval: null,
  top2: null,
  macroPrecision: null,
  macroRecall: null,
  macroF1: null,
  weightedPrecision: null,
  weightedRecall: null,
  weightedF1: null,
  loss: null,
  ece: null,
  meanConfidence: null,
  confidenceHistogram: null,
  temperatureScaling: null,
  withoutTwins: null,
  withoutDisputed: null,
  perClass: null,
  confusion: null,
  confusedPairs: null,
  calibration: null,
};

/** `evaluation.json`: all on the top level, unrounded. The measures are null where nothing is labelled. */
export type Evaluation = EvaluationSetting & (NamedScores | NoScores);
