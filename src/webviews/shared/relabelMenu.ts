// The list of what an image can be relabelled as. It has the keyboard while it is open: digits choose in it, and only in it.
import * as l10n from '@vscode/l10n';
import './menu.css';
import './relabelMenu.css';
import { button } from './controls';
import { element, keyboardPlace, setAttributes } from './dom';
import { countText } from '../../shared/numbers';
import {
  ASK_ABOVE,
  askWords,
  choiceTyped,
  FIND_ABOVE,
  matchingChoices,
  relabelChoices,
  type RelabelChoice,
} from './relabelChoices';

export interface RelabelMenuOptions {
  classNames: readonly string[];
  /** Images that are relabelled. */
  count: number;
  /** Whether the newest decision about these images can be undone here. Default: yes. */
  canUndo?: boolean;
  /** Where it opens: beside this, or at these pixels of the window. */
  at: DOMRect;
  /** A word beside a class: `given`, `predicted`; empty for none. */
  hint: (label: number) => string;
  onChoose: (choice: RelabelChoice) => void;
}

let openNow: (() => void) | undefined;

/** Opens the list; the focus comes back when it closes. */
export function openRelabelMenu(options: RelabelMenuOptions): void {
  const { classNames, count, canUndo = true, at, hint, onChoose } = options;
  openNow?.();
  const before = document.activeElement as HTMLElement | null;
  const listening = new AbortController();
  const { signal } = listening;
  const all = relabelChoices(classNames).filter(({ decision }) => canUndo || decision !== 'undo');
  const isMany = classNames.length > FIND_ABOVE;
  const title = count === 1 ? l10n.t('Relabel this image') : l10n.t('Relabel {0} images', countText(count));
  let shown: RelabelChoice[] = [];
  /** None at first: Enter alone changes no label. */
  let active = -1;
  /** Letters typed where there is no box for them: all of them together mean a name. */
  let typed = '';

  const list = element('ul', {
    className: 'relabel-list',
    id: 'relabel-list',
    tabIndex: isMany ? -1 : 0,
    attributes: { role: 'listbox', 'aria-label': title },
  });
  const find = element('input', {
    className: 'relabel-find',
    type: 'text',
    hidden: !isMany,
    attributes: {
      role: 'combobox',
      'aria-label': l10n.t('Find a class by its name or number'),
      'aria-controls': list.id,
      'aria-expanded': 'true',
      'aria-autocomplete': 'list',
      placeholder: l10n.t('Class name or number'),
      spellcheck: 'false',
    },
  });
  const holder: HTMLElement = isMany ? find : list;
  const none = element('div', { className: 'relabel-none quiet', hidden: true }, l10n.t('No class is called so.'));
  const heading = element('div', { className: 'relabel-title', attributes: { 'aria-hidden': 'true' } }, title);
  const body = element('div', {}, find, list, none);
  const menu = element(
    'div',
    { className: 'menu relabel-menu', attributes: { role: 'dialog', 'aria-label': title } },
    heading,
    body,
  );

  const close = () => {
    if (signal.aborted) return;
    listening.abort();
    openNow = undefined;
    const hadFocus = menu.contains(keyboardPlace());
    menu.remove();
    if (hadFocus) before?.focus({ preventScroll: true });
  };
  openNow = close;
  const choose = (choice: RelabelChoice | undefined, isSure = count <= ASK_ABOVE) => {
    if (!choice) return;
    if (!isSure) {
      ask(choice);
      return;
    }
    close();
    onChoose(choice);
  };
  const ask = (choice: RelabelChoice) => {
    const yes = button({
      label: choice.decision === 'relabel' ? l10n.t('Relabel') : l10n.t('Yes'),
      appearance: 'primary',
      onClick: () => choose(choice, true),
    });
    const confirm = element(
      'div',
      { className: 'relabel-confirm' },
      element('p', { id: 'relabel-question', attributes: { role: 'alert' } }, askWords(choice, count)),
      element(
        'div',
        { className: 'relabel-confirm-actions' },
        yes,
        button({ label: l10n.t('Cancel'), onClick: close }),
      ),
    );
    body.replaceWith(confirm);
    setAttributes(menu, { 'aria-describedby': 'relabel-question' });
    yes.focus();
    place();
  };
  const show = () => {
    shown = matchingChoices(all, find.value);
    list.replaceChildren(
      ...shown.map((choice, at) => {
        const begins = choice.decision !== 'relabel' && shown[at - 1]?.decision === 'relabel';
        const told = choice.newLabel === undefined ? '' : hint(choice.newLabel);
        return element(
          'li',
          {
            className: `relabel-choice${begins ? ' relabel-begins' : ''}`,
            id: `relabel-${at}`,
            attributes: { role: 'option', 'aria-selected': 'false', 'data-at': at },
          },
          element('span', { className: 'relabel-key' }, choice.key),
          element('span', { className: 'relabel-name', title: choice.name }, choice.name),
          ...(told === '' ? [] : [element('span', { className: 'relabel-hint' }, told)]),
        );
      }),
    );
    none.hidden = shown.length > 0;
    activate(find.value === '' ? -1 : 0);
  };
  const activate = (to: number) => {
    list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    active = shown.length === 0 ? -1 : to;
    const now = active < 0 ? null : list.children.item(active);
    now?.setAttribute('aria-selected', 'true');
    now?.scrollIntoView({ block: 'nearest' });
    setAttributes(holder, { 'aria-activedescendant': now ? now.id : false });
  };
  const type = (letters: string) => {
    typed = letters;
    heading.textContent = typed === '' ? title : `${title}: ${typed}`;
    const meant = choiceTyped(shown, typed);
    none.hidden = typed === '' || meant >= 0;
    activate(meant);
  };
  const move = (to: number) => {
    if (typed !== '') type('');
    activate(to);
  };
  const atOf = (event: Event) =>
    Number((event.target as Element).closest<HTMLElement>('.relabel-choice')?.dataset.at ?? NaN);

  list.addEventListener('mousemove', (event) => {
    const over = atOf(event);
    if (!Number.isNaN(over) && over !== active) activate(over);
  });
  list.addEventListener('click', (event) => choose(shown[atOf(event)]));
  find.addEventListener('input', show);
  menu.addEventListener('keydown', (event) => {
    // VS Code and the grid listen too: what is pressed here is for this list alone.
    event.stopPropagation();
    const { key } = event;
    if (key === 'Escape' || (key === 'Tab' && body.isConnected)) close();
    else if (!body.isConnected) {
      // The key that chose may still be held: it does not answer the question.
      if (!event.repeat) return;
    } else if (key === 'ArrowDown') move((active + 1) % Math.max(1, shown.length));
    else if (key === 'ArrowUp') move((Math.max(0, active) - 1 + shown.length) % Math.max(1, shown.length));
    else if (!isMany && key === 'Home') move(0);
    else if (!isMany && key === 'End') move(shown.length - 1);
    else if (key === 'Enter') {
      if (!event.repeat) choose(shown.at(active < 0 ? shown.length : active));
    } else if (!isMany && key === 'Backspace') type(typed.slice(0, -1));
    else if (!isMany && !event.ctrlKey && !event.metaKey && !event.altKey && key.length === 1) {
      const byKey = typed === '' ? shown.find((choice) => choice.key === key) : undefined;
      if (!byKey) type(typed + key);
      else if (!event.repeat) choose(byKey);
    } else return;
    event.preventDefault();
  });

  const place = () => {
    const { width, height } = menu.getBoundingClientRect();
    const below = at.bottom + 4;
    const top =
      below + height <= innerHeight - 4 ? below : Math.max(4, Math.min(at.top - height - 4, innerHeight - height - 4));
    menu.style.setProperty('left', `${Math.max(4, Math.min(at.left, innerWidth - width - 4))}px`);
    menu.style.setProperty('top', `${top}px`);
  };
  show();
  (document.querySelector('main') ?? document.body).append(menu);
  place();
  holder.focus();
  addEventListener('pointerdown', (event) => !menu.contains(event.target as Node) && close(), {
    signal,
    capture: true,
  });
  addEventListener('blur', close, { signal });
  addEventListener('resize', close, { signal });
}
