// All keys of the review, on `?`.
import { REVIEW_ACTIONS, type ReviewAction } from '../../shared/contracts/reviewView';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { writtenKey } from './keyHints';
import type { Review } from './review';
import { QUEUES } from './words';

const MEANINGS: Record<ReviewAction, string> = {
  keep: 'Keep the given label',
  acceptModel: 'Accept what the model says',
  unsure: 'Unsure: one cannot tell',
  skip: 'Skip: it comes again at the end',
  note: 'Write a note, which goes with the decision',
  undo: 'Take back the last decision, as far back as there are any',
  redo: 'Do it again',
  previous: 'Picture before',
  next: 'Picture after',
  chooseClass: 'Choose the class from a list, or by its name',
  grid: 'Grid: decide about many at once',
  help: 'These keys',
};

/** @param back puts the keyboard on the picture */
export function keysDialog(review: Review, back: () => void): { element: HTMLElement; open: () => void } {
  const rows = element('dl', { className: 'keys-list' });
  const about = element('p', {});
  const close = button({ label: 'Close', icon: 'close', appearance: 'icon', onClick: () => dialog.close() });
  const dialog = element(
    'dialog',
    { className: 'keys-dialog', attributes: { 'aria-label': 'Keys of the review' } },
    element('div', { className: 'keys-head' }, element('h2', {}, 'Keys'), close),
    about,
    rows,
    element(
      'p',
      { className: 'quiet' },
      'In the grid, arrows move, Space selects, Enter opens a picture; the decisions are about all that is selected: K keeps, M accepts the model’s. The setting fashionMnist.reviewKeys changes the keys.',
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
        row(['0', '…', '9'], 'Give the class of that number'),
        ...REVIEW_ACTIONS.map((action) => row(review.keys[action], MEANINGS[action])),
      );
      if (!dialog.open) dialog.showModal();
    },
  };
}
