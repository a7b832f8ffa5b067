import * as l10n from '@vscode/l10n';
import type { NamedScores } from '../../shared/contracts/evaluation';
import type { Interval } from '../../shared/statistics';
import { element } from '../shared/dom';
import { openMenu } from '../shared/menu';
import { countText, shareText } from '../../shared/numbers';
import { DataTable, type TableColumn } from '../shared/table';
import type { EvaluationModel } from './model';
import { rangeText } from './words';

type Row = NamedScores['perClass'][number];

/** How well each class is recognised; a row opens the images of its class. */
export function classTable(model: EvaluationModel): HTMLElement {
  const { kept } = model;
  let rows: readonly Row[] = [];
  const labelOf = (key: string) => Number(key);
  const choose = (labels: number[], wrongOnly: boolean) => {
    if (labels.length > 0) model.choose({ kind: 'row', actual: labels, wrongOnly });
  };
  const table: DataTable<Row> = new DataTable<Row>({
    label: l10n.t('Classes'),
    columns: COLUMNS,
    keyOf: ({ label }) => String(label),
    sort: kept.classSort,
    onSort: (sort) => {
      kept.classSort = sort;
      model.keep();
    },
    selecting: {
      nameOf: ({ name }) => name,
      onSelect: (keys) => choose(keys.map(labelOf), false),
      onOpen: ({ label }) => choose([label], false),
      onMenu: ({ label, name }, at) => {
        const column = (wrongOnly: boolean) => () => model.choose({ kind: 'column', predicted: label, wrongOnly });
        const items = [
          { label: l10n.t('Images of {0}', name), icon: 'file-media', onClick: () => choose([label], false) },
          {
            label: l10n.t('{0} predicted as something else', name),
            icon: 'error',
            onClick: () => choose([label], true),
          },
          { label: l10n.t('Predicted as {0}', name), icon: 'file-media', begins: true, onClick: column(false) },
          { label: l10n.t('Others predicted as {0}', name), icon: 'error', onClick: column(true) },
        ];
        openMenu(items, at, name);
      },
      onKey: () => false,
    },
  });
  const update = () => {
    rows = model.scores?.perClass ?? [];
    table.update(rows);
    showChoice();
  };
  const showChoice = () => {
    const { choice } = kept;
    const keys = choice?.kind === 'row' && !choice.wrongOnly ? choice.actual.map(String) : [];
    if (keys.join() !== table.selected.join()) table.select(keys);
  };
  model.on(['snapshot'], update);
  model.on(['choice'], showChoice);
  update();
  return table.element;
}

const COLUMNS: readonly TableColumn<Row>[] = [
  { id: 'name', title: l10n.t('Class'), text: ({ name }) => name, value: ({ name }) => name },
  shareColumn(
    'precision',
    l10n.t('Precision'),
    ({ precision }) => precision,
    ({ precisionInterval, predicted }) => (predicted > 0 ? precisionInterval : null),
  ),
  shareColumn(
    'recall',
    l10n.t('Recall'),
    ({ recall }) => recall,
    ({ recallInterval, support }) => (support > 0 ? recallInterval : null),
  ),
  {
    id: 'f1',
    title: l10n.t('F1'),
    number: true,
    text: ({ f1 }) => shareText(f1),
    value: ({ f1 }) => f1,
    cell: ({ f1 }) => {
      const bar = element('span', { className: 'cell-bar' });
      bar.style.setProperty('--share', String(f1));
      return element('span', { className: 'cell-with-bar' }, bar, element('span', {}, shareText(f1)));
    },
  },
  {
    id: 'support',
    title: l10n.t('Images'),
    number: true,
    text: ({ support }) => countText(support),
    value: ({ support }) => support,
  },
  {
    id: 'predicted',
    title: l10n.t('Predicted'),
    number: true,
    text: ({ predicted }) => countText(predicted),
    value: ({ predicted }) => predicted,
  },
];

/** @param interval null where there is nothing to take a share of */
function shareColumn(
  id: string,
  title: string,
  value: (row: Row) => number,
  interval: (row: Row) => Interval | null,
): TableColumn<Row> {
  const intervalText = (row: Row) => {
    const range = interval(row);
    return range ? rangeText(range) : l10n.t('no images');
  };
  return {
    id,
    title,
    number: true,
    text: (row) => `${shareText(value(row))} (${intervalText(row)})`,
    value: (row) => (interval(row) ? value(row) : null),
    cell: (row) =>
      element(
        'span',
        { className: 'share-cell' },
        interval(row) ? shareText(value(row)) : '–',
        element('span', { className: 'quiet' }, intervalText(row)),
      ),
  };
}
