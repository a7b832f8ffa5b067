// The corrections that reviewers write: the file `corrections.csv`, what a line of it says, and what came of applying it.
import type { DataLocation } from './jobs';

/** The columns of `corrections.csv`, in the order in which they are written. */
export const CORRECTION_COLUMNS = [
  'image_id',
  'dataset',
  'split',
  'index',
  'given_label',
  'given_name',
  'decision',
  'new_label',
  'new_name',
  'score_name',
  'score',
  'model',
  'reviewer',
  'reviewed_at',
  'note',
] as const;

export type CorrectionColumn = (typeof CORRECTION_COLUMNS)[number];

/**
 * `relabel`: the image is of class `newLabel`. `keep`: its given label is right. `unsure`: the reviewer cannot tell.
 * `undo`: takes back the image's newest decision that still stands.
 */
export const DECISIONS = ['relabel', 'keep', 'unsure', 'undo'] as const;

export type Decision = (typeof DECISIONS)[number];

/** One line of the file. What is not known is null, or empty where it is text. */
export interface Correction {
  /** As `imageId` computes it: 16 hex digits in small letters. It alone says which image is meant. */
  imageId: string;
  /** For a person: what the data set was called when it was reviewed. */
  dataset: string;
  /** For a person, with `index` (from 0): where the image stood then. */
  split: string;
  index: number | null;
  /** 0 to 254. */
  givenLabel: number | null;
  givenName: string;
  decision: Decision;
  /** 0 to 254; of a relabel this or `newName` is there. Else null. */
  newLabel: number | null;
  newName: string;
  /** Which score put the image before the reviewer, and its value; a higher one is more doubtful. */
  scoreName: string;
  score: number | null;
  /** The run whose predictions were reviewed. */
  model: string;
  reviewer: string;
  /** ISO 8601 in UTC with milliseconds, `2026-11-22T10:00:00.000Z`: sorts as text as it does in time. */
  reviewedAt: string;
  note: string;
}

/** A correction and the line in the file where it begins, from 1. */
export interface PlacedCorrection extends Correction {
  row: number;
}

/** What was read from a corrections file. */
export interface CorrectionsRead {
  /** In the order of the file. */
  corrections: PlacedCorrection[];
  /** Lines that break off, as after a crash or a full disk; they do not count. */
  torn: TornLine[];
  /** Columns that are none of ours; they are left alone. */
  otherColumns: string[];
  /** SHA-256 of the file's bytes, hex. */
  hash: string;
}

export interface TornLine {
  row: number;
  /** `breaks off after 4 of 15 cells` */
  why: string;
}

/** How a data set's labels and the decisions about its images went together. Numbers of images. */
export interface CorrectionCounts {
  /** Whose label is another now. */
  changed: number;
  /** Relabelled to what they are labelled already. */
  alreadySo: number;
  kept: number;
  unsure: number;
  /** Relabelled, but of a split that has no labels at all. */
  unlabelled: number;
  /** Of those above: images about which two reviewers contradict each other; the newest decision was taken. */
  conflicts: number;
  /** Decided images that are not in the data. */
  notFound: number;
}

/** Corrections to train with. */
export interface CorrectionsAsked {
  /** Absolute. */
  file: string;
  /** What becomes of images about which a reviewer was unsure: learned from as given, not at all, or with half the weight. */
  unsureUse?: UnsureUse;
}

export const UNSURE_USES = ['keep', 'leave-out', 'half'] as const;
export type UnsureUse = (typeof UNSURE_USES)[number];

/**
 * What the card of a run keeps of the corrections that it was trained with; the file itself lies beside it as
 * `corrections.csv`. The counts are about the images given to train.
 */
export interface CorrectionsUsed extends CorrectionCounts, CorrectionsAsked {
  /** SHA-256 of the file's bytes, hex. */
  hash: string;
  /** Unsure images that were not learned from. */
  leftOut: number;
  /** Unsure images that were learned from with half the weight. */
  halved: number;
}

/** To write a data set with its labels corrected. */
export interface ApplyCorrectionsRequest {
  data: DataLocation;
  /** Absolute. */
  correctionsFile: string;
  /** What is written, absolute: a file where the data is one CSV and this is called so, else a folder. */
  out: string;
}

export interface ApplyCorrectionsResult extends CorrectionCounts {
  out: string;
  /** Each split with its images, and how many of its labels are others now. */
  splits: { split: string; count: number; changed: number }[];
  /** SHA-256 of the corrections file, hex. */
  correctionsHash: string;
}
