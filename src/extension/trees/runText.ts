import * as l10n from '@vscode/l10n';
import type { RunRow } from '../../shared/contracts/training';
import { dateTimeText } from '../../shared/dates';
import { countOf, decimalText, shareText } from '../../shared/numbers';
import { stateText } from '../../shared/stateText';
import { asShownText } from '../shownText';

/** The name that a person gave it, or what its id says beside the time, which stands behind. */
export function nameRun({ name, id }: RunRow): string {
  return name === id ? id.replace(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_(?=.)/, '') : name;
}

/** Accuracy, date, data, tags: what one tells runs apart by. */
export function describeRun(run: RunRow): string[] {
  if (run.state === 'damaged') return [stateText('damaged')];
  return [
    run.state === 'finished' ? '' : stateText(run.state),
    run.validationAccuracy === null ? '' : shareText(run.validationAccuracy),
    formatDate(run.startedAt),
    run.dataTitle,
    ...run.tags.map((tag) => `#${tag}`),
  ].filter((part) => part !== '');
}

/** Plain lines: a tooltip of text, not of markdown, for names come from the disk. */
export function describeFully(run: RunRow): string {
  if (run.problem !== null) return asLines([run.name, run.problem]);
  return asLines([
    run.name,
    run.name === run.id ? '' : run.id,
    describeState(run),
    run.validationAccuracy === null ? '' : describeAccuracy(run.validationAccuracy, run.interval),
    run.gap === null ? '' : l10n.t('Gap to training: {0} points', decimalText(100 * run.gap, 1)),
    run.seed === null ? l10n.t('Recipe: {0}', run.recipe) : l10n.t('Recipe: {0}, seed {1}', run.recipe, run.seed),
    describeData(run),
    run.engine === null ? '' : l10n.t('Engine: {0}', run.engine),
    run.tags.length ? l10n.t('Tags: {0}', run.tags.join(', ')) : '',
    run.startedAt ? l10n.t('Started: {0}', formatDate(run.startedAt)) : '',
  ]);
}

function describeState({ state, epochs }: RunRow): string {
  if (epochs === null) return l10n.t('State: {0}', stateText(state));
  return l10n.t('State: {0}, {1}', stateText(state), countOf(epochs, l10n.t('epoch'), l10n.t('epochs')));
}

function describeAccuracy(accuracy: number, interval: RunRow['interval']): string {
  if (!interval) return l10n.t('Validation accuracy: {0}', shareText(accuracy));
  const [low, high] = interval.map((bound) => shareText(bound));
  return l10n.t('Validation accuracy: {0} (95%: {1} to {2})', shareText(accuracy), low, high);
}

function describeData({ dataPath, dataState }: RunRow): string {
  if (dataState === 'changed') return l10n.t('Data: {0} (changed since)', dataPath);
  return dataState === 'missing' ? l10n.t('Data: {0} (missing)', dataPath) : l10n.t('Data: {0}', dataPath);
}

function asLines(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .map(asShownText)
    .join('\n');
}

function formatDate(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : dateTimeText(date);
}
