// Two runs on the same labelled images: who fixed what, and whether the difference is more than chance.
import type { CorrectionsUsed } from './corrections';
import type { DataLocation, EngineChoice } from './jobs';

export interface ComparePredictionsRequest {
  data: DataLocation;
  /** Run folders: the one before, and the one after. */
  runFolders: readonly [string, string];
  /** Default: the test split where there is one, else all of the data. */
  split?: string;
  engine: EngineChoice;
  /** Of the bootstrap. */
  seed: number;
}

export interface PredictionComparison {
  kind: 'fashion-mnist comparison';
  formatVersion: 1;
  dataPath: string;
  /** `all` where all splits were taken. */
  split: string;
  classNames: string[];
  runs: readonly [ComparedRun, ComparedRun];
  /** Labelled images. */
  count: number;
  bothRight: number;
  onlyFirst: number;
  onlySecond: number;
  bothWrong: number;
  /** Accuracy of the second less that of the first. */
  difference: number;
  /** Of the difference, 95%: paired bootstrap. */
  interval: readonly [number, number];
  /** McNemar's exact test, two-sided. */
  pValue: number;
  /** By class: of its images, the share that each run recognises, and the difference with its paired interval. */
  perClass: {
    label: number;
    name: string;
    support: number;
    first: number;
    second: number;
    difference: number;
    interval: readonly [number, number];
    fixed: number;
    broken: number;
  }[];
  /** Image numbers in the whole data set, as the explorer counts them: wrong in the first, right in the second; the most confident second first. */
  fixed: number[];
  /** Right in the first, wrong in the second; the most confident second first. */
  broken: number[];
  /** Wrong in both, but not alike. */
  otherwiseWrong: number[];
  /** How the settings of the runs differ: `epochs 4, then 8`. Empty: only corrections, or nothing. */
  differences: string[];
  /** In plain words. */
  findings: string[];
}

export interface ComparedRun {
  runId: string;
  name: string;
  runFolder: string;
  accuracy: number;
  accuracyInterval: readonly [number, number];
  /** The corrections that it was trained with. */
  corrections: CorrectionsUsed | null;
}
