import type { Evaluation, NamedScores, PartAccuracy } from '../../shared/contracts/evaluation';
import { describeDamaged } from './damaged';
import { countOf, countText } from '../../shared/numbers';
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
    `Data: ${plain(evaluation.dataPath)}, split ${plain(evaluation.split)}`,
    `Run: ${plain(evaluation.runId)}, evaluated ${evaluation.startedAt}`,
    '',
    ...heading('Insights'),
    ...evaluation.insights.map((insight) => `- ${insight}`),
    ...evaluation.notes.map((note) => `- Note: ${plain(note)}`),
    '',
    ...heading('Metrics'),
    ...metrics(evaluation),
    '',
    ...heading('Data'),
    `path    ${plain(evaluation.dataPath)}`,
    `split   ${plain(evaluation.split)}`,
    `images  ${countText(evaluation.count)}${labelledPart(evaluation)}`,
    `classes ${evaluation.classNames.map(plain).join(', ')}`,
    ...taken.map((line) => `read    ${plain(line)}`),
    ...describeDamaged(evaluation.damaged, 'evaluation.json'),
    '',
    ...heading('Model architecture'),
    ...run.map(plain),
    '',
    modelSummary.trimEnd(),
    '',
  ].join('\n');
}

/** What most people look for, in one line. */
function headline({ accuracy, accuracyInterval, count, labelledCount }: Evaluation): string {
  if (accuracy === null) return `${countOf(count, 'unlabelled image')} predicted`;
  return (
    `Accuracy: ${percent(accuracy)} (95% interval ${percentRange(accuracyInterval)}) of ` +
    countOf(labelledCount, 'image')
  );
}

function labelledPart({ count, labelledCount }: Evaluation): string {
  if (labelledCount === null) return ', unlabelled';
  return labelledCount < count ? `, ${countText(labelledCount)} of them labelled` : '';
}

function metrics(evaluation: Evaluation): string[] {
  const speed = `${countText(evaluation.imagesPerSecond)} images/s (${evaluation.engine} engine)`;
  const averaging = evaluation.flipAveraging
    ? ['Each prediction is the mean of those of the image and its mirror image.', '']
    : [];
  if (evaluation.accuracy === null) {
    return [...averaging, `The images are not labelled: there are predictions, but nothing to measure them by.`, speed];
  }
  return [
    ...averaging,
    ...table([
      ['measure', 'value'],
      ['accuracy', percent(evaluation.accuracy, 2)],
      ['  95% interval (Wilson)', percentRange(evaluation.accuracyInterval, 2)],
      ['top-2 accuracy', percent(evaluation.top2, 2)],
      ['loss (cross-entropy)', evaluation.loss.toFixed(4)],
      ['calibration error (ECE, 15 bins)', percent(evaluation.ece, 2)],
      ...scaledRows(evaluation),
      ...partRows('accuracy without twins of training images', evaluation.withoutTwins),
      ...partRows('accuracy without disputed labels', evaluation.withoutDisputed),
      ['speed', speed],
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
    [`  at temperature ${temperature.toFixed(2)}`, percent(ece, 2)],
    ['  loss at this temperature', loss.toFixed(4)],
  ];
}

function partRows(name: string, part: PartAccuracy | null): string[][] {
  if (!part) return [];
  return [
    [name, percent(part.accuracy, 2)],
    ['  95% interval (Wilson)', percentRange(part.accuracyInterval, 2)],
    ['  images left out', countText(part.leftOut)],
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
    ['class', 'precision', 'recall', 'F1', 'recall, 95% interval', 'images'],
    ...rows,
    ['macro average', ...macro, '', total],
    ['weighted average', ...weighted, '', total],
  ]);
}

/** With more classes than this the matrix would be wider than any screen: `evaluation.json` has it. */
const WIDEST_MATRIX = 30;
/** Longer names are cut in the heads of columns; the rows have them in full. */
const HEAD_LENGTH = 8;

function confusionTable({ confusion, perClass }: NamedScores): string[] {
  if (perClass.length > WIDEST_MATRIX) return ['The confusion matrix is in evaluation.json.'];
  const heads = perClass.map(({ name }) => Array.from(plain(name)).slice(0, HEAD_LENGTH).join(''));
  return [
    'Confusion matrix: rows are the actual classes, columns the predicted ones',
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
  if (confusedPairs.length === 0) return ['No image is confused.'];
  const rows = confusedPairs
    .slice(0, LISTED_PAIRS)
    .map(({ actualName, predictedName, count, share }) => [
      `${plain(actualName)} -> ${plain(predictedName)}`,
      countText(count),
      percent(share),
    ]);
  const left = confusedPairs.length - rows.length;
  return [
    'Most confused pairs',
    ...table([['actual -> predicted', 'images', 'of the class'], ...rows]),
    ...(left > 0 ? [`and ${countText(left)} more`] : []),
  ];
}
