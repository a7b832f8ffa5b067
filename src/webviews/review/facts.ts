// What is known of the shown picture: its given label, what the model says, why it is here, and what is like it.
import * as l10n from '@vscode/l10n';
import type { Prediction } from '../../shared/contracts/review';
import { plainButton } from '../shared/controls';
import { element, icon } from '../shared/dom';
import { countText, figuresText, shareText } from '../../shared/numbers';
import { drawPicture, pictureCanvas } from '../shared/pixelPicture';
import { problemBox } from '../shared/places';
import { conflictText, decisionText } from './choices';
import type { Loaded } from './detailsCache';
import { keyCap, leaveKeyboard } from './keyHints';
import type { Review } from './review';
import type { Entry, Standing } from './sequence';
import { REASON_MEANING, timeText } from './words';

const NEAREST_SIZE = 56;

/** @param onRelabel a prediction was clicked, at this time */
export function facts(review: Review, onRelabel: (label: number, at: number) => void): HTMLElement {
  const given = element('dd', { className: 'fact-given' });
  const standing = element('div', { className: 'fact-standing', hidden: true });
  const model = element('dd', {});
  const why = element('dd', { className: 'fact-why', title: REASON_MEANING });
  const near = element('dd', {});
  const place = element('dd', { className: 'quiet fact-place' });
  const row = (name: string, value: HTMLElement) => element('div', {}, element('dt', {}, name), value);
  const nearRow = row(
    l10n.t({ message: 'near', args: [], comment: ['what follows: the nearest images; narrow'] }),
    near,
  );
  nearRow.className = 'fact-near';
  const list = element(
    'dl',
    { className: 'facts-list' },
    row(l10n.t({ message: 'given', args: [], comment: ['what follows: the label; narrow'] }), given),
    row(l10n.t({ message: 'model', args: [], comment: ['what follows: what the model says; narrow'] }), model),
    row(l10n.t({ message: 'why', args: [], comment: ['what follows: why the image is in the queue; narrow'] }), why),
    nearRow,
    row(l10n.t({ message: 'place', args: [], comment: ['what follows: split and index; narrow'] }), place),
  );
  const nameOf = (label: number | null) => review.images.className(label);

  let drawnFor: Entry | undefined;
  let drawnOf: Loaded | undefined;
  const update = () => {
    const { current } = review;
    if (!current) return;
    const loaded = review.details.get(current.image);
    const failure = review.details.failure(current.image);
    given.textContent = nameOf(current.given);
    why.textContent = current.reason;
    place.textContent = placeText(current);
    showStanding(review, current, standing, nameOf);
    // Told of several changes at once, it is drawn once.
    if (loaded && drawnFor === current && drawnOf === loaded) return;
    [drawnFor, drawnOf] = [current, loaded];
    if (failure && !loaded) {
      const retry = () => review.details.retry(current.image);
      const showLog = () => void review.images.attempt('runCommand', { command: 'showLog' });
      model.replaceChildren(problemBox(failure, { retry, showLog }));
      near.replaceChildren();
    } else {
      model.replaceChildren(topThree(review.predictions(current), loaded !== undefined, current, nameOf, onRelabel));
      near.replaceChildren(...(loaded ? nearest(loaded, nameOf) : [reserved()]));
    }
    nearRow.hidden = loaded !== undefined && loaded.nearest.length === 0;
  };
  review.on(['data', 'entry', 'decisions', 'check'], update);
  return element('div', { className: 'facts' }, standing, list);
}

/** The height that the nearest images will take: what comes later moves nothing. */
function reserved(): HTMLElement {
  return element('div', { className: 'near-row near-reserved' });
}

function placeText({ split, index, score, errorProbability }: Entry): string {
  const parts = [l10n.t('{0}, index {1}', split, countText(index))];
  if (errorProbability !== null) parts.push(l10n.t('label wrong with {0}', shareText(errorProbability)));
  else if (score !== null) parts.push(l10n.t('score {0}', figuresText(score, 3)));
  return parts.join(' · ');
}

