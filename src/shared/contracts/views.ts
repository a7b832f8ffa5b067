// What every view may ask of the extension, whatever it shows.

/** Answered for every view. */
export interface ViewCalls {
  /** Asks where to, and writes a file. @returns whether it was written */
  saveFile(request: SaveFileRequest): boolean;
  /** Puts text on the clipboard. */
  copyText(text: string): void;
  /** Runs one of the extension's commands: those in `VIEW_COMMANDS` alone. */
  runCommand(request: ViewCommandRequest): void;
  /** An error that nobody caught in the view; it goes to the log. */
  reportError(error: { message: string; stack: string }): void;
}

export interface SaveFileRequest {
  /** What the dialog proposes: `accuracy.png`. Made by the view, never from data. */
  name: string;
  content: Uint8Array | string;
}

export interface ViewCommandRequest {
  command: ViewCommand;
  /** Absolute: a data set, or a run folder. */
  path?: string;
}

/** Each is `fashionMnist.<name>`; those with a path get its Uri as argument. */
export const VIEW_COMMANDS = [
  'train',
  'evaluateModel',
  'analyzeData',
  'openExplorer',
  'openTrainingView',
  'showLog',
  'reviewPredictions',
  'whatCorrectionsChanged',
  'showCorrectionsDiff',
  'exportCorrectedData',
  'openCorrections',
] as const;
export type ViewCommand = (typeof VIEW_COMMANDS)[number];
