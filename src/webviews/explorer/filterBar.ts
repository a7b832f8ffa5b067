// What is shown of all: search, the filters as chips that can be taken away, undo, and what is selected.
import * as l10n from '@vscode/l10n';
import { button, plainButton, textField } from '../shared/controls';
import { element, icon, keyboardPlace, setAttributes } from '../shared/dom';
import type { ImageGridPane } from '../shared/imageGridPane';
import { selectionBar } from '../shared/selectionBar';
import type { Explorer } from './explorer';
import { classesCalled, withClassForText } from './classSearch';
import { chipsOf, withPart } from './filters';
import { countOf, countText } from '../../shared/numbers';

const SEARCH_MERGE = 'search';
const UNDO_FILTER = l10n.t('Undo filter change (Ctrl+Z)');
const REDO_FILTER = l10n.t('Redo filter change (Ctrl+Y)');

export function filterBar(explorer: Explorer, side: HTMLElement, pane: ImageGridPane): HTMLElement {
  const goToImages = () => pane.grid.focus();
  const selection = selectionBar(() => pane, true);
  const search = textField({
    label: l10n.t('Search (Ctrl+F)'),
    placeholder: l10n.t('Number, id or file'),
    icon: 'search',
    value: explorer.filter.text ?? '',
    onInput: (text) => explorer.setFilter(withPart(explorer.filter, 'text', text.trim()), SEARCH_MERGE),
  });
  search.element.classList.add('search');
  search.element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    goToImages();
  });
  addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });
  const offers = element('span', { className: 'class-offers' });
  const chips = element('ul', { className: 'chips', attributes: { 'aria-label': l10n.t('Filters') } });
  const count = element('span', { className: 'shown-count', attributes: { role: 'status' } });
  const clear = button({
    label: l10n.t('Clear'),
    title: l10n.t('Show all images again'),
    onClick: () => {
      explorer.setFilter({});
      // The button hides itself.
      search.focus();
    },
  });
  const undo = button({
    label: UNDO_FILTER,
    icon: 'discard',
    appearance: 'icon',
    onClick: () => explorer.undo(),
  });
  const redo = button({
    label: REDO_FILTER,
    icon: 'redo',
    appearance: 'icon',
    onClick: () => explorer.redo(),
  });

  const update = () => {
    const { filter, snapshot, result } = explorer;
    // Whoever takes chips away by keyboard goes on with the one that follows.
    const focused = [...chips.querySelectorAll('button')].findIndex((chip) => chip === keyboardPlace());
    chips.replaceChildren(
      ...chipsOf(filter, (label) => explorer.className(label)).map(({ text, without }) =>
        element(
          'li',
          {},
          plainButton(
            { className: 'chip', label: l10n.t('Remove filter {0}', text), onClick: () => explorer.setFilter(without) },
            element('span', { className: 'cut', title: text }, text),
            icon('close'),
          ),
        ),
      ),
    );
    if (focused >= 0) {
      const left = chips.querySelectorAll('button');
      if (left.length === 0) search.focus();
      else left[Math.min(focused, left.length - 1)].focus();
    }
    if (search.value.trim() !== (filter.text ?? '')) search.value = filter.text ?? '';
    clear.hidden = !explorer.isFiltered;
    const { nextUndo, nextRedo, relabel } = explorer;
    undo.disabled = nextUndo === null;
    redo.disabled = nextRedo === null;
    name(undo, nextUndo === 'labels' ? l10n.t('Undo: {0} (Ctrl+Z)', relabel?.queue.undoable?.said ?? '') : UNDO_FILTER);
    name(redo, nextRedo === 'labels' ? l10n.t('Redo: {0} (Ctrl+Y)', relabel?.queue.redoable?.said ?? '') : REDO_FILTER);
    const called = classesCalled(filter.text, snapshot?.opened.classNames ?? []);
    offers.replaceChildren(
      ...called.map((label) =>
        plainButton(
          {
            className: 'link',
            title: l10n.t('Show the class instead of searching for its name'),
            onClick: () => {
              explorer.setFilter(withClassForText(explorer.filter, label));
              search.focus();
            },
          },
          l10n.t('Class {0}', explorer.className(label)),
        ),
      ),
    );
    const total = snapshot?.opened.count ?? 0;
    const shown = result?.order.length ?? total;
    count.textContent =
      shown === total
        ? countOf(total, l10n.t('image'), l10n.t('images'))
        : l10n.t('{0} of {1}', countText(shown), countText(total));
  };
  explorer.on(['data', 'filter', 'result'], update);
  explorer.on(['data', 'result', 'image'], () => selection.update());
  return element(
    'div',
    { className: 'filter-bar', attributes: { role: 'toolbar', 'aria-label': l10n.t('Filters and selection') } },
    side,
    search.element,
    offers,
    chips,
    count,
    clear,
    element('span', { className: 'together' }, undo, redo),
    element('span', { className: 'spring' }),
    selection.element,
  );
}

/** Names a button that shows its icon alone. */
function name(button: HTMLElement, text: string): void {
  setAttributes(button, { 'aria-label': text, title: text });
}
