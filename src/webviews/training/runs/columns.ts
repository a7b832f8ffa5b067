// The columns of the table of runs, and its filter.
import * as l10n from '@vscode/l10n';
import type { RunRow } from '../../../shared/contracts/training';
import type { TableColumn } from '../../shared/table';
import { stateText } from '../../../shared/stateText';
import { writeCount, writeDate, writeDuration, writePoints, writeShare, writeShareInterval } from '../words';

/** @param now when it is read: dates of another year carry it */
export function runColumns(now: () => Date): TableColumn<RunRow>[] {
  return [
    { id: 'name', title: l10n.t('name'), text: ({ name }) => name },
    { id: 'state', title: l10n.t('state'), text: ({ state }) => stateText(state) },
    { id: 'data', title: l10n.t('data'), text: dataText },
    { id: 'recipe', title: l10n.t('recipe'), text: ({ recipe }) => recipe },
    {
      id: 'accuracy',
      title: l10n.t('validation accuracy'),
      number: true,
      text: accuracyText,
      value: ({ validationAccuracy }) => validationAccuracy,
    },
    {
      id: 'gap',
      title: l10n.t('gap, points'),
      number: true,
      text: ({ gap }) => writePoints(gap),
      value: ({ gap }) => gap,
    },
    {
      id: 'epochs',
      title: l10n.t('epochs'),
      number: true,
      text: ({ epochs }) => writeCount(epochs),
      value: ({ epochs }) => epochs,
    },
    {
      id: 'time',
      title: l10n.t('time'),
      number: true,
      text: ({ totalSeconds }) => writeDuration(totalSeconds),
      value: ({ totalSeconds }) => totalSeconds,
    },
    {
      id: 'corrections',
      title: l10n.t('corrected labels'),
      number: true,
      text: ({ corrections }) => writeCount(corrections),
      value: ({ corrections }) => corrections,
    },
    { id: 'engine', title: l10n.t('engine'), text: ({ engine }) => engine ?? '' },
    // A seed is a name, not an amount: without separators.
    {
      id: 'seed',
      title: l10n.t('seed'),
      number: true,
      text: ({ seed }) => (seed === null ? '' : String(seed)),
      value: ({ seed }) => seed,
    },
    {
      id: 'date',
      title: l10n.t('date'),
      number: true,
      text: ({ startedAt }) => writeDate(startedAt, now()),
      value: ({ startedAt }) => Date.parse(startedAt) || null,
    },
    { id: 'tags', title: l10n.t('tags'), text: ({ tags }) => tags.join(', ') },
  ];
}

/** `fashion-mnist`, with a word where it is no longer what was trained on. */
function dataText({ dataTitle, dataState }: RunRow): string {
  if (dataState === 'changed') return l10n.t('{0} (changed)', dataTitle);
  return dataState === 'missing' ? l10n.t('{0} (missing)', dataTitle) : dataTitle;
}

function accuracyText({ validationAccuracy, interval }: RunRow): string {
  if (validationAccuracy === null) return '';
  return interval
    ? `${writeShare(validationAccuracy)} (${writeShareInterval(interval)})`
    : writeShare(validationAccuracy);
}

/** Runs in whose texts each of the words occurs, whatever the case. */
export function filterRuns(rows: readonly RunRow[], filter: string, columns: readonly TableColumn<RunRow>[]): RunRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = [row.id, ...columns.map((column) => column.text(row))].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** What a person typed as tags: separated by commas, none twice. */
export function readTags(text: string): string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
}
