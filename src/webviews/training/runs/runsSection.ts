// The runs of the workspace: a table to sort, filter, name, tag, compare and clear up.
import * as l10n from '@vscode/l10n';
import type { RunFile, RunRow, TrainingSnapshot } from '../../../shared/contracts/training';
import { badge, button, textField } from '../../shared/controls';
import { element, icon } from '../../shared/dom';
import { type MenuItem, openMenu } from '../../shared/menu';
import { DataTable, type TableColumn } from '../../shared/table';
import { MOST_COMPARED } from '../compare/colors';
import { type Context, messageOf, Section } from '../context';
import type { Deletion } from '../kept';
import { notice } from '../notice';
import { countOf, countText } from '../../../shared/numbers';
import { stateText } from '../../../shared/stateText';

import { filterRuns, readTags, runColumns } from './columns';

const STATE_ICONS: Record<RunRow['state'], string> = {
  running: 'loading',
  finished: 'pass',
  stopped: 'stop-circle',
  interrupted: 'debug-pause',
  damaged: 'error',
};

export class RunsSection {
  readonly section: Section;
  private readonly columns: TableColumn<RunRow>[];
  private readonly table: DataTable<RunRow>;
  private readonly compareButton;
  private readonly empty = element(
    'p',
    { className: 'empty quiet' },
    l10n.t(
      'No runs yet. Choose data and a recipe above and press Start: each training leaves a run here, with its model, its curves and its card.',
    ),
  );
  private readonly nothingFound = element(
    'p',
    { className: 'empty quiet', hidden: true },
    l10n.t('No run has these words.'),
  );
  private rows: readonly RunRow[];
  private readonly bars = element('div', { className: 'bars' });
  private readonly tools: HTMLElement;

  constructor(
    private readonly context: Context,
    { runs, putAside }: Pick<TrainingSnapshot, 'runs' | 'putAside'>,
    private readonly onCompare: (folders: readonly string[]) => void,
  ) {
    const { kept, keep } = context;
    this.rows = runs;
    // What was deleted in a window that is closed is gone.
    kept.deleted = kept.deleted.filter(({ folders }) => folders.every((folder) => putAside.includes(folder)));
    for (const deletion of kept.deleted) this.addUndo(deletion);
    this.columns = runColumns(() => new Date()).map((column) => {
      if (column.id === 'state') return { ...column, cell: stateCell };
      if (column.id === 'data') return { ...column, cell: (row) => dataCell(row, column.text(row)) };
      if (column.id === 'tags') return { ...column, cell: tagsCell };
      return column;
    });
    this.table = new DataTable<RunRow>({
      label: l10n.t('Runs'),
      columns: this.columns,
      keyOf: ({ folder }) => folder,
      sort: kept.sort,
      onSort: (sort) => {
        kept.sort = sort;
        keep();
      },
      selecting: {
        nameOf: ({ name }) => name,
        onSelect: (keys) => {
          kept.selected = [...keys];
          keep();
          this.showTools();
        },
        onOpen: ({ folder }) => onCompare([folder]),
        onMenu: (row, at) => openMenu(this.menuOf(row), at, l10n.t('What to do with {0}', row.name)),
        onKey: (row, key) => this.onKey(row, key),
      },
    });
    const filter = textField({
      label: l10n.t('Filter runs'),
      icon: 'filter',
      value: kept.filter,
      placeholder: l10n.t('name, tag, data, recipe\u2026'),
      onInput: (text) => {
        kept.filter = text;
        keep();
        this.show();
      },
    });
    filter.element.classList.add('filter');
    this.compareButton = button({
      label: l10n.t('Compare'),
      icon: 'graph-line',
      onClick: () => onCompare(this.table.selected),
    });
    this.tools = element('div', { className: 'runs-tools' }, filter.element, this.compareButton);
    const body = element('div', {}, this.tools, this.bars, this.empty, this.nothingFound, this.table.element);
    this.section = new Section(context, { id: 'runs', title: l10n.t('Runs') }, body);
    this.show();
    this.table.select(kept.selected);
    this.showTools();
  }

  changed(rows: readonly RunRow[]): void {
    this.rows = rows;
    this.show();
  }

  /** Runs were chosen elsewhere. */
  choose(folders: readonly string[]): void {
    this.section.element.open = true;
    this.table.select(folders);
    this.context.kept.selected = [...folders];
    this.showTools();
  }

