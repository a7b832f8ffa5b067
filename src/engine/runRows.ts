import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Ablation } from '../shared/contracts/ablation';
import type { ListRunRowsRequest } from '../shared/contracts/engine';
import type { EpochMetrics, RunRecord } from '../shared/contracts/jobs';
import type { LoadedRun, RunRow } from '../shared/contracts/training';
import { wilsonInterval } from '../shared/statistics';
import { readAblation } from './ablationFile';
import { DataLooker } from './dataState';
import { parseHistory } from './history';
import { readCard } from './runCard';
import { listRuns, PARTIAL, readRun, type ListedRun } from './runs';

/** The runs of a runs folder as a person sees them, newest first. */
export async function listRunRows({ runsFolder, base }: ListRunRowsRequest): Promise<RunRow[]> {
  const looker = new DataLooker();
  return Promise.all((await listRuns(runsFolder)).map((run) => rowOf(run, base, looker)));
}

async function rowOf(run: ListedRun, base: string, looker: DataLooker): Promise<RunRow> {
  const { folder } = run;
  const id = path.basename(folder).replace(new RegExp(`\\${PARTIAL}$`), '');
  const [card, hasModel, hasAblation] = await Promise.all([
    readCard(folder),
    isFile(path.join(folder, 'model', 'model.json')),
    isFile(path.join(folder, 'ablation.json')),
  ]);
  const common = { folder, id, name: card.name || id, tags: card.tags, hasModel, hasAblation };
  if (run.record === null) return { ...common, ...DAMAGED, problem: run.problem };
  const { record } = run;
  const { results } = record;
  const accuracy = measured(results?.validationAccuracy);
  const trainAccuracy = measured(results?.trainAccuracy);
  const { validationCount } = record.data;
  return {
    ...common,
    state: record.state,
    problem: null,
    startedAt: record.startedAt,
    recipe: nameOf(record),
    dataPath: record.data.path,
    dataTitle: relativeTo(base, record.data.path),
    dataState: await looker.stateOf(record),
    seed: record.seed,
    engine: record.engine.name,
    epochs: results?.epochs ?? null,
    validationAccuracy: accuracy,
    gap: accuracy !== null && trainAccuracy !== null ? trainAccuracy - accuracy : null,
    interval:
      accuracy !== null && validationCount > 0
        ? wilsonInterval(Math.round(accuracy * validationCount), validationCount)
        : null,
    totalSeconds: results?.totalSeconds ?? null,
    corrections: record.corrections?.changed ?? null,
  };
}

const DAMAGED = {
  state: 'damaged',
  startedAt: '',
  recipe: '',
  dataPath: '',
  dataTitle: '',
  dataState: null,
  seed: null,
  engine: null,
  epochs: null,
  validationAccuracy: null,
  gap: null,
  interval: null,
  totalSeconds: null,
  corrections: null,
} as const satisfies Partial<RunRow>;

/** All that is kept of some runs. @throws UserError for the first that cannot be read */
export async function loadRuns(runFolders: readonly string[]): Promise<LoadedRun[]> {
  return Promise.all(
    runFolders.map(async (runFolder): Promise<LoadedRun> => {
      const { folder, record } = await readRun(runFolder);
      const [card, history, ablation] = await Promise.all([
        readCard(folder),
        readHistory(folder),
        readAblation(folder).catch((): Ablation | null => null),
      ]);
      return { folder, name: card.name || record.id, record, history, ablation };
    }),
  );
}

/** The curve as far as it was written; none yet, or a damaged file, is an empty one. */
async function readHistory(folder: string): Promise<EpochMetrics[]> {
  const text = await readFile(path.join(folder, 'history.csv'), 'utf8').catch(() => '');
  return parseHistory(text);
}

function nameOf({ recipe, kind }: RunRecord): string {
  const name = typeof recipe['name'] === 'string' ? recipe['name'] : '';
  return kind === 'ablation' ? l10n.t('{0}, part by part', name) : name;
}

/** JSON has no NaN: null in the file, whatever the type says. */
function measured(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function relativeTo(base: string, file: string): string {
  const relative = path.relative(base, file);
  if (relative === '') return path.basename(file);
  const isOutside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return isOutside ? path.basename(file) : relative;
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (status) => status.isFile(),
    () => false,
  );
}
