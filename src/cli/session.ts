import { existsSync } from 'node:fs';
import path from 'node:path';
import { coalesceProgress } from '../engine/coalesceProgress';
import type { DataLocation, JobContext } from '../shared/contracts/jobs';
import { ProgressDisplay } from './progressDisplay';

/** What a command has beside its options: where it runs and whom it talks to. */
export interface Session {
  /** Paths that a person types are relative to it. Absolute. */
  workingFolder: string;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WriteStream | NodeJS.WritableStream;
  /** Aborts at Ctrl+C. */
  signal: AbortSignal;
  now: () => Date;
  /** Notes that were shown: several jobs of one command say the same of the same data. */
  told: Set<string>;
}

/** Runs a job whose progress and notes are shown on standard error. */
export async function withProgress<Result>(
  session: Session,
  job: (context: JobContext) => Promise<Result>,
): Promise<Result> {
  const display = new ProgressDisplay(session.stderr);
  try {
    return await job({
      progress: coalesceProgress((progress) => display.update(progress), Date.now),
      note: (line) => {
        if (!session.told.has(line)) display.note(line);
        session.told.add(line);
      },
      waited: (holder) => {
        if (holder !== null) display.note(`another training works in this workspace; waiting for ${holder}`);
      },
      signal: session.signal,
    });
  } finally {
    display.clear();
  }
}

/** Prints a command's result: one JSON object for programs, or text for people. */
export function printResult(session: Session, asJson: boolean | undefined, result: object, text: () => string): void {
  session.stdout.write(asJson ? `${JSON.stringify(result)}\n` : text());
}

/** The options that say how data is read. */
export interface DataOptions {
  classes?: string;
  invert?: 'auto' | 'yes' | 'no';
  fit?: 'contain' | 'cover' | 'stretch';
}

export function dataLocation(session: Session, data: string, { classes, invert, fit }: DataOptions): DataLocation {
  return {
    path: path.resolve(session.workingFolder, data),
    ...(classes !== undefined && { classesFile: path.resolve(session.workingFolder, classes) }),
    ...(invert !== undefined && { invert }),
    ...(fit !== undefined && { fit }),
  };
}

/**
 * Where the trainings of a workspace take turns: the runs folder that a run lies in, else that of the current folder if
 * there is one; a run with a place of its own makes none.
 */
export async function turnFolder(session: Session, runFolder: string): Promise<string | undefined> {
  const { isInRunsFolder, runsFolderIn } = await import('../engine/runs');
  if (isInRunsFolder(runFolder)) return path.dirname(runFolder);
  const runsFolder = runsFolderIn(session.workingFolder);
  return existsSync(runsFolder) ? runsFolder : undefined;
}

/** A path for a person: relative to where they are, if it lies there. */
export function shownPath(session: Session, file: string): string {
  const relative = path.relative(session.workingFolder, file);
  return relative && !relative.startsWith('..') && !path.isAbsolute(relative) ? relative : file;
}
