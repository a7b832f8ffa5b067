import { lstat, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../shared/contracts/jobs';
import { UserError } from '../shared/userError';
import { explainWriteError, renamePatiently, writeAtomically } from './atomicWrite';
import { formatJson } from './reports/json';
import { busyRun, isBeingMade, releaseLock, takeLock, type Lock } from './runLock';
import { parseRunRecord } from './runRecord';

/** Everything that this program keeps beside a person's files is in a folder of this name. */
export const OWN_FOLDER = '.fashion-mnist';
/** Ends the name of a run's folder until the run is whole. */
export const PARTIAL = '.partial';
const RECORD = 'run.json';

/** A run as it lies on the disk. */
export interface Run {
  /** Absolute; ends in `.partial` while the run is not whole. */
  folder: string;
  record: RunRecord;
}

/** One folder of a runs folder; `record` is null where `run.json` cannot be used, and `problem` says why. */
export type ListedRun = Run | { folder: string; record: null; problem: string };

/** `<base>/.fashion-mnist/runs`. */
export function runsFolderIn(base: string): string {
  return path.join(base, OWN_FOLDER, 'runs');
}

/**
 * The id of a run, which is also its folder's name: `2026-11-22_14-03-05_standard`, sorted by name = sorted by time.
 * @param startedAt ISO 8601 UTC
 * @param recipe a recipe's name, or the path of its file
 */
export function makeRunId(startedAt: string, recipe: string): string {
  const time = new Date(startedAt).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
  const name = path.win32.basename(recipe).replace(/(\.recipe)?\.json$/i, '');
  const slug = name
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug ? `${time}_${slug}` : time;
}

/** The folder for a new run: `<runsFolder>/<id>`, with `-2`, `-3` ... where that is taken. */
export async function newRunFolder(runsFolder: string, startedAt: string, recipe: string): Promise<string> {
  const first = path.join(runsFolder, makeRunId(startedAt, recipe));
  for (let folder = first, next = 2; ; folder = `${first}-${next++}`) {
    if (!(await exists(folder)) && !(await exists(folder + PARTIAL))) return folder;
  }
}

/**
 * A run that is being made: its files are written into `folder`, which gets its final name at the end. It ends once, by
 * `finish` or `interrupt`; what is called after that does nothing.
 */
export interface OpenRun {
  /** `<runFolder>.partial`. */
  folder: string;
  /** Replaces `run.json`. */
  save: (record: RunRecord) => Promise<void>;
  /** The run is whole: writes its record and gives the folder its name. Yields that folder. */
  finish: (record: RunRecord) => Promise<string>;
  /** The run ends unfinished: writes the record as `interrupted`; checkpoint and folder stay, for a resume. */
  interrupt: (record: RunRecord) => Promise<void>;
}

/** @throws UserError when there is something where a run's folder is to be. */
export async function requireFree(runFolder: string): Promise<void> {
  if (await exists(runFolder)) {
    throw new UserError(l10n.t('exists already'), l10n.t('choose another folder for the run'), { file: runFolder });
  }
  if (await exists(runFolder + PARTIAL)) {
    throw new UserError(
      l10n.t('holds an unfinished run of this name'),
      l10n.t('resume it, delete it, or choose another folder'),
      { file: runFolder + PARTIAL },
    );
  }
}

/**
 * Starts a run in `<runFolder>.partial`. `record.id` must be the name of `runFolder`.
 * @throws UserError when the run exists already, or the place cannot be written.
 */
export async function beginRun(runFolder: string, record: RunRecord): Promise<OpenRun> {
  if (record.id !== path.basename(runFolder)) throw new Error(`run ${record.id} in a folder of another name`);
  const folder = runFolder + PARTIAL;
  await requireFree(runFolder);
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await hideFromGit(runFolder);
    await mkdir(folder);
  } catch (error) {
    throw explainWriteError(error, folder);
  }
  return openRun(runFolder, record, await takeLock(folder));
}

/**
 * Goes on with a run that was interrupted, or stopped by its user; `runFolder` with or without `.partial`.
 * @throws UserError when there is none, it is finished, or another process works on it.
 */
export async function resumeRun(runFolder: string): Promise<{ open: OpenRun; record: RunRecord }> {
  const whole = runFolder.endsWith(PARTIAL) ? runFolder.slice(0, -PARTIAL.length) : runFolder;
  const { folder, record } = await readRun(whole);
  if (record.kind)
    throw new UserError(l10n.t('is an ablation'), l10n.t('ask for the same ablation again'), { file: folder });
  if (record.state === 'running') throw busyRun(folder);
  if (record.state === 'finished')
    throw new UserError(l10n.t('is a finished run'), l10n.t('train a new one'), { file: folder });
  const lock = await takeLock(folder);
  if (folder === path.resolve(whole)) {
    // It is no longer whole: the files of its end are about to be replaced.
    await renamePatiently(folder, folder + PARTIAL).catch(async (error: unknown) => {
      await releaseLock(folder, lock);
      throw explainWriteError(error, folder);
    });
  }
  const resumed: RunRecord = { ...record, state: 'running', finishedAt: null };
  const open = await openRun(whole, resumed, lock);
  let saved = false;
  return {
    record: resumed,
    open: {
      ...open,
      save(next) {
        saved = true;
        return open.save(next);
      },
      // Given up before anything was learnt, say because the data was another: a stopped run stays what it was.
      async interrupt(next) {
        if (record.state === 'stopped' && !saved) await open.finish(record);
        else await open.interrupt(next);
      },
    },
  };
}

