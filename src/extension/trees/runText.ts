import { shareText } from '../../shared/numbers';
import type { RunRow } from '../../shared/contracts/training';
import { asShownText } from '../shownText';

/** The name that a person gave it, or what its id says beside the time, which stands behind. */
export function nameRun({ name, id }: RunRow): string {
  return name === id ? id.replace(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_(?=.)/, '') : name;
}

/** Accuracy, date, data, tags: what one tells runs apart by. */
export function describeRun(run: RunRow): string[] {
  if (run.state === 'damaged') return ['damaged'];
  return [
    run.state === 'finished' ? '' : run.state,
    run.validationAccuracy === null ? '' : shareText(run.validationAccuracy),
    formatDate(run.startedAt),
    run.dataTitle,
    ...run.tags.map((tag) => `#${tag}`),
  ].filter((part) => part !== '');
}

/** Plain lines: a tooltip of text, not of markdown, for names come from the disk. */
export function describeFully(run: RunRow): string {
  if (run.problem !== null) return asLines([run.name, run.problem]);
  const share = ([low, high]: readonly [number, number]) => `${shareText(low)} to ${shareText(high)}`;
  return asLines([
    run.name,
    run.name === run.id ? '' : run.id,
    `State: ${run.state}${run.epochs === null ? '' : `, ${run.epochs} epochs`}`,
    run.validationAccuracy === null
      ? ''
      : `Validation accuracy: ${shareText(run.validationAccuracy)}${run.interval ? ` (95%: ${share(run.interval)})` : ''}`,
    run.gap === null ? '' : `Gap to training: ${(100 * run.gap).toFixed(1)} points`,
    `Recipe: ${run.recipe}${run.seed === null ? '' : `, seed ${run.seed}`}`,
    `Data: ${run.dataPath}${run.dataState === 'changed' ? ' (changed since)' : run.dataState === 'missing' ? ' (missing)' : ''}`,
    run.engine === null ? '' : `Engine: ${run.engine}`,
    run.tags.length ? `Tags: ${run.tags.join(', ')}` : '',
    run.startedAt ? `Started: ${formatDate(run.startedAt)}` : '',
  ]);
}

function asLines(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .map(asShownText)
    .join('\n');
}

function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
