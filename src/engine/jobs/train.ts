import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { JobContext, RunRecord, RunTemperature, TrainRequest, TrainResult } from '../../shared/contracts/jobs';
import { UserError } from '../../shared/userError';
import { writeAtomically } from '../atomicWrite';
import { correctionsOfRun, keepCorrections, requireSameCorrections } from '../corrections/correctTraining';
import { formatHistory } from '../history';
import { loadCheckpoint, removeCheckpoint, saveCheckpoint } from '../model/checkpoint';
import { shardCount } from '../model/compute';
import { saveLayersModel, toLayersModel } from '../model/exportModel';
import { balancedClassWeights } from '../model/loss';
import { appendMargins, cutMargins } from '../model/margins';
import type { Network } from '../model/network';
import { loadRecipe, parseRecipe } from '../model/recipe';
import { describeTemperature, fitRunTemperature } from '../model/runTemperature';
import { Trainer } from '../model/trainer';
import { runEpochs, type LoopResult } from '../model/trainingLoop';
import { forgetPredictions } from '../predictionsFile';
import { formatModelSummary } from '../reports/modelSummary';
import { beginRun, readRun, requireFree, resumeRun, type OpenRun } from '../runs';
import { Stopwatch } from '../stopwatch';
import { takeTurn } from '../turn';
import { begunWith, prepareTraining, VALIDATION_SHARE, type TrainingJob } from './prepareTraining';
import { describeEpoch, newRecord, resultsOf } from './trainingRecord';

/**
 * Trains a network and leaves a run folder. Stopped by a person (the signal says `AbortError` or `CancelledError`), it
 * keeps the best epoch so far as its model; stopped because its process has to end, the run stays unfinished, and the
 * signal's reason is thrown. Both keep a checkpoint after each epoch, from which `resume` goes on.
 * @throws UserError for data, recipes and folders that cannot be used; then nothing is written. The signal's reason when
 * cancelled before the first step, say while it waits for its turn.
 */
export async function train(request: TrainRequest, context: JobContext): Promise<TrainResult> {
  context.progress({ message: l10n.t('reading the data'), fraction: 0 });
  const notes: string[] = [];
  const told: JobContext = {
    ...context,
    note: (line) => {
      notes.push(line);
      context.note(line);
    },
  };
  if (request.resume) return goOn(request, notes, told);
  await requireFree(request.runFolder);
  const plan = request.recipeFrom === undefined ? planOf(request) : await planFromCard(request, request.recipeFrom);
  const job = await prepareTraining(plan, plan.settings, plan.recipe, told);
  if (plan.original) requireSameData(job, plan.original, request.data.path);
  return inTurn(request, job, told, async () => {
    const record = newRecord({ ...request, seed: plan.seed }, plan.epochs, plan.settings, job);
    const open = await beginRun(request.runFolder, record);
    if (job.corrections) await keepCorrections(open, record, job.corrections);
    return runJob(job, { record, open, notes, lastEpoch: plan.original?.results?.epochs }, told);
  });
}

/** What a new run is to be. */
interface Plan extends Pick<RunRecord, 'seed' | 'settings'>, Pick<TrainRequest, 'engine' | 'corrections'> {
  recipe: TrainingJob['recipe'];
  epochs: number;
  /** The run that is trained again. */
  original?: RunRecord;
}

function planOf(request: TrainRequest): Plan {
  const { data, recipe: named, epochs, seed, engine, validationShare, classWeights, corrections } = request;
  const recipe = loadRecipe(named);
  const settings = {
    data,
    validationShare: validationShare ?? VALIDATION_SHARE,
    classWeights: classWeights ?? ('none' as const),
  };
  return { recipe, epochs: epochs ?? recipe.training.epochs, seed, engine, settings, corrections };
}

/** Everything as a run's card says; of the request, only where the data is now. */
async function planFromCard({ data }: TrainRequest, runFolder: string): Promise<Plan> {
  const { folder, record } = await readRun(runFolder);
  if (record.kind || !record.results) {
    throw new UserError(l10n.t('has no result to be reproduced'), l10n.t('choose a run that was trained'), {
      file: folder,
    });
  }
  return {
    recipe: parseRecipe(record.recipe, path.join(folder, 'run.json')),
    epochs: record.epochsAsked,
    seed: record.seed,
    engine: record.engine.name,
    settings: { ...record.settings, data: { ...record.settings.data, path: data.path } },
    corrections: correctionsOfRun(folder, record),
    original: record,
  };
}

function requireSameData({ data, corrections }: TrainingJob, record: RunRecord, file: string): void {
  if (corrections) requireSameCorrections(corrections, record);
  if (data.hash === record.data.hash && data.splitHash === record.data.splitHash) return;
  throw new UserError(
    l10n.t('is not the data that this run was begun with'),
    l10n.t('give that data, or train a new run'),
    { file },
  );
}

/** Waits for the turn, if one is asked for, and works in it. */
async function inTurn<T>(
  { turnIn, runFolder }: TrainRequest,
  { watch }: Pick<TrainingJob, 'watch'>,
  { signal, waited }: JobContext,
  work: () => Promise<T>,
): Promise<T> {
  if (turnIn === undefined) return work();
  const what = `run ${path.basename(runFolder).replace(/\.partial$/, '')}`;
  const release = await watch.pause(takeTurn(turnIn, what, signal, (holder) => waited?.(holder)));
  try {
    return await work();
  } finally {
    await release();
  }
}

