// The columns of the table of runs, and its filter.
import type { RunRow } from '../../../shared/contracts/training';
import type { TableColumn } from '../../shared/table';
import { writeCount, writeDate, writeDuration, writePoints, writeShare, writeShareInterval } from '../words';

/** @param now when it is read: dates of another year carry it */
export function runColumns(now: () => Date): TableColumn<RunRow>[] {
  return [
    { id: 'name', title: 'name', text: ({ name }) => name },
    { id: 'state', title: 'state', text: ({ state }) => state },
    { id: 'data', title: 'data', text: dataText },
    { id: 'recipe', title: 'recipe', text: ({ recipe }) => recipe },
    {
      id: 'accuracy',
      title: 'validation accuracy',
      number: true,
      text: accuracyText,
      value: ({ validationAccuracy }) => validationAccuracy,
    },
    { id: 'gap', title: 'gap, points', number: true, text: ({ gap }) => writePoints(gap), value: ({ gap }) => gap },
    {
      id: 'epochs',
      title: 'epochs',
      number: true,
      text: ({ epochs }) => writeCount(epochs),
      value: ({ epochs }) => epochs,
    },
    {
      id: 'time',
      title: 'time',
      number: true,
      text: ({ totalSeconds }) => writeDuration(totalSeconds),
      value: ({ totalSeconds }) => totalSeconds,
    },
    {
      id: 'corrections',
      title: 'corrected labels',
      number: true,
      text: ({ corrections }) => writeCount(corrections),
      value: ({ corrections }) => corrections,
    },
    { id: 'engine', title: 'engine', text: ({ engine }) => engine ?? '' },
    // A seed is a name, not an amount: without separators.
    {
      id: 'seed',
      title: 'seed',
      number: true,
      text: ({ seed }) => (seed === null ? '' : String(seed)),
      value: ({ seed }) => seed,
    },
    {
      id: 'date',
      title: 'date',
      number: true,
      text: ({ startedAt }) => writeDate(startedAt, now()),
      value: ({ startedAt }) => Date.parse(startedAt) || null,
    },
    { id: 'tags', title: 'tags', text: ({ tags }) => tags.join(', ') },
  ];
}

/** `fashion-mnist`, with a word where it is no longer what was trained on. */
function dataText({ dataTitle, dataState }: RunRow): string {
  return dataState === 'changed' || dataState === 'missing' ? `${dataTitle} (${dataState})` : dataTitle;
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
