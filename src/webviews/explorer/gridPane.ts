// The images that pass the filter, in the grid that all views have.
import * as l10n from '@vscode/l10n';
import { button } from '../shared/controls';
import { ImageGridPane } from '../shared/imageGridPane';
import type { Relabel } from '../shared/relabel';
import { classesCalled, withClassForText } from './classSearch';
import type { Explorer } from './explorer';

export function gridPane(explorer: Explorer, relabel: Relabel): ImageGridPane {
  const { kept } = explorer;
  let shownSort = kept.sort;

  const pane = new ImageGridPane({
    label: l10n.t('Images'),
    images: explorer.images,
    relabel,
    kept,
    keep: explorer.keep,
    empty: () => {
      if (!explorer.isFiltered) return { text: l10n.t('There are no images in this data.') };
      const { predicted, outcome, confidence } = explorer.filter;
      const isAboutPredictions = predicted !== undefined || outcome !== undefined || confidence !== undefined;
      const reason =
        isAboutPredictions && !explorer.predictions ? ` ${l10n.t('There are no predictions to filter by.')}` : '';
      const named = classesCalled(explorer.filter.text, explorer.images.classNames).at(0);
      if (named !== undefined) {
        const onClick = () => explorer.setFilter(withClassForText(explorer.filter, named));
        const label = l10n.t('Show class {0}', explorer.className(named));
        return {
          text: l10n.t('Search finds numbers, ids and files. This is a class:'),
          action: button({ label, onClick }),
        };
      }
      const action = button({ label: l10n.t('Clear all filters'), onClick: () => explorer.setFilter({}) });
      return { text: `${l10n.t('No image passes these filters.')}${reason}`, action };
    },
    changed: () => explorer.tell('image'),
    review: (images) => void explorer.attempt('reviewImages', { dataset: explorer.dataset, images }),
    openSource: (image) => void explorer.attempt('openSource', { dataset: explorer.dataset, image }),
    clearFilters: () => explorer.setFilter({}),
  });

  explorer.on(['data'], () => pane.forget());
  explorer.on(['result'], () => {
    const { result, queryProblem, snapshot } = explorer;
    if (queryProblem) pane.fail(queryProblem, () => void explorer.query());
    else if (result && snapshot) {
      const isSorted = kept.sort !== shownSort;
      shownSort = kept.sort;
      pane.show(result.order, explorer.resultHow);
      // Who sorts wants to see what comes first now.
      if (isSorted) pane.grid.scrollToPlace(0);
    }
  });
  explorer.on(['predictions', 'alike', 'decisions'], () => pane.outdate());
  return pane;
}