async function goOn(request: TrainRequest, notes: string[], context: JobContext): Promise<TrainResult> {
  // What cannot be resumed is said before any waiting.
  const { folder, record: before } = await readRun(request.runFolder);
  const recipe = parseRecipe(before.recipe, path.join(folder, 'run.json'));
  const settings = { ...before.settings, data: { ...before.settings.data, path: request.data.path } };
  return inTurn(request, { watch: new Stopwatch() }, context, async () => {
    const { open, record: resumed } = await resumeRun(request.runFolder);
    const record: RunRecord = { ...resumed, data: { ...resumed.data, path: request.data.path }, settings };
    let job: TrainingJob;
    try {
      job = await prepareTraining(
        {
          seed: record.seed,
          engine: record.engine.name,
          resume: true,
          corrections: correctionsOfRun(open.folder, record),
        },
        settings,
        recipe,
        context,
      );
      requireSameData(job, record, request.data.path);
    } catch (error) {
      await open.interrupt(resumed);
      throw error;
    }
    return runJob(job, { record, open, notes }, context);
  });
}

interface OpenedRun {
  record: RunRecord;
  open: OpenRun;
  /** Told so far; grows. */
  notes: string[];
  /** As in `LoopOptions`. */
  lastEpoch?: number;
}

async function runJob(
  job: TrainingJob,
  { record, open, notes, lastEpoch }: OpenedRun,
  context: JobContext,
): Promise<TrainResult> {
  const { recipe, data, network, batchSize, runtime, watch } = job;
  const { signal } = context;
  /** The record as it is to be if nothing more is learnt. */
  let current = record;
  let trainer: Trainer | null = null;
  try {
    trainer = new Trainer(runtime, network, data.train, {
      recipe,
      batchSize,
      epochs: record.epochsAsked,
      seed: record.seed,
      loss: {
        labelSmoothing: recipe.training.labelSmoothing,
        classWeights: record.settings.classWeights === 'balanced' ? balancedClassWeights(data.classCounts) : null,
      },
    });
    const from = await loadCheckpoint(open.folder, trainer.state);
    await cutMargins(open.folder, from?.history.length ?? 0, data.places.count);
    const spent = () => (from?.seconds ?? 0) + watch.now();
    const runFolder = open.folder.replace(/\.partial$/, '');
    context.begun?.(begunWith(job, shardCount(runtime.name, batchSize), runFolder, record.epochsAsked));
    const result = await runEpochs(trainer, data, {
      epochs: record.epochsAsked,
      lastEpoch,
      patience: recipe.training.patience,
      decideFlip: recipe.training.flip === 'auto',
      from,
      signal,
      now: watch.now,
      hold: () => {
        const held = context.hold?.(signal);
        return held && watch.pause(held);
      },
      stepped: (point) => context.stepped?.(point),
      progress: (message, fraction, secondsLeft) => context.progress({ message, fraction, secondsLeft }),
      note: context.note,
      keepMargins: (margins) => appendMargins(open.folder, margins),
      epochEnded: async (checkpoint) => {
        await writeAtomically(path.join(open.folder, 'history.csv'), formatHistory(checkpoint.history));
        await saveCheckpoint(open.folder, { ...checkpoint, seconds: spent() });
        current = { ...current, notes: [...record.notes, ...notes], results: resultsOf(network, checkpoint, spent()) };
        await open.save(current);
        const metrics = checkpoint.history.at(-1)!;
        context.note(describeEpoch(metrics, record.epochsAsked));
        context.epochEnded?.(metrics);
      },
    });
    if (result.stopped && !isStop(signal.reason)) throw signal.reason;
    context.progress({ message: l10n.t('saving the model'), fraction: 1 });
    const temperature = await fitRunTemperature(trainer, data, result.best.weights);
    if (temperature) context.note(describeTemperature(temperature));
    const told = { ...record, notes: [...record.notes, ...notes] };
    return await finish(network, told, open, { ...result, temperature }, spent());
  } catch (error) {
    await open.interrupt({ ...current, notes: [...record.notes, ...notes] });
    throw error;
  } finally {
    trainer?.dispose();
  }
}

async function finish(
  network: Network,
  record: RunRecord,
  open: OpenRun,
  { history, best, stopped, temperature }: LoopResult & { temperature: RunTemperature | null },
  totalSeconds: number,
): Promise<TrainResult> {
  const model = toLayersModel(network, best.weights);
  // A run that was stopped and went on may have been asked for predictions in between.
  await forgetPredictions(open.folder);
  await mkdir(path.join(open.folder, 'model'), { recursive: true });
  await saveLayersModel(model, path.join(open.folder, 'model'));
  await writeAtomically(path.join(open.folder, 'model_summary.txt'), formatModelSummary(model));
  await writeAtomically(path.join(open.folder, 'history.csv'), formatHistory(history));
  model.dispose();
  // A stopped run can still go on from its last whole epoch.
  if (!stopped) await removeCheckpoint(open.folder);
  const finished: RunRecord = {
    ...record,
    state: stopped ? 'stopped' : 'finished',
    finishedAt: new Date().toISOString(),
    results: { ...resultsOf(network, { history, best }, totalSeconds), temperature },
  };
  return { runFolder: await open.finish(finished), record: finished };
}

/** Whether a person stopped the job, rather than the process coming to its end. */
export function isStop(reason: unknown): boolean {
  return reason instanceof Error && ['AbortError', 'CancelledError'].includes(reason.name);
}
