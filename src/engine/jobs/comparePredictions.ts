import * as l10n from '@vscode/l10n';
import type { ComparedRun, ComparePredictionsRequest, PredictionComparison } from '../../shared/contracts/comparison';
import type { JobContext } from '../../shared/contracts/jobs';
import { compareAnswers } from '../../shared/comparison';
import { NO_LABEL, predict, type Predictions } from '../../shared/metrics';
import { wilsonInterval } from '../../shared/statistics';
import { UserError } from '../../shared/userError';
import { FIT_THE_MODEL } from '../data/classNames';
import { readData } from '../data/readData';
import { chooseSplits, joinSplits, wereSeen } from '../evaluation/evaluatedData';
import { probabilitiesOf } from '../evaluation/keptPredictions';
import { runDifferences } from '../evaluation/runDifferences';
import { Random } from '../random';
import { findDifferences } from '../reports/comparisonFindings';
import { listed } from '../reports/words';
import { readCard } from '../runCard';
import { readRun, type Run } from '../runs';

/** Share of the whole job at which the data is read. */
const READ = 0.2;

/**
 * Compares two runs on the same labelled images. Predictions kept beside a run are taken; what is not kept is predicted,
 * and kept. Writes nothing else.
 * @throws UserError for bad data, unlabelled data, runs without a usable model or with other classes; the signal's reason
 */
export async function comparePredictions(
  request: ComparePredictionsRequest,
  context: JobContext,
): Promise<PredictionComparison> {
  const { data, seed } = request;
  const { progress, signal, note } = context;
  const runs = [await readRun(request.runFolders[0]), await readRun(request.runFolders[1])] as const;
  requireComparable(runs, note);
  // All splits are read, since images are told by their numbers in all of the data.
  const loaded = await readData(data, {
    signal,
    note,
    progress: ({ message, fraction }) => progress({ message, fraction: fraction * READ }),
    defaultClasses: runs[0].record.data.classNames,
  });
  const chosen = chooseSplits(
    loaded.splits.map(({ split }) => split),
    request.split,
    data.path,
  );
  const splits = loaded.splits.filter(({ split }) => chosen.includes(split));
  const { labels, split, classNames } = joinSplits(splits);
  if (!labels?.some((label) => label !== NO_LABEL)) {
    const remedy = l10n.t('give labelled images: without labels nobody knows which run is right');
    throw new UserError(l10n.t('is unlabelled'), remedy, { file: data.path });
  }
  const answers: Predictions[] = [];
  for (const [at, run] of runs.entries()) {
    if (run.record.data.classNames.length !== classNames.length) {
      const problem = l10n.t(
        'the model has {0} classes, but the data has {1}',
        run.record.data.classNames.length,
        classNames.length,
      );
      throw new UserError(problem, FIT_THE_MODEL, { file: run.folder });
    }
    const share = (1 - READ) / runs.length;
    const probabilities = await probabilitiesOf(run, { all: loaded.splits, chosen: splits }, request.engine, {
      ...context,
      progress: ({ fraction, ...rest }) => progress({ ...rest, fraction: READ + (at + fraction) * share }),
    });
    answers.push(predict(probabilities, classNames.length));
  }
  signal.throwIfAborted();

  const random = new Random(seed, 'comparison');
  const compared = compareAnswers(labels, answers[0], answers[1], classNames, () => random.uniform());
  const { bothRight, onlyFirst, onlySecond, count } = compared;
  const described = [
    await describeRun(runs[0], bothRight + onlyFirst, count),
    await describeRun(runs[1], bothRight + onlySecond, count),
  ] as const;
  const differences = runDifferences(runs[0].record, runs[1].record);
  const seen = [wereSeen(splits, data.path, runs[0].record), wereSeen(splits, data.path, runs[1].record)] as const;
  const numbers = imageNumbers(loaded.splits, chosen);
  const { sameAnswer, ...figures } = compared;
  progress({ message: l10n.t('done'), fraction: 1 });
  return {
    kind: 'fashion-mnist comparison',
    formatVersion: 1,
    dataPath: data.path,
    split,
    classNames: [...classNames],
    runs: described,
    ...figures,
    fixed: figures.fixed.map(numbers),
    broken: figures.broken.map(numbers),
    otherwiseWrong: figures.otherwiseWrong.map(numbers),
    differences,
    findings: findDifferences({ runs: described, differences, seen, answers: { ...figures, sameAnswer } }),
  };
}

function requireComparable([first, second]: readonly [Run, Run], note: JobContext['note']): void {
  if (first.folder === second.folder) {
    throw new UserError(l10n.t('is both runs'), l10n.t('choose two runs'), { file: first.folder });
  }
  const [before, after] = [first, second].map(({ record }) => record.data.classNames);
  if (before.length !== after.length) {
    const problem = l10n.t('the model has {count} classes, but that of {run} has {others}', {
      count: after.length,
      run: first.record.id,
      others: before.length,
    });
    throw new UserError(problem, l10n.t('choose two runs that were trained on the same classes'), {
      file: second.folder,
    });
  }
  const differing = before.filter((name, label) => name !== after[label]);
  if (differing.length > 0)
    note(l10n.t('the runs name classes otherwise: only {0} learnt {1}', first.record.id, listed(differing)));
}

async function describeRun({ record, folder }: Run, right: number, count: number): Promise<ComparedRun> {
  const { name } = await readCard(folder);
  return {
    runId: record.id,
    name: name || record.id,
    runFolder: folder,
    accuracy: right / count,
    accuracyInterval: wilsonInterval(right, count),
    corrections: record.corrections ?? null,
  };
}

/** From the place of an image among those of the chosen splits to its number among all. */
function imageNumbers(
  all: readonly { split: string; count: number }[],
  chosen: readonly string[],
): (place: number) => number {
  const numbers: number[] = [];
  let first = 0;
  for (const { split, count } of all) {
    if (chosen.includes(split)) for (let index = 0; index < count; index++) numbers.push(first + index);
    first += count;
  }
  return (place) => numbers[place];
}