  private show(): void {
    const shown = filterRuns(this.rows, this.context.kept.filter, this.columns);
    this.table.update(shown);
    const hasRuns = this.rows.length > 0;
    this.empty.hidden = hasRuns;
    this.tools.hidden = !hasRuns;
    this.nothingFound.hidden = !hasRuns || shown.length > 0;
    this.table.element.hidden = shown.length === 0;
    this.section.aside.textContent = !hasRuns
      ? ''
      : shown.length === this.rows.length
        ? countOf(shown.length, l10n.t('run'), l10n.t('runs'))
        : this.rows.length === 1
          ? l10n.t('{0} of 1 run', shown.length)
          : l10n.t('{0} of {1} runs', shown.length, countText(this.rows.length));
    this.showTools();
  }

  private showTools(): void {
    const { length } = this.table.selected;
    this.compareButton.disabled = length < 2 || length > MOST_COMPARED;
    this.compareButton.replaceChildren(
      this.compareButton.querySelector('.codicon')!,
      length < 2 ? l10n.t('Compare') : l10n.t('Compare {0}', length),
    );
    this.compareButton.title =
      length > MOST_COMPARED
        ? l10n.t('At most {0} runs can be told apart', MOST_COMPARED)
        : length < 2
          ? l10n.t('Select two or more runs')
          : l10n.t('Their curves over each other, and what differs');
  }

  private menuOf(row: RunRow): MenuItem[] {
    const { folder, state, epochs, hasModel, hasAblation, corrections } = row;
    const { extension } = this.context;
    const ask = (
      label: string,
      iconName: string,
      call: () => Promise<unknown>,
      more: Partial<MenuItem> = {},
    ): MenuItem => ({
      label,
      icon: iconName,
      onClick: () => void call().catch((error: unknown) => this.fail(error)),
      ...more,
    });
    const open = (file: RunFile) =>
      ask(l10n.t('Open {0}', file), 'go-to-file', () => extension.call('openRunFile', { runFolder: folder, file }));
    const several = this.table.selected.includes(folder) ? this.table.selected.length : 1;
    const isDamaged = state === 'damaged';
    return [
      ...(state === 'interrupted' || (state === 'stopped' && !hasAblation)
        ? [ask(l10n.t('Resume from the last checkpoint'), 'debug-start', () => extension.call('resumeRun', folder))]
        : []),
      ...(isDamaged
        ? []
        : [
            { label: l10n.t('Show curves'), icon: 'graph-line', key: 'Enter', onClick: () => this.onCompare([folder]) },
          ]),
      ...(several > 1 && several <= MOST_COMPARED
        ? [
            {
              label: l10n.t('Compare {0} runs', several),
              icon: 'git-compare',
              onClick: () => this.onCompare(this.table.selected),
            },
          ]
        : []),
      ...(hasModel
        ? [
            ask(l10n.t('Evaluate\u2026'), 'checklist', () =>
              extension.call('runCommand', { command: 'evaluateModel', path: folder }),
            ),
            ask(l10n.t('Review what it doubts\u2026'), 'eye', () =>
              extension.call('runCommand', { command: 'reviewPredictions', path: folder }),
            ),
          ]
        : []),
      ...(hasModel && corrections !== null
        ? [
            ask(l10n.t('What did these corrections change?'), 'diff', () =>
              extension.call('runCommand', { command: 'whatCorrectionsChanged', path: folder }),
            ),
          ]
        : []),
      ...(isDamaged || state === 'running'
        ? []
        : [ask(l10n.t('Reproduce this run'), 'sync', () => extension.call('reproduceRun', folder))]),
      { label: l10n.t('Rename'), icon: 'edit', key: 'F2', begins: true, onClick: () => this.rename(row) },
      { label: l10n.t('Edit tags'), icon: 'tag', key: 'T', onClick: () => this.tag(row) },
      ...(hasModel ? [{ ...open('model_summary.txt'), begins: true }, open('output.txt')] : []),
      ...(epochs === null ? [] : [{ ...open('history.csv'), begins: !hasModel }]),
      ask(l10n.t('Reveal folder'), 'folder-opened', () => extension.call('revealRun', folder)),
      ...(state === 'running'
        ? []
        : [
            {
              label: several > 1 ? l10n.t('Delete {0} runs', several) : l10n.t('Delete'),
              icon: 'trash',
              key: 'Delete',
              begins: true,
              onClick: () => void this.delete(row),
            },
          ]),
    ];
  }

