// What was decided last and that it is in the file, or that it could not be saved.
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { plainButton } from '../shared/controls';
import { element, icon, keyboardPlace } from '../shared/dom';
import { countOf } from '../../shared/numbers';
import { problemBox } from '../shared/places';
import { decisionText } from './choices';
import type { Review } from './review';

/** After this a person is told that a decision is being written, milliseconds. */
const TOLD_AFTER = 400;

/** @param back puts the keyboard on the picture */
export function savedLine(review: Review, back: () => void): HTMLElement {
  const line = element('div', { className: 'saved-line' });
  const place = element('div', { className: 'saved-place' }, line);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const showFailure = () => {
    const { failed } = review.deciding;
    place.querySelector('.save-failed')?.remove();
    line.hidden = failed !== undefined;
    if (!failed) return;
    const { saving, error } = failed;
    const count = countOf(saving.acts.length, l10n.t('decision'), l10n.t('decisions'));
    // A process that ended is no fault to be reported: whether the line was written shows when it is back.
    const told =
      error.name === 'CancelledError' || error.name === 'ConnectionClosedError'
        ? new UserError(l10n.t('the process that writes it ended before it answered'), l10n.t('try again'))
        : error;
    const box = problemBox(told, {
      retry: () => {
        void review.deciding.retry();
        back();
      },
      showLog: () => void review.images.attempt('runCommand', { command: 'showLog' }),
      others: [
        { label: l10n.t('Open the file'), onClick: () => void review.images.attempt('openCorrections', null) },
        {
          label: l10n.t('Decide otherwise'),
          onClick: () => {
            review.deciding.giveUp();
            back();
          },
        },
      ],
    });
    const said = l10n.t('{0} not saved: {1}', count, actText(review));
    const whole = element('div', { className: 'save-failed' }, element('strong', {}, said), box);
    place.append(whole);
    whole.scrollIntoView({ block: 'nearest' });
    if (keyboardPlace() && line.contains(document.activeElement)) back();
  };
  const showSaved = () => {
    const { snapshot } = review;
    const { told } = review.deciding;
    if (!told || !snapshot) {
      line.replaceChildren();
      return;
    }
    const file = plainButton(
      {
        className: 'link',
        title: l10n.t('Open the corrections file at its end'),
        onClick: () => void review.images.attempt('openCorrections', null),
      },
      snapshot.correctionsFile,
    );
    const icons = {
      relabel: 'arrow-right',
      keep: 'check',
      unsure: 'question',
      skip: 'debug-step-over',
      undo: 'discard',
      redo: 'redo',
    };
    const words = element('span', {}, toldText(review));
    line.replaceChildren(
      icon(icons[told.kind]),
      words,
      ...(told.isSaved ? [element('span', { className: 'quiet' }, `${l10n.t('saved in')} `), file] : []),
    );
    line.dataset.kind = told.kind;
  };
  review.on(['saving'], () => {
    clearTimeout(waiting);
    place.classList.remove('is-saving');
    if (review.deciding.saving) waiting = setTimeout(() => place.classList.add('is-saving'), TOLD_AFTER);
    showFailure();
  });
  review.on(['decisions', 'data'], showSaved);
  place.append(element('div', { className: 'saving-told quiet', attributes: { role: 'status' } }, l10n.t('Saving…')));
  return place;
}

function actText(review: Review): string {
  const { acts, kind } = review.deciding.failed!.saving;
  const entry = review.entryOf(acts[0].key);
  const text = decisionText(acts[0], entry?.given ?? null, (label) => review.images.className(label));
  const one = acts.length === 1 ? text : l10n.t('{0} and others', text);
  return kind === 'undo' ? l10n.t('taking back {0}', one) : one;
}

/** `Shirt → Coat`, `undone: kept Shirt`, `12 images: Coat` */
export function toldText(review: Review): string {
  const { told } = review.deciding;
  if (!told) return '';
  const { kind, entries, choice } = told;
  const nameOf = (label: number | null) => review.images.className(label);
  const given = entries[0].given;
  const what = choice ? decisionText(choice, entries.length === 1 ? given : null, nameOf) : l10n.t('skipped');
  const count = countOf(entries.length, l10n.t('image'), l10n.t('images'));
  const text = entries.length === 1 ? what : `${count}: ${choice?.decision === 'keep' ? l10n.t('kept') : what}`;
  if (kind === 'undo') return l10n.t('undone: {0}', text);
  return kind === 'redo' ? l10n.t('again: {0}', text) : text;
}
