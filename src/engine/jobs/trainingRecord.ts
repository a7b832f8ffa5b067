import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EpochMetrics, RunRecord, RunResults, TrainRequest } from '../../shared/contracts/jobs';
import { countText, decimalText, shareText } from '../../shared/numbers';
import { describeMachine } from '../machine';
import { shardCount, threadCount } from '../model/compute';
import type { Network } from '../model/network';
import type { LoopResult } from '../model/trainingLoop';
import type { TrainingJob } from './prepareTraining';

/** The `run.json` of a run that begins. */
export function newRecord(
  { runFolder, startedAt, seed }: Pick<TrainRequest, 'runFolder' | 'startedAt' | 'seed'>,
  epochsAsked: number,
  settings: RunRecord['settings'],
  { recipe, data, corrections, stamp, batchSize, runtime }: Omit<TrainingJob, 'network' | 'watch'>,
): RunRecord {
  const threads = threadCount(runtime.name, shardCount(runtime.name, batchSize));
  return {
    formatVersion: 1,
    id: path.basename(runFolder),
    state: 'running',
    startedAt,
    finishedAt: null,
    data: {
      path: settings.data.path,
      hash: data.hash,
      splitHashes: data.splitHashes,
      stamp,
      splitHash: data.splitHash,
      trainCount: data.train.indices.length,
      validationCount: data.validation.indices.length,
      classNames: [...data.classNames],
      classCounts: data.classCounts,
    },
    recipe,
    seed,
    epochsAsked,
    engine: { name: runtime.name, versions: runtime.versions, threads },
    machine: describeMachine(),
    settings,
    ...(corrections?.used && { corrections: corrections.used }),
    results: null,
    notes: [],
  };
}

/** @param totalSeconds of the whole job */
export function resultsOf(
  network: Network,
  { history, best }: Pick<LoopResult, 'history' | 'best'>,
  totalSeconds: number,
): RunResults {
  const { trainLoss, trainAccuracy, validationLoss, validationAccuracy } = history.find(
    ({ epoch }) => epoch === best.epoch,
  )!;
  const trainingSeconds = sum(history, ({ seconds }) => seconds);
  return {
    epochs: history.length,
    bestEpoch: best.epoch,
    trainLoss,
    trainAccuracy,
    validationLoss,
    validationAccuracy,
    parameters: network.parameterCount + network.statisticsCount,
    trainingSeconds,
    totalSeconds,
    imagesPerSecond: sum(history, (epoch) => epoch.imagesPerSecond * epoch.seconds) / trainingSeconds,
  };
}

/** One line for a person. */
export function describeEpoch(metrics: EpochMetrics, epochs: number): string {
  return l10n.t(
    'epoch {epoch} of {epochs}: training {trained}, validation {validated} (loss {loss}), {seconds} s, {speed} images/s',
    {
      epoch: metrics.epoch,
      epochs,
      trained: shareText(metrics.trainAccuracy),
      validated: shareText(metrics.validationAccuracy),
      loss: decimalText(metrics.validationLoss, 3),
      seconds: decimalText(metrics.seconds, 1),
      speed: countText(metrics.imagesPerSecond),
    },
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