function showStanding(
  review: Review,
  entry: Entry,
  place: HTMLElement,
  nameOf: (label: number | null) => string,
): void {
  const made = review.standing(entry);
  place.hidden = made === null;
  if (!made) return;
  const item = entry.planted === null ? undefined : review.progress.check?.planted[entry.planted];
  const isOver = review.progress.check?.planted.every(({ answer }) => answer !== null);
  const parts: string[] = [];
  if (made.isConflict)
    parts.push(l10n.t('Reviewers contradict each other: {0}', conflictText(made, entry.given, nameOf)));
  else parts.push(`${madeText(made, entry, nameOf)}${byText(made, review.snapshot!.reviewer)}`);
  if (made.note) parts.push(l10n.t('“{0}”', made.note));
  if (item && isOver) parts.push(l10n.t('Planted by the reviewer check: it is {0}', nameOf(item.trueLabel)));
  place.className = made.isConflict ? 'fact-standing is-conflict' : 'fact-standing';
  place.replaceChildren(icon(made.isConflict ? 'warning' : 'check'), element('span', {}, parts.join('. ')));
}

function madeText(made: Standing, { given }: Entry, nameOf: (label: number | null) => string): string {
  const text = decisionText(made, given, nameOf);
  return text[0].toUpperCase() + text.slice(1);
}

/** Of one's own decisions no time: a planted image has none, and must not be told by that. */
function byText({ reviewer, reviewedAt }: Standing, own: string): string {
  const time = reviewer === own ? '' : timeText(reviewedAt, new Date());
  return [reviewer, time].map((part) => part && `, ${part}`).join('');
}

/** @param isLoaded whether there will be no more of them */
function topThree(
  known: readonly Prediction[],
  isLoaded: boolean,
  { given, predicted }: Entry,
  nameOf: (label: number | null) => string,
  onRelabel: (label: number, at: number) => void,
): HTMLElement {
  const rows = known.slice(0, 3);
  if (rows.length === 0) {
    if (!isLoaded) return element('div', { className: 'top-three' });
    return element(
      'div',
      { className: 'top-three' },
      predicted === null ? l10n.t('no predictions') : nameOf(predicted),
    );
  }
  return element(
    'ol',
    { className: 'top-three' },
    ...rows.map(({ label, probability }) => {
      const bar = element('span', { className: 'top-bar' });
      bar.style.setProperty('--share', String(probability));
      const button = plainButton(
        {
          className: label === given ? 'top-row is-given' : 'top-row',
          title: label === given ? l10n.t('Keep {0}', nameOf(label)) : l10n.t('Relabel as {0}', nameOf(label)),
          onClick: () => onRelabel(label, performance.now()),
        },
        ...(label < 10 ? [keyCap(String(label))] : [element('span')]),
        element('span', { className: 'cut' }, nameOf(label)),
        element('span', { className: 'top-track', attributes: { 'aria-hidden': 'true' } }, bar),
        element('span', { className: 'number' }, shareText(probability)),
      );
      leaveKeyboard(button);
      return element('li', {}, button);
    }),
  );
}

function nearest({ details, nearest: pictures }: Loaded, nameOf: (label: number | null) => string): HTMLElement[] {
  const cells = details.nearest.map(({ label, distance }, at) => {
    const canvas = pictureCanvas(NEAREST_SIZE);
    if (pictures[at]?.length) drawPicture(canvas, pictures[at]);
    const name = nameOf(label);
    const title = l10n.t('{0}, distance {1}', name, countText(Math.round(distance)));
    return element('li', { className: 'near-image', title }, canvas, element('span', { className: 'cut' }, name));
  });
  const title = l10n.t('The nearest images, with their labels');
  return [element('ol', { className: 'near-row', attributes: { 'aria-label': title } }, ...cells)];
}
