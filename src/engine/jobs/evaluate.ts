import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EvaluateAnswer } from '../../shared/contracts/engine';
import {
  NO_SCORES,
  type Evaluation,
  type EvaluationSetting,
  type FurtherScores,
  type NamedScores,
} from '../../shared/contracts/evaluation';
import type { EvaluateRequest, JobContext, RunRecord } from '../../shared/contracts/jobs';
import { NO_LABEL, predict, type Predictions, type Scores, scorePredictions } from '../../shared/metrics';
import { writeAllAtomically } from '../atomicWrite';
import { breather } from '../breathe';
import type { Dataset } from '../data/dataset';
import { checkClasses, type EvaluatedData, readEvaluated } from '../evaluation/evaluatedData';
import { placeEvaluation } from '../evaluation/evaluationFiles';
import { scoreFurther } from '../evaluation/furtherScores';
import { keepPredictions } from '../evaluation/keptPredictions';
import { loadRunModel, type RunModel } from '../model/layersModel';
import { checkProbabilities, predictImages } from '../model/predictImages';
import { formatEvaluation } from '../reports/evaluationText';
import { findInsights } from '../reports/insights';
import { formatJson } from '../reports/json';
import { formatModelSummary } from '../reports/modelSummary';
import { formatPredictions } from '../reports/predictionsCsv';
import { formatConfusion, formatPerClass } from '../reports/scoresCsv';
import { listed, percent, plain } from '../reports/words';
import { readRun, type Run } from '../runs';
import { loadRuntime, type Runtime } from '../runtime';

/** Shares of the whole job at which the data is read, and at which it is predicted where twins are looked for after that. */
const READ = 0.4;
const PREDICTED = 0.6;

/**
 * Measures a run's model on data. Writes `output.txt`, and beside it `evaluation.json` and `predictions.csv` (and tables
 * as CSV where asked), at the end, all or none; before that the probabilities beside the run, where views find them. What
 * is reported is the plain prediction, unless averaging with the mirror image is asked for.
 * @throws UserError for bad data, a run without a usable model, classes that do not fit, or files that are not ours
 */
export async function evaluate(request: EvaluateRequest, context: JobContext): Promise<Evaluation & EvaluateAnswer> {
  const { progress, signal } = context;
  const files = await placeEvaluation(request.outputFile, request.tables ?? false);
  const run = await readRun(request.runFolder);
  const notes: string[] = [];
  const note = (line: string) => {
    notes.push(line);
    context.note(line);
  };
  const reading = { ...context, progress: within(progress, 0, READ) };
  const data = await readEvaluated(request, run.record, reading, note);
  const runtime = await loadRuntime(request.engine);
  const runModel = await loadRunModel(run);
  try {
    checkClasses(data.dataset, runModel, run);
    const predicting = { ...context, progress: within(progress, READ, request.twins ? PREDICTED : 1) };
    const { predictions, imagesPerSecond } = await predictSplit(runtime, runModel, data.dataset, request, predicting);
    const measured = { data, run, predictions };
    const looking = { ...context, note, progress: within(progress, PREDICTED, 1) };
    const scores = await measure(measured, request, looking);
    signal.throwIfAborted();
    await keepAnswers(measured, request, note);
    const setting = settingOf(measured, request, runtime, imagesPerSecond, notes);
    const evaluation: Evaluation = {
      ...setting,
      insights: scores ? insightsOf(measured, scores) : describePredictions(data.dataset, predictions),
      ...(scores ?? NO_SCORES),
    };
    const modelSummary = formatModelSummary(runModel.model);
    const surroundings = { modelSummary, run: describeRun(run.record), taken: data.taken };
    signal.throwIfAborted();
    await writeAllAtomically([
      { file: files.outputFile, text: formatEvaluation(evaluation, surroundings) },
      { file: files.jsonFile, text: formatJson(evaluation) },
      { file: files.predictionsFile, text: formatPredictions(data.dataset, predictions) },
      ...(files.tables && scores
        ? [
            { file: files.tables.perClassFile, text: formatPerClass(scores) },
            { file: files.tables.confusionFile, text: formatConfusion(scores) },
          ]
        : []),
    ]);
    progress({ message: l10n.t('done'), fraction: 1 });
    return { ...evaluation, outputFile: files.outputFile, jsonFile: files.jsonFile };
  } finally {
    runModel.model.dispose();
  }
}

/** What is measured: images, the run that predicted them, and what it said. */
interface Measured {
  data: EvaluatedData;
  run: Run;
  predictions: Predictions;
}

function within(progress: JobContext['progress'], from: number, to: number): JobContext['progress'] {
  return ({ fraction, ...rest }) => progress({ ...rest, fraction: from + fraction * (to - from) });
}

