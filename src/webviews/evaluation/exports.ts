// The figures as CSV, unrounded.
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { NamedScores } from '../../shared/contracts/evaluation';
import { csvOf } from '../shared/csv';

export function classesCsv({ perClass }: NamedScores): string {
  const header = [
    ...['label', 'name', 'precision', 'precision_low', 'precision_high'],
    ...['recall', 'recall_low', 'recall_high', 'f1', 'support', 'predicted'],
  ];
  const rows = perClass.map((one) => [
    ...[one.label, one.name, one.precision, ...one.precisionInterval],
    ...[one.recall, ...one.recallInterval, one.f1, one.support, one.predicted],
  ]);
  return csvOf([header, ...rows]);
}

/** Rows are given classes, columns predicted ones. */
export function confusionCsv({ confusion }: NamedScores, classNames: readonly string[]): string {
  return csvOf([['given', ...classNames], ...confusion.map((row, label) => [classNames[label], ...row])]);
}

export function pairsCsv({ confusedPairs }: NamedScores): string {
  const rows = confusedPairs.map((pair) => [pair.actualName, pair.predictedName, pair.count, pair.share]);
  return csvOf([['given', 'predicted', 'count', 'share_of_given'], ...rows]);
}

export function comparisonCsv(comparison: PredictionComparison): string {
  const { runs, count, bothRight, onlyFirst, onlySecond, bothWrong, difference, interval, pValue } = comparison;
  const [first, second] = runs;
  const figures: (string | number)[][] = [
    ['run before', first.name, first.runId, first.accuracy, ...first.accuracyInterval],
    ['run after', second.name, second.runId, second.accuracy, ...second.accuracyInterval],
    ['images', count],
    ['both right', bothRight],
    ['fixed: right after alone', onlySecond],
    ['broken: right before alone', onlyFirst],
    ['both wrong', bothWrong],
    ['difference of accuracy', difference, ...interval],
    ['McNemar p', pValue],
  ];
  const header = [
    ...['label', 'name', 'support', 'recall_before', 'recall_after'],
    ...['difference', 'difference_low', 'difference_high', 'fixed', 'broken'],
  ];
  const classes = comparison.perClass.map((one) => [
    ...[one.label, one.name, one.support, one.first, one.second],
    ...[one.difference, ...one.interval, one.fixed, one.broken],
  ]);
  return csvOf([...figures, [], header, ...classes]);
}
