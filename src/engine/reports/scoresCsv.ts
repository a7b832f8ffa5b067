import type { NamedScores } from '../../shared/contracts/evaluation';
import { textCell } from './predictionsCsv';

/** How every `per-class.csv` of ours begins. */
export const PER_CLASS_BEGINNING = 'class,name,images,predicted,precision';
/** How every `confusion.csv` of ours begins. */
export const CONFUSION_BEGINNING = 'actual \\ predicted,';

/** `per-class.csv`: a row a class, by its number; shares 0 to 1, unrounded; what is not defined is an empty cell. */
export function formatPerClass({ perClass }: Pick<NamedScores, 'perClass'>): string {
  const header = [
    PER_CLASS_BEGINNING,
    ...['precision_low', 'precision_high', 'recall', 'recall_low', 'recall_high', 'f1'],
  ].join(',');
  const rows = perClass.map((score) => {
    const { label, name, support, predicted, precision, precisionInterval, recall, recallInterval, f1 } = score;
    const some = (count: number, values: readonly number[]) => values.map((value) => (count > 0 ? String(value) : ''));
    return [
      ...[String(label), textCell(name), String(support), String(predicted)],
      ...some(predicted, [precision, ...precisionInterval]),
      ...some(support, [recall, ...recallInterval]),
      ...some(support + predicted, [f1]),
    ].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** `confusion.csv`: a row for each actual class, a column for each predicted one, both headed by their names. */
export function formatConfusion({ confusion, perClass }: Pick<NamedScores, 'confusion' | 'perClass'>): string {
  const names = perClass.map(({ name }) => textCell(name));
  const rows = confusion.map((row, label) => [names[label], ...row].join(','));
  return `${[CONFUSION_BEGINNING + names.join(','), ...rows].join('\n')}\n`;
}