async function predictSplit(
  runtime: Runtime,
  runModel: RunModel,
  dataset: Dataset,
  { flipAveraging = false, runFolder }: EvaluateRequest,
  { progress, signal }: JobContext,
): Promise<{ predictions: Predictions; imagesPerSecond: number }> {
  const breathe = breather(signal);
  const started = performance.now();
  const probabilities = await predictImages(runtime, runModel, dataset, flipAveraging, (done) => {
    const secondsLeft = ((performance.now() - started) / 1000 / done) * (dataset.count - done);
    progress({ message: l10n.t('predicting'), fraction: done / dataset.count, secondsLeft });
    return breathe();
  });
  const imagesPerSecond = dataset.count / ((performance.now() - started) / 1000);
  checkProbabilities(probabilities, runModel.classCount, runFolder);
  return { predictions: predict(probabilities, runModel.classCount), imagesPerSecond };
}

/** @returns null where nothing is labelled */
async function measure(measured: Measured, request: EvaluateRequest, context: JobContext): Promise<NamedScores | null> {
  const { data, predictions } = measured;
  const { labels, classNames } = data.dataset;
  if (!labels?.some((label) => label !== NO_LABEL)) return null;
  const scores = scorePredictions(labels, predictions, classNames.length);
  return withNames(scores, await scoreFurther({ ...measured, labels }, request, context), classNames);
}

function settingOf(
  { data, run }: Measured,
  request: EvaluateRequest,
  runtime: Runtime,
  imagesPerSecond: number,
  notes: string[],
): Omit<EvaluationSetting, 'insights'> {
  const { split, count, classNames } = data.dataset;
  return {
    kind: 'fashion-mnist evaluation',
    formatVersion: 1,
    startedAt: request.startedAt,
    dataPath: request.data.path,
    split,
    count,
    damaged: data.damaged,
    classNames: [...classNames],
    runId: run.record.id,
    runFolder: run.folder,
    engine: runtime.name,
    flipAveraging: request.flipAveraging ?? false,
    imagesPerSecond,
    notes,
    dataHash: data.hash,
    correctionsFile: request.correctionsFile === undefined ? null : path.resolve(request.correctionsFile),
  };
}

function insightsOf({ data: { dataset, seen }, run: { record } }: Measured, scores: NamedScores): string[] {
  const { trainCount, validationCount } = record.data;
  return findInsights({ scores, split: dataset.split, results: record.results, trainCount, validationCount, seen });
}

/** Keeps the probabilities beside the run; not those that are not of the model alone. */
async function keepAnswers(
  { data, run, predictions }: Measured,
  { flipAveraging }: EvaluateRequest,
  note: JobContext['note'],
): Promise<void> {
  if (flipAveraging) return;
  const { count, classNames } = data.dataset;
  const about = { hash: data.hash, count, classCount: classNames.length };
  await keepPredictions(run.folder, about, predictions.probabilities, note);
}

function withNames(scores: Scores, further: FurtherScores, classNames: readonly string[]): NamedScores {
  return {
    ...scores,
    ...further,
    perClass: scores.perClass.map((score) => ({ ...score, name: classNames[score.label] })),
    confusedPairs: scores.confusedPairs.map((pair) => ({
      ...pair,
      actualName: classNames[pair.actual],
      predictedName: classNames[pair.predicted],
    })),
  };
}

/** What can be said without labels. */
function describePredictions({ classNames, count }: Dataset, { predicted, confidence }: Predictions): string[] {
  const counts = classNames.map(() => 0);
  for (const label of predicted) counts[label]++;
  const names = classNames
    .map((name, label) => ({ name, count: counts[label] }))
    .filter((entry) => entry.count > 0)
    .sort((a, b) => b.count - a.count)
    .map((entry) => `${plain(entry.name)} (${percent(entry.count / count)})`);
  const mean = confidence.reduce((total, value) => total + value, 0) / count;
  return [l10n.t('Predicted: {0}.', listed(names, 10)), l10n.t('The mean confidence is {0}.', percent(mean))];
}

function describeRun({ id, recipe, seed, engine, data, results }: RunRecord): string[] {
  const values = { count: data.trainCount, path: data.path, seed, engine: engine.name };
  return [
    l10n.t('run     {0}', id),
    ...(typeof recipe['name'] === 'string' ? [l10n.t('recipe  {0}', recipe['name'])] : []),
    results
      ? l10n.t('trained on {count} images of {path}, seed {seed}, {engine} engine, {epochs} epochs', {
          ...values,
          epochs: results.epochs,
        })
      : l10n.t('trained on {count} images of {path}, seed {seed}, {engine} engine', { ...values }),
  ];
}
