// Decisions about images of an opened data set: what a view asks, and what the data process knows of the corrections file.
import type { Correction, Decision } from './corrections';

/** What stands decided about an image: the newest decision that was not taken back. */
export interface ImageDecision {
  /** Its number in the opened data set. */
  image: number;
  /** Null: all that was decided is taken back. */
  decision: Exclude<Decision, 'undo'> | null;
  /** Of a relabel; else null. */
  newLabel: number | null;
  reviewer: string;
  /** ISO 8601 UTC. */
  reviewedAt: string;
  note: string;
  /** Two reviewers give it different labels. */
  isConflict: boolean;
  /** Of each reviewer the newest that stands, the newest last: one of them where nobody else decided. */
  verdicts: Verdict[];
  /** How many decisions stand, of all reviewers: so many times `undo` does something. */
  standing: number;
}

export interface Verdict {
  reviewer: string;
  decision: Exclude<Decision, 'undo'>;
  /** Of a relabel; else null. */
  newLabel: number | null;
}

/** One decision of a person, as a view sends it. */
export interface NewDecision {
  image: number;
  decision: Decision;
  /** Of a relabel. */
  newLabel?: number;
  /** The score that put it before the reviewer; null in a grid. */
  score: number | null;
  note?: string;
}

/** What every view with images may ask about labels. `dataset` must be the view's own. */
export interface RelabelCalls {
  /**
   * Writes decisions to the corrections file of the workspace; when it answers they are on the disk.
   * @throws UserError when nothing was saved: it stays on screen with Retry, which is the same request again
   */
  decide(request: DecideRequest): ImageDecision[];
  /** Opens the corrections file as text, at its end. */
  openCorrections(request: null): void;
}

export interface DecideRequest {
  dataset: number;
  decisions: NewDecision[];
  /** Empty in a grid. */
  scoreName: string;
  /** The id of the run whose predictions are looked at; empty without. */
  model: string;
}

/** The same with what the extension knows, for the data process. */
export interface DecideInDataRequest extends DecideRequest {
  /** Absolute. */
  file: string;
  /** What the data is called in the file: its path relative to the workspace, with `/`. */
  datasetName: string;
  reviewer: string;
}

export interface UseCorrectionsRequest {
  dataset: number;
  /** Absolute; a file that is not there counts as empty. Null: no corrections. */
  file: string | null;
}

/** What a corrections file says of a data set. Numbers of images. */
export interface CorrectionsState {
  relabelled: number;
  kept: number;
  unsure: number;
  conflicts: number;
  /** Decided images that are not in this data. */
  notFound: number;
  /** Lines that break off do not count: how many. */
  torn: number;
  /**
   * Why the file cannot be read, one line with row and column: none of its decisions count then, and none can be added. Or
   * which of its lines gives an image a class that this data has not: that line alone does not count.
   */
  problem: string | null;
  /** The file is open in the editor with changes that are not saved: nothing can be added until it is saved. */
  isDirty: boolean;
  /** How far each two reviewers agree; most common images first. */
  agreements: {
    reviewers: readonly [string, string];
    images: number;
    same: number;
    interval: readonly [number, number];
  }[];
}

export interface DiffCorrectionsRequest {
  /** The whole texts of both versions; empty where there was none. */
  before: string;
  after: string;
  /** For messages. */
  file: string;
}

/** One image about which the two versions say different things. */
export interface CorrectionChange {
  imageId: string;
  /** As the newest line about it says. */
  dataset: string;
  split: string;
  index: number | null;
  givenLabel: number | null;
  givenName: string;
  /** What counted before and what counts after; null where nothing did. */
  before: CorrectionVerdict | null;
  after: CorrectionVerdict | null;
}

export type CorrectionVerdict = Pick<
  Correction,
  'decision' | 'newLabel' | 'newName' | 'reviewer' | 'reviewedAt' | 'note'
>;

export interface CorrectionsDiff {
  /** Those whose label differs between the versions first, by class pair (most images first); then the others. */
  changes: CorrectionChange[];
  /** Images with a decision in either version that is the same in both. */
  same: number;
}
