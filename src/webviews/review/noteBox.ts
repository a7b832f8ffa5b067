// A note that goes with the next decision on the shown picture.
import * as l10n from '@vscode/l10n';
import { plainButton } from '../shared/controls';
import { element, icon, keyboardPlace } from '../shared/dom';
import type { Review } from './review';

export interface NoteBox {
  element: HTMLElement;
  open: () => void;
}

/** @param back puts the keyboard on the picture */
export function noteBox(review: Review, back: () => void): NoteBox {
  const field = element('input', {
    className: 'note-field',
    type: 'text',
    maxLength: 500,
    attributes: {
      'aria-label': l10n.t('Note that goes with the decision on this picture'),
      placeholder: l10n.t('Note'),
    },
  });
  const hint = element('span', { className: 'quiet' }, l10n.t('Enter keeps it for the next decision on this picture'));
  const writing = element('div', { className: 'note-writing', hidden: true }, icon('note'), field, hint);
  const text = element('span', { className: 'cut' });
  const edit = plainButton(
    { className: 'note-kept', title: l10n.t('Change the note'), onClick: () => open() },
    icon('note'),
    text,
  );
  const whole = element('div', { className: 'note-place' }, writing, edit);
  const noteNow = () => {
    const { note } = review.kept;
    return note && note.key === review.current?.key ? note.text : '';
  };
  let writtenFor: string | undefined;
  const show = () => {
    if (review.current?.key !== writtenFor) writing.hidden = true;
    const note = noteNow();
    text.textContent = l10n.t({ message: 'Note: {0}', args: [note], comment: ['what a reviewer wrote'] });
    edit.hidden = !note || !writing.hidden;
  };
  const close = (isKept: boolean) => {
    if (writing.hidden) return;
    const hadFocus = keyboardPlace() === field;
    writing.hidden = true;
    if (isKept) review.setNote(field.value.trim());
    show();
    if (hadFocus) back();
  };
  const open = () => {
    writtenFor = review.current?.key;
    field.value = noteNow() || standingNote();
    writing.hidden = false;
    edit.hidden = true;
    field.focus();
    field.select();
  };
  const standingNote = () => {
    const { current } = review;
    return (current && review.standing(current)?.note) ?? '';
  };
  field.addEventListener('keydown', (event) => {
    // VS Code listens on the window.
    event.stopPropagation();
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    close(event.key === 'Enter');
  });
  field.addEventListener('blur', () => close(true));
  review.on(['data', 'entry', 'note'], show);
  return { element: whole, open };
}
