import * as l10n from '@vscode/l10n';
import { button } from './controls';
import { element } from './dom';
import type { ImageGridPane } from './imageGridPane';
import { countText } from '../../shared/numbers';

export interface SelectionBar {
  element: HTMLElement;
  /** The selection, or what is shown, has changed. */
  update: () => void;
}

/** What is selected in a grid, and what can be done with it. */
export function selectionBar(pane: () => ImageGridPane, canReview: boolean): SelectionBar {
  const said = element('span', { className: 'selected-count', attributes: { role: 'status' } });
  const some = element('span', { className: 'quiet', attributes: { role: 'status' } });
  const relabel = button({
    label: l10n.t('Relabel…'),
    icon: 'tag',
    title: l10n.t('Give the selected images, or the active one, another label (R)'),
    onClick: () => pane().relabel(relabel),
  });
  const review = button({
    label: l10n.t('Review these'),
    icon: 'checklist',
    title: l10n.t('Open the selected images in the review view'),
    onClick: () => pane().review(),
  });
  const none = button({
    label: l10n.t('Clear selection'),
    icon: 'close',
    appearance: 'icon',
    onClick: () => {
      pane().grid.clearSelection();
      pane().grid.focus();
    },
  });
  const all = button({
    label: l10n.t('Select all'),
    title: l10n.t('Select all images that are shown (Ctrl+A)'),
    onClick: () => pane().grid.selectAll(),
  });
  return {
    element: element('span', { className: 'selection-bar' }, said, some, none, relabel, review, all),
    update() {
      const { grid } = pane();
      const { count } = grid.selection;
      // What a filter hides stays selected, but nothing is done with it.
      const shown = pane().selected().length;
      said.textContent = count === 0 ? '' : l10n.t('{0} selected', countText(count));
      some.textContent = shown < count ? l10n.t('{0} of them shown', countText(shown)) : '';
      none.hidden = count === 0;
      review.hidden = shown === 0 || !canReview;
      relabel.disabled = shown === 0 && grid.active === null;
      all.disabled = grid.count === 0;
    },
  };
}
