import type { EpochMetrics } from '../shared/contracts/jobs';

const COLUMNS: readonly [column: string, field: keyof EpochMetrics][] = [
  ['epoch', 'epoch'],
  ['train_loss', 'trainLoss'],
  ['train_accuracy', 'trainAccuracy'],
  ['validation_loss', 'validationLoss'],
  ['validation_accuracy', 'validationAccuracy'],
  ['learning_rate', 'learningRate'],
  ['seconds', 'seconds'],
  ['images_per_second', 'imagesPerSecond'],
];
const HEADER = COLUMNS.map(([column]) => column).join(',');

/** `history.csv`: a header, then one line an epoch. What was not measured (not a finite number) is left empty. */
export function formatHistory(epochs: readonly EpochMetrics[]): string {
  const lines = epochs.map((epoch) =>
    COLUMNS.map(([, field]) => (Number.isFinite(epoch[field]) ? String(epoch[field]) : '')).join(','),
  );
  return [HEADER, ...lines, ''].join('\n');
}

/** Reads a `history.csv` of ours; what was not measured is NaN. Lines that are no epochs are left out. */
export function parseHistory(text: string): EpochMetrics[] {
  const [header, ...lines] = text.split(/\r?\n/);
  if (header !== HEADER) return [];
  return lines.flatMap((line) => {
    const cells = line.split(',');
    if (cells.length !== COLUMNS.length) return [];
    const values = COLUMNS.map(([, field], at) => [field, cells[at] === '' ? NaN : Number(cells[at])] as const);
    const metrics = Object.fromEntries(values) as unknown as EpochMetrics;
    return Number.isInteger(metrics.epoch) ? [metrics] : [];
  });
}
