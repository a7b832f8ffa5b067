// A menu that opens at a place: what can be done with a row.
import './menu.css';
import { plainButton } from './controls';
import { element, icon, keyboardPlace, setAttributes } from './dom';

export interface MenuItem {
  label: string;
  icon?: string;
  /** The key that does the same. */
  key?: string;
  /** A line above it: another kind of thing begins. */
  begins?: boolean;
  onClick: () => void;
}

/** Opens a menu and moves the focus into it; it comes back when the menu closes. @param at pixels of the window */
export function openMenu(items: readonly MenuItem[], at: { x: number; y: number }, label: string): void {
  const before = document.activeElement as HTMLElement | null;
  const listening = new AbortController();
  const { signal } = listening;
  const menu = element('div', { className: 'menu', attributes: { role: 'menu', 'aria-label': label } });
  const close = () => {
    if (signal.aborted) return;
    listening.abort();
    const hadFocus = menu.contains(keyboardPlace());
    menu.remove();
    if (hadFocus) before?.focus({ preventScroll: true });
  };
  const buttons = items.map((item) => {
    const button = plainButton(
      {
        className: item.begins ? 'menu-item menu-begins' : 'menu-item',
        onClick: () => {
          close();
          item.onClick();
        },
      },
      icon(item.icon ?? 'blank'),
      element('span', { className: 'menu-label' }, item.label),
      element('span', { className: 'menu-key' }, item.key ?? ''),
    );
    setAttributes(button, { role: 'menuitem', tabindex: -1, 'aria-keyshortcuts': item.key ?? false });
    return button;
  });
  menu.append(...buttons);
  menu.addEventListener('keydown', (event) => {
    const place = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Record<string, number> = {
      ArrowDown: (place + 1) % buttons.length,
      ArrowUp: (place - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    event.stopPropagation();
    if (event.key in moves) buttons[moves[event.key]].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
  });
  (document.querySelector('main') ?? document.body).append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.setProperty('left', `${Math.max(0, Math.min(at.x, innerWidth - width - 4))}px`);
  menu.style.setProperty('top', `${Math.max(0, Math.min(at.y, innerHeight - height - 4))}px`);
  buttons[0].focus();
  addEventListener('pointerdown', (event) => !menu.contains(event.target as Node) && close(), {
    signal,
    capture: true,
  });
  addEventListener('blur', close, { signal });
  addEventListener('resize', close, { signal });
  addEventListener('scroll', close, { signal, capture: true });
}
