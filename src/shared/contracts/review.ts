// What is put before a reviewer, and why. Plain data throughout.
import type { Interval } from '../statistics';
import type { DataLocation, EngineChoice } from './jobs';

/**
 * What an image is doubted by. The first three: how unsure the model is of it (any data; they find no wrong labels).
 * `label-error`: how likely its label is wrong, from the training run itself (only data that the run was trained on).
 * `disagreement`: the model predicts another class than the given one, the most confident first.
 */
export const REVIEW_SCORES = ['margin', 'entropy', 'least-confidence', 'label-error', 'disagreement'] as const;
export type ReviewScore = (typeof REVIEW_SCORES)[number];

export interface ReviewListRequest {
  data: DataLocation;
  /** A run folder. */
  runFolder: string;
  score: ReviewScore;
  /** The most images to list. Absent: `ReviewList.suggested`, at most 1,000, or 200 where that cannot be told. */
  top?: number;
  /**
   * Of `label-error`: with so many folds, networks that did not learn from an image judge its label (confident learning)
   * instead of the run itself; it takes as long as so many trainings. Absent: from the run.
   */
  folds?: number;
  /** Images that a reviewer decided already are not listed, unless reviewers contradict each other. Absolute. */
  correctionsFile?: string;
  /** Where the list is written as CSV too; absolute. */
  csvFile?: string;
  /** The folder of a new review, absolute: its queue is kept there (`queue.json`, a `ReviewQueue`), for the review view. */
  reviewFolder?: string;
  /** When the review was asked for, ISO 8601 UTC: `createdAt` of the queue. Default: when the queue is written. */
  createdAt?: string;
  engine: EngineChoice;
}

/** An image that a reviewer should look at. */
export interface FlaggedImage {
  /** From 1. */
  rank: number;
  imageId: string;
  split: string;
  /** From 0, in file order within the split. */
  index: number;
  givenLabel: number | null;
  /** Null without predictions. */
  predictedLabel: number | null;
  /** Higher is more doubtful; null where a person chose the image. */
  score: number | null;
  /** The probability that the given label is wrong; null where the run cannot tell. */
  errorProbability: number | null;
  /** One line for a person. */
  reason: string;
  /** The three most probable classes, calibrated, as `reason` tells them; absent where a person chose the image. */
  predictions?: Prediction[];
}

export interface Prediction {
  label: number;
  /** 0 to 1. */
  probability: number;
}

/** How many wrong labels are among some images, as far as the run can tell. */
export interface ErrorEstimate {
  /** Of so many images. */
  images: number;
  expected: number;
  /** At 95%. */
  interval: readonly [lower: number, upper: number];
}

export interface ReviewList {
  score: ReviewScore;
  runId: string;
  classNames: string[];
  /** Images that were ranked. */
  ranked: number;
  /** Of those, how many to look at: with the best expected F1. Only of `label-error`, else null. */
  suggested: number | null;
  /** Wrong labels among the listed images. Only of `label-error`, else null. */
  estimate: ErrorEstimate | null;
  /** What the probabilities were calibrated with; null where they are as the model says. */
  temperature: number | null;
  images: FlaggedImage[];
  /** Where each of them stands in the data, as `predictions.csv` tells it: `Shirt/a.png`, `train.csv:12`. */
  sources: string[];
  csvFile: string | null;
}

/** `queue.json` of a review's folder: what was flagged, in an order that stays. Written once. */
export interface ReviewQueue extends Omit<ReviewList, 'sources' | 'score' | 'runId'> {
  kind: 'fashion-mnist review queue';
  formatVersion: 1;
  /** `selection`: a person chose the images in a grid. */
  score: ReviewScore | 'selection';
  /** Empty without a run, as `runFolder`. */
  runId: string;
  /** ISO 8601 UTC. */
  createdAt: string;
  data: DataLocation;
  /** `OpenedDataset.hash` of the data at that time: another one means that places may be wrong, ids are not. */
  dataHash: string;
  runFolder: string;
  /** Ranked images that are not listed: how many have about which probability of a wrong label. Empty where unknown. */
  unlisted: { probability: number; count: number }[];
  /** Known flips that a reviewer can be checked with: images whose label is surely right, and a label that is not. */
  plantable: PlantedFlip[];
  /** What reviewing pays, from the risk and coverage of validation data; null where that cannot be told. */
  budget: ReviewBudget | null;
}

export interface PlantedFlip {
  imageId: string;
  split: string;
  index: number;
  trueLabel: number;
  /** What is shown as the given label. */
  shownLabel: number;
  /** Made as those of flagged images are, as if the shown label were the given one: it must not give the flip away. */
  reason: string;
  /** The same as if its true label were the given one: a check shows some images as they are. */
  rightReason: string;
  /** As those of flagged images. */
  predictions?: Prediction[];
}

/** "Review N and expect this accuracy on the rest." Shares are 0 to 1, with intervals at 95%. */
export interface ReviewBudget {
  /** Validation images that it was learnt from. */
  validationCount: number;
  /** For rising numbers of reviewed images of the queue's data; the first with 0. */
  points: BudgetPoint[];
  /** By class as predicted, the most in need first: to reach the accuracy of `target` on the rest of that class. */
  perClass: { label: number; count: number; accuracy: number; interval: Interval; toReview: number | null }[];
  target: number;
}

export interface BudgetPoint {
  reviewed: number;
  /** Expected accuracy of the predictions of those that are not reviewed. */
  accuracy: number;
  interval: Interval;
}

/** `progress.json` of a review's folder: where the person is. Decisions are in the corrections file alone. */
export interface ReviewProgress {
  kind: 'fashion-mnist review progress';
  formatVersion: 1;
  /** Position in the queue, from 0. */
  position: number;
  /** Ids of images that were skipped; they come again at the end. */
  skipped: string[];
  /** Milliseconds that were spent deciding (pauses of over a minute do not count), and decisions made in them. */
  activeMilliseconds: number;
  decided: number;
  /** The reviewer check, if the person asked for one. */
  check: ReviewerCheck | null;
}

/** Known flips planted in the queue, unmarked. Their answers are here, never in the corrections file. */
export interface ReviewerCheck {
  /** Where each stands: before the image of the queue with this position. */
  planted: (PlantedFlip & { before: number; answer: PlantedAnswer | null })[];
}

export interface PlantedAnswer {
  decision: 'relabel' | 'keep' | 'unsure';
  newLabel: number | null;
}