  private onKey(row: RunRow, key: string): boolean {
    if (key === 'F2') this.rename(row);
    else if (key === 't' || key === 'T') this.tag(row);
    else if (key === 'Delete' || key === 'Backspace') void this.delete(row);
    else return false;
    return true;
  }

  private rename({ folder, name, id }: RunRow): void {
    this.table.edit(
      folder,
      'name',
      { label: l10n.t('New name of {0}', name), value: name, placeholder: id },
      (value) => {
        if (value === null || value.trim() === name) return;
        const request = { runFolder: folder, name: value.trim() };
        void this.context.extension.call('renameRun', request).catch((error: unknown) => this.fail(error));
      },
    );
  }

  private tag({ folder, name, tags }: RunRow): void {
    const edited = {
      label: l10n.t('Tags of {0}, separated by commas', name),
      value: tags.join(', '),
      placeholder: l10n.t('tag, tag\u2026'),
    };
    this.table.edit(folder, 'tags', edited, (value) => {
      if (value === null || readTags(value).join() === tags.join()) return;
      const request = { runFolder: folder, tags: readTags(value) };
      void this.context.extension.call('tagRun', request).catch((error: unknown) => this.fail(error));
    });
  }

  /** Puts a run aside, or all that are selected with it. */
  private async delete(row: RunRow): Promise<void> {
    const { extension, say, kept, keep } = this.context;
    const { selected } = this.table;
    const chosen = selected.includes(row.folder) ? this.rows.filter(({ folder }) => selected.includes(folder)) : [row];
    const deleted: RunRow[] = [];
    for (const one of chosen) {
      if (one.state === 'running') continue;
      try {
        await extension.call('deleteRun', one.folder);
        deleted.push(one);
      } catch (error) {
        this.fail(error);
      }
    }
    if (deleted.length === 0) return;
    const what = deleted.length === 1 ? deleted[0].name : countOf(deleted.length, l10n.t('run'), l10n.t('runs'));
    const deletion = { what, folders: deleted.map(({ folder }) => folder) };
    kept.deleted = [...kept.deleted, deletion].slice(-MOST_BARS);
    // At once: a view that is hidden in the next moment has no time to.
    keep(true);
    this.addUndo(deletion);
    say(l10n.t('Deleted {0}. It can be undone.', what));
  }

  /** The way back, for as long as nobody closes it. */
  private addUndo(deletion: Deletion): void {
    const { kept, keep, extension } = this.context;
    const forget = () => {
      kept.deleted = kept.deleted.filter((one) => one !== deletion);
      keep();
    };
    const bar = notice('info', l10n.t('Deleted {0}.', deletion.what), {
      label: l10n.t('Undo'),
      onClick: () => {
        forget();
        this.removeBar(bar);
        for (const folder of deletion.folders) {
          void extension.call('undoDelete', folder).catch((error: unknown) => this.fail(error));
        }
      },
    });
    this.addBar(bar, forget);
  }

  private fail(error: unknown): void {
    this.addBar(notice('error', messageOf(error)));
  }

  /** The keyboard goes on at the heading, not at the beginning of the page. */
  private removeBar(bar: HTMLElement): void {
    bar.remove();
    this.section.focus();
  }

  private addBar(bar: HTMLElement, onClose: () => void = () => undefined): void {
    const close = () => {
      onClose();
      this.removeBar(bar);
    };
    bar.append(button({ label: l10n.t('Close'), icon: 'close', appearance: 'icon', onClick: close }));
    while (this.bars.childElementCount >= MOST_BARS) this.bars.firstElementChild!.remove();
    this.bars.append(bar);
  }
}

/** The newest three are enough to undo; older ones are out of mind. */
const MOST_BARS = 3;

function stateCell({ state, problem }: RunRow): Node {
  const mark = icon(STATE_ICONS[state]);
  mark.classList.add(`state-${state}`);
  if (state === 'running') mark.classList.add('codicon-modifier-spin');
  return element('span', { className: 'state-cell', title: problem ?? stateText(state) }, mark, stateText(state));
}

function dataCell({ dataState }: RunRow, text: string): Node {
  const isSame = dataState !== 'changed' && dataState !== 'missing';
  return element('span', { className: 'state-cell' }, ...(isSame ? [] : [icon('warning')]), text);
}

function tagsCell({ tags }: RunRow): Node {
  return element('span', { className: 'tags' }, ...tags.map(badge));
}
