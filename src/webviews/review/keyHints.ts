// Keys beside what they do: on buttons, in the list of keys.
import type { ReviewAction } from '../../shared/contracts/reviewView';
import { plainButton } from '../shared/controls';
import { element, icon, setAttributes } from '../shared/dom';
import { ariaKey, keyText } from './keys';
import type { Review } from './review';

const IS_MAC = navigator.userAgent.includes('Mac');

/** A key as the editor draws keys. */
export function keyCap(key: string): HTMLElement {
  return element('kbd', { className: 'key-cap', attributes: { 'aria-hidden': 'true' } }, keyText(key, IS_MAC));
}

export function writtenKey(key: string): string {
  return keyText(key, IS_MAC);
}

export interface ActionButton {
  element: HTMLButtonElement;
  /** @param label what it does to the shown picture; null: it cannot be done now */
  update: (label: string, isPossible?: boolean) => void;
}

/** A button of the review that shows its key; the mouse leaves the keyboard where it is. */
export function actionButton(review: Review, action: ReviewAction, name: string, onClick: () => void): ActionButton {
  const text = element('span', { className: 'cut' });
  const cap = element('span', { className: 'action-keys' });
  const made = plainButton({ className: 'action', onClick: () => !isOff() && onClick() }, icon(name), text, cap);
  // A disabled button would lose the keyboard; this one says that nothing can be done.
  const isOff = () => made.getAttribute('aria-disabled') === 'true';
  leaveKeyboard(made);
  const showKeys = () => {
    const keys = review.keys[action];
    cap.replaceChildren(...keys.slice(0, 1).map(keyCap));
    setAttributes(made, { 'aria-keyshortcuts': keys.map(ariaKey).join(' ') || false });
  };
  review.on(['data', 'keys'], showKeys);
  showKeys();
  return {
    element: made,
    update(label, isPossible = true) {
      if (text.textContent !== label) {
        text.textContent = label;
        made.title = label;
      }
      setAttributes(made, { 'aria-disabled': isPossible ? false : 'true' });
    },
  };
}

/** A click does not take the keyboard: the next Enter is about the picture, not about what was clicked. */
export function leaveKeyboard(target: HTMLElement): void {
  target.addEventListener('mousedown', (event) => event.preventDefault());
}
