// What stands in a place where something is not there: an error with the way on, or how far the work is.
import * as l10n from '@vscode/l10n';
import './places.css';
import { UserError } from '../../shared/userError';
import { button, progressRing } from './controls';
import { element, icon, setAttributes } from './dom';
import { shareText } from '../../shared/numbers';

/** What can be done about an error. */
export interface WaysOn {
  retry?: () => void;
  /** Opens the extension's log; offered where the fault is ours. */
  showLog: () => void;
  /** Others, after `retry`. */
  others?: readonly { label: string; onClick: () => void }[];
}

/** An error where it happened. */
export function problemBox(error: Error, { retry, showLog, others = [] }: WaysOn): HTMLElement {
  const isOurs = error instanceof UserError;
  const actions = element('div', { className: 'problem-actions' });
  if (retry) actions.append(button({ label: l10n.t('Retry'), onClick: retry }));
  actions.append(...others.map(({ label, onClick }) => button({ label, onClick })));
  if (!isOurs) actions.append(button({ label: l10n.t('Show log'), onClick: showLog }));
  const said = isOurs ? error.message : l10n.t('This did not work, and the fault is not yours: {0}', error.message);
  return element(
    'div',
    { className: 'problem', attributes: { role: 'alert' } },
    icon('error'),
    element('div', {}, element('p', {}, said), actions),
  );
}

export interface ProgressPlace {
  element: HTMLElement;
  /** @param fraction 0 to 1; null: nobody knows */
  update: (message: string, fraction: number | null, secondsLeft?: number) => void;
}

/** How far a work is, with a way to end it. */
export function progressPlace(label: string, cancel?: () => void): ProgressPlace {
  const said = element('span', { className: 'progress-said' }, label);
  const bar = element('div', {
    className: 'progress-bar',
    attributes: { role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 },
  });
  const line = element('div', { className: 'progress-line' }, progressRing(label), said);
  if (cancel) line.append(button({ label: l10n.t('Cancel'), onClick: cancel }));
  return {
    element: element('div', { className: 'progress-place' }, line, bar),
    update(message, fraction, secondsLeft) {
      said.textContent = fraction === null ? message : progressText(message, fraction, secondsLeft);
      bar.style.setProperty('--share', String(fraction ?? 0));
      setAttributes(bar, { 'aria-valuenow': fraction === null ? false : Math.round(fraction * 100) });
    },
  };
}

function progressText(message: string, fraction: number, secondsLeft: number | undefined): string {
  const share = shareText(fraction);
  if (secondsLeft === undefined) return `${message}: ${share}`;
  const seconds = Math.max(1, Math.round(secondsLeft));
  return l10n.t('{message}: {share}, about {seconds} s left', { message, share, seconds });
}
