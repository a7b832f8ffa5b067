// All keys of the review, on `?`.
import * as l10n from '@vscode/l10n';
import { REVIEW_ACTIONS, type ReviewAction } from '../../shared/contracts/reviewView';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { writtenKey } from './keyHints';
import type { Review } from './review';
import { QUEUES } from './words';

const MEANINGS: Record<ReviewAction, string> = {
  keep: l10n.t('Keep the given label'),
  acceptModel: l10n.t('Accept what the model says'),
  unsure: l10n.t('Unsure: one cannot tell'),
  skip: l10n.t('Skip: it comes again at the end'),
  note: l10n.t('Write a note, which goes with the decision'),
  undo: l10n.t('Take back the last decision, as far back as there are any'),
  redo: l10n.t('Do it again'),
  previous: l10n.t('Picture before'),
  next: l10n.t('Picture after'),
  chooseClass: l10n.t('Choose the class from a list, or by its name'),
  grid: l10n.t('Grid: decide about many at once'),
  help: l10n.t('These keys'),
};

/** @param back puts the keyboard on the picture */
export function keysDialog(review: Review, back: () => void): { element: HTMLElement; open: () => void } {
  const rows = element('dl', { className: 'keys-list' });
  const about = element('p', {});
  const close = button({ label: l10n.t('Close'), icon: 'close', appearance: 'icon', onClick: () => dialog.close() });
  const dialog = element(
    'dialog',
    { className: 'keys-dialog', attributes: { 'aria-label': l10n.t('Keys of the review') } },
    element('div', { className: 'keys-head' }, element('h2', {}, l10n.t('Keys')), close),
    about,
    rows,
    element(
      'p',
      { className: 'quiet' },
      l10n.t(
        'In the grid, arrows move, Space selects, Enter opens a picture; the decisions are about all that is selected: K keeps, M accepts the model’s. The setting fashionMnist.reviewKeys changes the keys.',
      ),
    ),
  );
  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation();
    // The key that opened it closes it too.
    if (!review.keys.help.includes(event.key)) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener('close', back);
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  const row = (keys: readonly string[], meaning: string) =>
    element(
      'div',
      {},
      element('dt', {}, ...keys.map((key) => element('kbd', { className: 'key-cap' }, writtenKey(key)))),
      element('dd', {}, meaning),
    );
  return {
    element: dialog,
    open() {
      const queue = review.snapshot && QUEUES[review.snapshot.queue.score];
      about.textContent = queue ? `${queue.title}: ${queue.meaning}` : '';
      rows.replaceChildren(
        row(['0', '…', '9'], l10n.t('Give the class of that number')),
        ...REVIEW_ACTIONS.map((action) => row(review.keys[action], MEANINGS[action])),
      );
      if (!dialog.open) dialog.showModal();
    },
  };
}
