// The review view: what it asks the extension, and what it is told. `ready` -> snapshot -> what changes.
import type { CorrectionsState, ImageDecision, RelabelCalls } from './decisions';
import type { DataCalls, DataProgress, OpenedDataset } from './explorer';
import type { ReviewProgress, ReviewQueue } from './review';
import type { ViewCalls } from './views';

export interface ReviewCalls
  extends ViewCalls, RelabelCalls, Pick<DataCalls, 'query' | 'thumbnails' | 'describeImage' | 'decisionsOf'> {
  /** Opens queue and data. @throws UserError */
  ready(request: null): ReviewSnapshot;
  /** Keeps where the person is; told after each decision, at most some times a second. */
  saveProgress(progress: ReviewProgress): void;
  /** Ends this review and asks for another: data, run, score. */
  startAnother(request: null): void;
  /** Opens the training view with these corrections filled in. */
  trainWithCorrections(request: null): void;
}

export interface ReviewEvents {
  progressed: DataProgress;
  /** The file changed: by us, in the editor, by another window. Ask `decisionsOf` again. Also told soon after `ready`. */
  correctionsChanged: CorrectionsState;
  /** The data process ended and was started again: data set numbers and image numbers are those of this snapshot. */
  dataRestarted: ReviewSnapshot;
  /** The data could not be read again: why. `ready` tries once more. */
  dataLost: string;
  /** The data on the disk is no longer what was flagged. */
  dataChanged: null;
  /** The keys were set otherwise. */
  keysChanged: ReviewKeys;
}

export interface ReviewSide {
  calls: ReviewCalls;
  events: ReviewEvents;
}

/** What the view's state (`saveState`) holds at least: by that a panel is brought back when the window reloads. */
export interface ReviewState {
  /** Absolute. */
  reviewFolder: string;
}

export interface ReviewSnapshot {
  reviewFolder: string;
  /** `label errors in data/train, by run "standard"`: a title for a person. */
  title: string;
  runName: string;
  queue: ReviewQueue;
  opened: OpenedDataset;
  /** The number of each image of the queue in the opened data, found by its id; -1 where it is no longer there. */
  images: Int32Array;
  /** Those of `queue.plantable`, likewise. */
  plantable: Int32Array;
  /** What stands decided about each image of the queue, in the queue's order. */
  decisions: (ImageDecision | null)[];
  progress: ReviewProgress;
  reviewer: string;
  /** Relative to the workspace. */
  correctionsFile: string;
  corrections: CorrectionsState;
  keys: ReviewKeys;
}

/** What a key does in the review view. */
export const REVIEW_ACTIONS = [
  'keep',
  'acceptModel',
  'unsure',
  'skip',
  'note',
  'undo',
  'redo',
  'previous',
  'next',
  'chooseClass',
  'grid',
  'help',
] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

/** The keys of each action as `KeyboardEvent.key` names them, with `Ctrl+` (also Cmd) in front where it is held. */
export type ReviewKeys = Record<ReviewAction, string[]>;

/** Digits relabel besides: they are not set. */
export const DEFAULT_REVIEW_KEYS: ReviewKeys = {
  keep: ['Enter'],
  acceptModel: ['Space'],
  unsure: ['u'],
  skip: ['s'],
  note: ['n'],
  undo: ['Backspace', 'Ctrl+z'],
  redo: ['Ctrl+y', 'Ctrl+Shift+z'],
  previous: ['ArrowLeft', 'ArrowUp'],
  next: ['ArrowRight', 'ArrowDown'],
  chooseClass: ['/'],
  grid: ['g'],
  help: ['?'],
};