async function openRun(runFolder: string, first: RunRecord, lock: Lock): Promise<OpenRun> {
  const folder = runFolder + PARTIAL;
  const write = (record: RunRecord) => writeAtomically(path.join(folder, RECORD), formatJson(record));
  let ended = false;
  const end = async (record: RunRecord) => {
    await write(record);
    await releaseLock(folder, lock);
  };
  await write({ ...first, state: 'running' });
  return {
    folder,
    async save(record) {
      if (!ended) await write(record);
    },
    async finish(record) {
      if (!ended) {
        await end(record);
        await renamePatiently(folder, runFolder);
        ended = true;
      }
      return runFolder;
    },
    async interrupt(record) {
      if (!ended) await end({ ...record, state: 'interrupted' });
      ended = true;
    },
  };
}

/** A folder, or else the one of a run of this name that is not whole; null where there is neither. */
export async function existingFolder(folder: string): Promise<string | null> {
  if (await exists(folder)) return folder;
  return (await exists(folder + PARTIAL)) ? folder + PARTIAL : null;
}

/**
 * Reads a run, whole or not; a folder given without `.partial` is also looked for with it. A run that says `running`
 * but whose process is gone is `interrupted`.
 * @throws UserError when the folder is no run, or its `run.json` is damaged.
 */
export async function readRun(folder: string): Promise<Run> {
  const found = (await existingFolder(folder)) ?? folder;
  const file = path.join(found, RECORD);
  let json: string;
  try {
    json = await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') {
      throw new UserError(l10n.t('is not a run folder: it has no run.json'), l10n.t('choose the folder of a run'), {
        file: folder,
      });
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new UserError(l10n.t('no permission to read'), l10n.t('change the permissions of the file'), { file });
    }
    throw error;
  }
  const record = parseRunRecord(json, file);
  const isDead = record.state === 'running' && !(await isBeingMade(found));
  // An ablation goes on when it is asked for again, from the trials that it has.
  const state = isDead ? (record.kind === 'ablation' ? 'stopped' : 'interrupted') : record.state;
  return { folder: path.resolve(found), record: { ...record, state } };
}

/** All runs of a runs folder, newest first, damaged ones included; none where the folder is missing. */
export async function listRuns(runsFolder: string): Promise<ListedRun[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const runs = await Promise.all(
    folders.map(async ({ name }): Promise<ListedRun> => {
      const folder = path.resolve(runsFolder, name);
      try {
        return await readRun(folder);
      } catch (error) {
        if (error instanceof UserError) return { folder, record: null, problem: error.message };
        throw error;
      }
    }),
  );
  const age = (run: ListedRun) => run.record?.startedAt ?? '';
  return runs.sort((a, b) => compare(age(b), age(a)) || compare(b.folder, a.folder));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The newest run that has a model (finished, or stopped by its user), or null. */
export async function newestRun(runsFolder: string): Promise<Run | null> {
  for (const run of await listRuns(runsFolder)) {
    if (run.record !== null && !run.record.kind && ['finished', 'stopped'].includes(run.record.state)) return run;
  }
  return null;
}

/**
 * Deletes a run. Only a folder that really is one: a `run.json` inside whose id is the folder's name, or any folder with
 * a `run.json` in a `.fashion-mnist/runs`.
 * @throws UserError when it is not a run, or is being trained.
 */
export async function deleteRun(folder: string): Promise<void> {
  const found = path.resolve((await existingFolder(folder)) ?? folder);
  await requireRun(found);
  // Out of sight first: a deletion that is cut short must not leave half a run in the list.
  const doomed = path.join(path.dirname(found), `.deleted-${path.basename(found)}`);
  try {
    await rm(doomed, { recursive: true, force: true });
    await renamePatiently(found, doomed);
    await rm(doomed, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw explainWriteError(error, found);
  }
}

/**
 * Makes sure that a folder may be taken away.
 * @param folder absolute, as it is there
 * @throws UserError as `deleteRun`
 */
export async function requireRun(folder: string): Promise<void> {
  const no = (problem: string, remedy: string) => new UserError(problem, remedy, { file: folder });
  const status = await lstat(folder).catch(() => null);
  const hasRecord = status?.isDirectory() && (await exists(path.join(folder, RECORD)));
  if (!hasRecord) throw no(l10n.t('is not a run folder'), l10n.t('choose the folder of a run'));
  if (!isInRunsFolder(folder)) {
    const { record } = await readRun(folder);
    const name = path.basename(folder);
    if (name !== record.id && name !== record.id + PARTIAL) {
      throw no(
        l10n.t('is not a run folder: run.json tells of a run of another name'),
        l10n.t('delete it by hand if you are sure'),
      );
    }
  }
  if (await isBeingMade(folder)) throw no(l10n.t('is being trained'), l10n.t('stop the training first'));
}

/** Whether a folder lies in a `.fashion-mnist/runs`. */
export function isInRunsFolder(folder: string): boolean {
  const parent = path.dirname(folder);
  return path.basename(parent) === 'runs' && path.basename(path.dirname(parent)) === OWN_FOLDER;
}

/** Runs are not source: the folder `.fashion-mnist` above `folder`, if there is one, tells git to pass it over. */
export async function hideFromGit(folder: string): Promise<void> {
  for (let at = path.resolve(folder); at !== path.dirname(at); at = path.dirname(at)) {
    if (path.basename(at) !== OWN_FOLDER) continue;
    await writeFile(path.join(at, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    return;
  }
}

async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null)) !== null;
}
