import { NO_LABEL, type Predictions } from '../../shared/metrics';
import { type Dataset, formatSource } from '../data/dataset';

/** How every `predictions.csv` of ours begins. */
export const PREDICTIONS_BEGINNING = 'index,source,label,predicted,confidence,margin,p0';

/**
 * `predictions.csv`, line by line: `index,source,label,predicted,confidence,margin,p0..p(K-1)`. Index from 0 within the
 * split, in file order; label and predicted are class numbers; label is empty where there is none.
 */
export function* formatPredictions(dataset: Dataset, predictions: Predictions): Generator<string> {
  const classCount = dataset.classNames.length;
  const columns = Array.from({ length: classCount }, (_, label) => `p${label}`);
  yield `index,source,label,predicted,confidence,margin,${columns.join(',')}\n`;
  for (let index = 0; index < dataset.count; index++) {
    const label = dataset.labels ? dataset.labels[index] : NO_LABEL;
    const cells = [
      String(index),
      textCell(formatSource(dataset.source(index))),
      label === NO_LABEL ? '' : String(label),
      String(predictions.predicted[index]),
      shortest(predictions.confidence[index]),
      shortest(predictions.margin[index]),
    ];
    for (let at = index * classCount; at < (index + 1) * classCount; at++) {
      cells.push(shortest(predictions.probabilities[at]));
    }
    yield cells.join(',') + '\n';
  }
}

/** The fewest digits, six or more, that are read back as the same 32-bit number; nine always are. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * Text from a file name as a cell: quoted after RFC 4180 where it must be. A spreadsheet would run a cell that begins
 * with one of `= + - @`, a tab or a return as a formula: such a cell gets an apostrophe in front (OWASP, "CSV injection").
 */
export function textCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
