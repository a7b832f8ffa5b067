import type { Analysis } from '../shared/contracts/analysis';
import type { AnalyzeAnswer, EvaluateAnswer } from '../shared/contracts/engine';
import type { Evaluation, PartAccuracy } from '../shared/contracts/evaluation';
import type { RunRecord, TrainResult } from '../shared/contracts/jobs';
import { formatCount, formatDuration, formatFacts, formatShare, printable } from './formatting';
import { commandName, quoted } from './commandName';
import { shownPath, type Session } from './session';

/** The object that `train --json` prints: the validation results and where the run lies. */
export function trainingAsJson({ runFolder, record }: TrainResult): object {
  return {
    runDir: runFolder,
    id: record.id,
    state: record.state,
    engine: record.engine.name,
    ...record.results,
  };
}

const STATES: Record<RunRecord['state'], string> = {
  finished: 'Trained.',
  stopped: 'Stopped; what was learnt is kept.',
  interrupted: 'Interrupted; the last checkpoint is kept.',
  running: 'Still running.',
};

export function shownTraining(session: Session, { runFolder, record }: TrainResult): string {
  const model = shownPath(session, runFolder);
  const data = shownPath(session, record.data.path);
  const next = `Next: ${commandName()} evaluate ${printable(`${quoted(data)} --model ${quoted(model)}`)}\n`;
  const goOn =
    record.state === 'stopped' ? `To go on: ${commandName()} train --resume ${printable(quoted(model))}\n` : '';
  return `${STATES[record.state]}\n${formatFacts([...resultFacts(record), ['run folder', model]])}${next}${goOn}`;
}

export function shownRun(session: Session, folder: string, record: RunRecord): string {
  const { data, engine, machine } = record;
  const versions = Object.entries(engine.versions).map(([name, version]) => `${name} ${version}`);
  const facts = formatFacts([
    ['run', record.id],
    ['state', record.state],
    ['started', record.startedAt],
    ['finished', record.finishedAt],
    ['data', data.path],
    ['images', `${formatCount(data.trainCount)} to train, ${formatCount(data.validationCount)} to validate`],
    ['classes', data.classNames.join(', ')],
    ['recipe', String(record.recipe['name'])],
    ['seed', String(record.seed)],
    ['engine', [engine.name, ...versions].join(', ')],
    ['machine', `${machine.platform} ${machine.arch}, ${machine.cpu}, ${machine.cores} cores`],
    ...resultFacts(record),
    ['folder', shownPath(session, folder)],
  ]);
  return facts + record.notes.map((note) => `  - ${printable(note)}\n`).join('');
}

/** @returns rows for `formatFacts`; none of a run without results. */
export function resultFacts({ results, engine, epochsAsked }: RunRecord): [name: string, value: string][] {
  if (!results) return [];
  return [
    ['validation', `${formatShare(results.validationAccuracy)} accuracy, loss ${shownLoss(results.validationLoss)}`],
    ['training', `${formatShare(results.trainAccuracy)} accuracy, loss ${shownLoss(results.trainLoss)}`],
    ['epochs', `${results.epochs} of ${epochsAsked}, the best was epoch ${results.bestEpoch}`],
    ['parameters', formatCount(results.parameters)],
    [
      'time',
      `${formatDuration(results.totalSeconds)}, ${formatCount(results.imagesPerSecond)} images/s on ${engine.name}`,
    ],
  ];
}

/** A run without validation images has no such figures; JSON says null, whatever the type says. */
function shownLoss(loss: number | null): string {
  return loss === null || !Number.isFinite(loss) ? '-' : loss.toFixed(4);
}

/** Findings first: the tables are in the file. */
export function shownAnalysis(session: Session, analysis: Analysis & AnalyzeAnswer): string {
  const splits = analysis.splits.map(({ split, count }) => `${formatCount(count)} ${split}`);
  return (
    formatFacts([
      ['images', `${formatCount(analysis.count)} (${splits.join(', ')})`],
      ['classes', analysis.classNames.join(', ')],
    ]) +
    analysis.findings.map((finding) => `  - ${printable(finding)}\n`).join('') +
    formatFacts([['written', `${shownPath(session, analysis.textFile)} and analysis.json`]])
  );
}

/** At most so many insights are shown; the report has all. */
const SHOWN_INSIGHTS = 3;

/** @param withTables whether the tables were asked for as CSV too; unlabelled data has none */
export function shownEvaluation(
  session: Session,
  evaluation: Evaluation & EvaluateAnswer,
  withTables: boolean = false,
): string {
  const { accuracy, accuracyInterval: interval, top2, macroF1, loss, ece, imagesPerSecond } = evaluation;
  const range = interval && ` (95% interval ${formatShare(interval[0])} to ${formatShare(interval[1])})`;
  const { temperatureScaling: scaling } = evaluation;
  const scaled = scaling ? `, ${scaling.ece.toFixed(4)} at temperature ${scaling.temperature.toFixed(2)}` : '';
  const beside = [
    'evaluation.json',
    'predictions.csv',
    ...(withTables && accuracy !== null ? ['per-class.csv', 'confusion.csv'] : []),
  ];
  const files = [shownPath(session, evaluation.outputFile), ...beside];
  return (
    formatFacts([
      ['run', evaluation.runId],
      ['images', `${formatCount(evaluation.count)}, split ${evaluation.split}`],
      ['accuracy', accuracy === null ? 'the data is unlabelled' : `${formatShare(accuracy)}${range ?? ''}`],
      ['top-2', top2 === null ? null : formatShare(top2)],
      ['macro F1', macroF1 === null ? null : macroF1.toFixed(4)],
      ['loss', loss === null ? null : loss.toFixed(4)],
      ['calibration error', ece === null ? null : `${ece.toFixed(4)}${scaled}`],
      ['without twins', shownPart(evaluation.withoutTwins)],
      ['without disputed', shownPart(evaluation.withoutDisputed)],
      ['speed', `${formatCount(imagesPerSecond)} images/s on ${evaluation.engine}`],
    ]) +
    evaluation.insights
      .slice(0, SHOWN_INSIGHTS)
      .map((insight) => `  - ${printable(insight)}\n`)
      .join('') +
    formatFacts([['written', `${files.slice(0, -1).join(', ')} and ${files.at(-1)!}`]])
  );
}

/** The accuracy on a part of the images; null where it was not asked for. */
function shownPart(part: PartAccuracy | null): string | null {
  if (!part) return null;
  const { accuracy, accuracyInterval, leftOut } = part;
  return `${formatShare(accuracy)} (${accuracyInterval.map((bound) => formatShare(bound)).join(' to ')}), ${formatCount(leftOut)} images left out`;
}
