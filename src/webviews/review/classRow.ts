// A button for each class: what a digit does, by mouse.
import * as l10n from '@vscode/l10n';
import { plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { keyCap, leaveKeyboard } from './keyHints';
import type { Review } from './review';

/** More classes are chosen by their name. */
const MOST = 12;

export function classRow(review: Review, onRelabel: (label: number, at: number) => void): HTMLElement {
  const whole = element('div', {
    className: 'class-row',
    attributes: { role: 'group', 'aria-label': l10n.t('Relabel') },
  });
  let buttons: HTMLButtonElement[] = [];
  const fill = () => {
    const { classNames } = review.images;
    whole.hidden = classNames.length > MOST;
    buttons = (whole.hidden ? [] : classNames).map((name, label) => {
      const button = plainButton(
        { className: 'class-choice', title: name, onClick: () => onRelabel(label, performance.now()) },
        ...(label < 10 ? [keyCap(String(label))] : []),
        element('span', { className: 'cut' }, name),
      );
      if (label < 10) setAttributes(button, { 'aria-keyshortcuts': String(label) });
      leaveKeyboard(button);
      return button;
    });
    whole.replaceChildren(...buttons);
  };
  const mark = () => {
    const { current } = review;
    if (!current) return;
    const made = review.standing(current);
    buttons.forEach((button, label) => {
      const isChosen = made?.decision === 'relabel' && made.newLabel === label;
      setAttributes(button, { 'aria-pressed': String(isChosen) });
      button.classList.toggle('is-given', label === current.given);
    });
  };
  review.on(['data'], fill);
  review.on(['data', 'entry', 'decisions'], mark);
  return whole;
}
