import * as l10n from '@vscode/l10n';
import type { Evaluation, NamedScores, PartAccuracy } from '../../shared/contracts/evaluation';
import { describeDamaged } from './damaged';
import { countOf, countText, decimalText } from '../../shared/numbers';
import { heading, percent, percentRange, plain, table } from './words';

/** The first line of every `output.txt`, by which it is known as ours. */
export const EVALUATION_TITLE = 'Fashion-MNIST evaluation';

/** What the report says beside the evaluation itself. */
export interface EvaluationSurroundings {
  /** As `formatModelSummary` writes it. */
  modelSummary: string;
  /** What the run is, in lines. */
  run: string[];
  /** What was read, in lines. */
  taken: string[];
}

/** `output.txt`: what most look for first, then under the headings Insights, Metrics, Data and Model architecture. */
export function formatEvaluation(evaluation: Evaluation, { modelSummary, run, taken }: EvaluationSurroundings): string {
  return [
    EVALUATION_TITLE,
    '',
    headline(evaluation),
    l10n.t('Data: {0}, split {1}', plain(evaluation.dataPath), plain(evaluation.split)),
    l10n.t('Run: {0}, evaluated {1}', plain(evaluation.runId), evaluation.startedAt),
    '',
    ...heading(l10n.t('Insights')),
    ...evaluation.insights.map((insight) => `- ${insight}`),
    ...evaluation.notes.map((note) => `- ${noteText(plain(note))}`),
    '',
    ...heading(l10n.t('Metrics')),
    ...metrics(evaluation),
    '',
    ...heading(l10n.t('Data')),
    ...describeData(evaluation, taken),
    ...describeDamaged(evaluation.damaged, 'evaluation.json'),
    '',
    ...heading(l10n.t('Model architecture')),
    ...run.map(plain),
    '',
    modelSummary.trimEnd(),
    '',
  ].join('\n');
}

function noteText(note: string): string {
  return l10n.t({ message: 'Note: {0}', args: [note], comment: ['a remark of the program'] });
}

/** What most people look for, in one line. */
function headline({ accuracy, accuracyInterval, count, labelledCount }: Evaluation): string {
  if (accuracy === null) {
    return l10n.t('{0} predicted', countOf(count, l10n.t('unlabelled image'), l10n.t('unlabelled images')));
  }
  return l10n.t(
    'Accuracy: {0} (95% interval {1}) of {2}',
    percent(accuracy),
    percentRange(accuracyInterval),
    countOf(labelledCount, l10n.t('image'), l10n.t('images')),
  );
}

