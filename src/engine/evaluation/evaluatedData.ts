import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EvaluateRequest, JobContext, RunRecord } from '../../shared/contracts/jobs';
import { NO_LABEL } from '../../shared/metrics';
import { UserError } from '../../shared/userError';
import { FIT_THE_MODEL } from '../data/classNames';
import { type Dataset, hashDataset, hashSplits } from '../data/dataset';
import type { DamagedPicture } from '../data/pictures';
import { readData } from '../data/readData';
import type { RunModel } from '../model/layersModel';
import { listed } from '../reports/words';
import type { Run } from '../runs';

/** What was read to be predicted by a run. */
export interface EvaluatedData {
  /** All splits that were taken, as one. */
  dataset: Dataset;
  /** The same as they came. */
  splits: readonly Dataset[];
  /** SHA-256 of them, as `hashSplits` computes it. */
  hash: string;
  taken: string[];
  damaged: DamagedPicture[];
  /** What training used some of these very images for; null where it did not. */
  seen: SeenInTraining;
}

export type SeenInTraining = 'to learn' | 'to validate' | null;

/**
 * Reads the split asked for; else the test split where there is one, else all of the data.
 * @param progress told the share of the reading, 0 to 1
 * @param note told only what a report should say: other names of classes; all else goes to `context`
 * @throws UserError
 */
export async function readEvaluated(
  { data, split }: Pick<EvaluateRequest, 'data' | 'split'>,
  record: RunRecord,
  { progress, signal, note: tell }: Pick<JobContext, 'progress' | 'signal' | 'note'>,
  note: (line: string) => void,
): Promise<EvaluatedData> {
  const { splits, taken, damaged } = await readData(data, {
    signal,
    note: tell,
    progress,
    defaultClasses: record.data.classNames,
    choose: (present) => chooseSplits(present, split, data.path),
  });
  const dataset = joinSplits(splits);
  const learnt = record.data.classNames;
  const differing = learnt.filter((name, label) => dataset.classNames[label] !== name);
  if (dataset.classNames.length === learnt.length && differing.length > 0) {
    note(
      l10n.t(
        "the data names classes otherwise than the model, which learnt {0}; the data's names are used",
        listed(differing),
      ),
    );
  }
  return { dataset, splits, hash: hashSplits(splits), taken, damaged, seen: wereSeen(splits, data.path, record) };
}

/** @throws UserError where the split asked for is not there */
export function chooseSplits(
  present: readonly string[],
  split: string | undefined,
  dataPath: string,
): readonly string[] {
  if (split === undefined) return present.includes('test') ? ['test'] : present;
  if (present.includes(split)) return [split];
  const choices = present.reduce((said, one) => l10n.t('{0} or {1}', said, one));
  throw new UserError(l10n.t('there is no split "{0}"', split), l10n.t('choose {0}', choices), { file: dataPath });
}

/** What training used some of these images for: by where they are, or by what they are (in a copy, another format). */
export function wereSeen(
  splits: readonly Dataset[],
  dataPath: string,
  { data }: Pick<RunRecord, 'data'>,
): SeenInTraining {
  const samePlace = path.resolve(dataPath) === path.resolve(data.path);
  const [learnt, chosenBy] = data.splitHashes ?? [data.hash];
  const hashes = splits.map(hashDataset);
  const isHere = (names: string[]) => samePlace && splits.some(({ split }) => names.includes(split));
  if (isHere(['train', 'all']) || hashes.includes(learnt)) return 'to learn';
  return isHere(['validation']) || hashes.includes(chosenBy) ? 'to validate' : null;
}

/** Splits as one that is called `all`, in their order; a single one as it is. */
export function joinSplits(splits: readonly Dataset[]): Dataset {
  if (splits.length === 1) return splits[0];
  const starts = splits.map((_, at) => splits.slice(0, at).reduce((total, { count }) => total + count, 0));
  const count = splits.reduce((total, one) => total + one.count, 0);
  const { classNames } = splits[0];
  const pixels = Buffer.concat(splits.map((one) => one.pixels));
  const labels = splits.some((one) => one.labels)
    ? Buffer.concat(splits.map((one) => one.labels ?? new Uint8Array(one.count).fill(NO_LABEL)))
    : null;
  const source = (index: number) => {
    const at = starts.filter((start) => start <= index).length - 1;
    return splits[at].source(index - starts[at]);
  };
  return { split: 'all', count, pixels, labels, classNames, source };
}

/** @throws UserError where data, model and the run's card have different numbers of classes */
export function checkClasses(
  { classNames }: Pick<Dataset, 'classNames'>,
  { classCount }: Pick<RunModel, 'classCount'>,
  { record, folder }: Run,
): void {
  if (record.data.classNames.length !== classCount) {
    const named = record.data.classNames.length;
    const problem = l10n.t('the model has {0} classes, but run.json names {1}', classCount, named);
    throw new UserError(problem, l10n.t('the run is damaged: train again, or choose another run'), { file: folder });
  }
  if (classNames.length === classCount) return;
  const problem = l10n.t('the model has {0} classes, but the data has {1}', classCount, classNames.length);
  throw new UserError(problem, FIT_THE_MODEL, { file: folder });
}
