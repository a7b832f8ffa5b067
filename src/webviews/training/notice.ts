import { button } from '../shared/controls';
import { element, icon } from '../shared/dom';

export interface NoticeAction {
  label: string;
  onClick: () => void;
}

const ICONS = { error: 'error', warning: 'warning', info: 'info', done: 'pass' } as const;

/** A line that says what is the matter, in the place where it is, with the way on. */
export function notice(kind: keyof typeof ICONS, text: string, ...actions: readonly NoticeAction[]): HTMLElement {
  return element(
    'div',
    { className: `notice notice-${kind}`, attributes: kind === 'error' ? { role: 'alert' } : {} },
    element(
      'span',
      { className: 'notice-said' },
      icon(ICONS[kind]),
      element('span', { className: 'notice-text' }, text),
    ),
    ...actions.map(({ label, onClick }) => button({ label, onClick })),
  );
}
