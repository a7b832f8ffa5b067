// What can be done with the shown picture, each with its key.
import * as l10n from '@vscode/l10n';
import type { ReviewAction } from '../../shared/contracts/reviewView';
import { element } from '../shared/dom';
import type { Commands } from './commands';
import { actionButton } from './keyHints';
import type { Review } from './review';

export function actionBar(review: Review, commands: Commands): HTMLElement {
  const button = (action: ReviewAction, icon: string) =>
    actionButton(review, action, icon, () => commands.run(action, performance.now()));
  const keep = button('keep', 'check');
  const accept = button('acceptModel', 'sparkle');
  const unsure = button('unsure', 'question');
  const skip = button('skip', 'debug-step-over');
  const note = button('note', 'note');
  const other = button('chooseClass', 'list-selection');
  const undo = button('undo', 'discard');
  const redo = button('redo', 'redo');
  const update = () => {
    const { current } = review;
    if (!review.snapshot) return;
    const predicted = current ? review.predicted(current) : null;
    const name = (label: number | null) => review.images.className(label);
    keep.update(
      current && current.given !== null ? l10n.t('Keep {0}', name(current.given)) : l10n.t('Keep given'),
      (current?.given ?? null) !== null,
    );
    accept.update(
      predicted === null ? l10n.t('Accept the model’s') : l10n.t('Accept {0}', name(predicted)),
      predicted !== null,
    );
    unsure.update(l10n.t('Unsure'));
    skip.update(l10n.t('Skip'));
    note.update(l10n.t('Note'));
    other.update(l10n.t('Class…'));
    undo.update(l10n.t({ message: 'Undo', args: [], comment: ['on a narrow button'] }), review.done.length > 0);
    redo.update(l10n.t('Redo'), review.kept.redo.length > 0);
  };
  review.on(['data', 'entry', 'decisions'], update);
  return element(
    'div',
    { className: 'action-bar', attributes: { role: 'group', 'aria-label': l10n.t('Decisions') } },
    keep.element,
    accept.element,
    unsure.element,
    skip.element,
    other.element,
    note.element,
    undo.element,
    redo.element,
  );
}
