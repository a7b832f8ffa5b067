// Corrections as a diff of pictures: two versions of the file, each changed label as its picture.
import type { CorrectionsDiff } from './decisions';
import type { ViewCalls } from './views';

export interface CorrectionsViewCalls extends ViewCalls {
  /** @throws UserError for a version that cannot be read, its row named */
  ready(request: null): CorrectionsSnapshot;
  /** The pixels of some changes by their places in `diff.changes`; null where the data or the image is not there. */
  pictures(places: number[]): (Uint8Array | null)[];
  /** Takes other versions. Asks with the editor's own list. */
  chooseVersions(request: null): void;
  /** Opens the file as text. */
  openFile(request: null): void;
}

export interface CorrectionsViewEvents {
  /** Another version, or the file changed. */
  changed: CorrectionsSnapshot;
  failed: string;
}

export interface CorrectionsViewSide {
  calls: CorrectionsViewCalls;
  events: CorrectionsViewEvents;
}

export interface CorrectionsSnapshot {
  /** Relative to the workspace. */
  file: string;
  /** What the versions are, for a person: `HEAD`, `working tree`, a commit, a file. */
  before: string;
  after: string;
  diff: CorrectionsDiff;
  /** Data sets that the file names and that are not there, or were never worked with here. */
  missing: string[];
  /** To be kept by the view (`saveState`) with what it keeps of its own. */
  state: CorrectionsViewState;
}

/** What the view's state holds at least: by that a panel is brought back when the window reloads. */
export interface CorrectionsViewState {
  /** Absolute. */
  file: string;
  /** Uris; null: nothing, the file before its first decision. */
  before: string | null;
  after: string | null;
}