/** What was read: names, aligned, and what they are. */
function describeData(evaluation: Evaluation, taken: readonly string[]): string[] {
  const lines = [
    [l10n.t('path'), plain(evaluation.dataPath)],
    [l10n.t('split'), plain(evaluation.split)],
    [l10n.t('images'), describeCount(evaluation)],
    [l10n.t('classes'), evaluation.classNames.map(plain).join(', ')],
    ...taken.map((line) => [l10n.t({ message: 'read', args: [], comment: ['past participle'] }), plain(line)]),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)} ${value}`);
}

function describeCount({ count, labelledCount }: Evaluation): string {
  if (labelledCount === null) return l10n.t('{0}, unlabelled', countText(count));
  return labelledCount < count
    ? l10n.t('{0}, {1} of them labelled', countText(count), countText(labelledCount))
    : countText(count);
}

function metrics(evaluation: Evaluation): string[] {
  const speed = l10n.t('{0} images/s ({1} engine)', countText(evaluation.imagesPerSecond), evaluation.engine);
  const averaging = evaluation.flipAveraging
    ? [l10n.t('Each prediction is the mean of those of the image and its mirror image.'), '']
    : [];
  if (evaluation.accuracy === null) {
    return [
      ...averaging,
      l10n.t('The images are not labelled: there are predictions, but nothing to measure them by.'),
      speed,
    ];
  }
  return [
    ...averaging,
    ...table([
      ['measure', 'value'],
      [l10n.t('accuracy'), percent(evaluation.accuracy, 2)],
      [`  ${l10n.t('95% interval (Wilson)')}`, percentRange(evaluation.accuracyInterval, 2)],
      [l10n.t('top-2 accuracy'), percent(evaluation.top2, 2)],
      [l10n.t('loss (cross-entropy)'), decimalText(evaluation.loss, 4)],
      [l10n.t('calibration error (ECE, 15 bins)'), percent(evaluation.ece, 2)],
      ...scaledRows(evaluation),
      ...partRows(l10n.t('accuracy without twins of training images'), evaluation.withoutTwins),
      ...partRows(l10n.t('accuracy without disputed labels'), evaluation.withoutDisputed),
      [l10n.t('speed'), speed],
    ]).slice(1),
    '',
    ...classTable(evaluation),
    '',
    ...confusionTable(evaluation),
    '',
    ...pairTable(evaluation),
  ];
}

function scaledRows({ temperatureScaling }: NamedScores): string[][] {
  if (!temperatureScaling) return [];
  const { temperature, loss, ece } = temperatureScaling;
  return [
    [`  ${l10n.t('at temperature {0}', decimalText(temperature, 2))}`, percent(ece, 2)],
    [`  ${l10n.t('loss at this temperature')}`, decimalText(loss, 4)],
  ];
}

function partRows(name: string, part: PartAccuracy | null): string[][] {
  if (!part) return [];
  return [
    [name, percent(part.accuracy, 2)],
    [`  ${l10n.t('95% interval (Wilson)')}`, percentRange(part.accuracyInterval, 2)],
    [`  ${l10n.t('images left out')}`, countText(part.leftOut)],
  ];
}

function classTable(scores: NamedScores): string[] {
  const rows = scores.perClass.map((score) => [
    plain(score.name),
    score.predicted > 0 ? percent(score.precision) : '-',
    score.support > 0 ? percent(score.recall) : '-',
    score.support + score.predicted > 0 ? percent(score.f1) : '-',
    score.support > 0 ? percentRange(score.recallInterval) : '-',
    countText(score.support),
  ]);
  const macro = [scores.macroPrecision, scores.macroRecall, scores.macroF1].map((value) => percent(value));
  const weighted = [scores.weightedPrecision, scores.weightedRecall, scores.weightedF1].map((value) => percent(value));
  const total = countText(scores.labelledCount);
  return table([
    [
      ...[l10n.t('class'), l10n.t('precision'), l10n.t('recall'), 'F1'],
      ...[l10n.t('recall, 95% interval'), l10n.t('images')],
    ],
    ...rows,
    [l10n.t('macro average'), ...macro, '', total],
    [l10n.t('weighted average'), ...weighted, '', total],
  ]);
}

/** With more classes than this the matrix would be wider than any screen: `evaluation.json` has it. */
const WIDEST_MATRIX = 30;
/** Longer names are cut in the heads of columns; the rows have them in full. */
const HEAD_LENGTH = 8;

function confusionTable({ confusion, perClass }: NamedScores): string[] {
  if (perClass.length > WIDEST_MATRIX) return [l10n.t('The confusion matrix is in {0}.', 'evaluation.json')];
  const heads = perClass.map(({ name }) => Array.from(plain(name)).slice(0, HEAD_LENGTH).join(''));
  return [
    l10n.t('Confusion matrix: rows are the actual classes, columns the predicted ones'),
    ...table([
      ['', ...heads],
      ...confusion.map((row, label) => [
        plain(perClass[label].name),
        ...row.map((count) => (count === 0 ? '.' : countText(count))),
      ]),
    ]),
  ];
}

const LISTED_PAIRS = 10;

function pairTable({ confusedPairs }: NamedScores): string[] {
  if (confusedPairs.length === 0) return [l10n.t('No image is confused.')];
  const rows = confusedPairs
    .slice(0, LISTED_PAIRS)
    .map(({ actualName, predictedName, count, share }) => [
      `${plain(actualName)} -> ${plain(predictedName)}`,
      countText(count),
      percent(share),
    ]);
  const left = confusedPairs.length - rows.length;
  return [
    l10n.t('Most confused pairs'),
    ...table([[l10n.t('actual -> predicted'), l10n.t('images'), l10n.t('of the class')], ...rows]),
    ...(left > 0 ? [l10n.t('and {0} more', countText(left))] : []),
  ];
}
