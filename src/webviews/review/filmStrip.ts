// The last five decisions, the picture under review, and the next five.
import * as l10n from '@vscode/l10n';
import { plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { drawPicture, pictureCanvas } from '../shared/pixelPicture';
import { IMAGE_SIDE } from '../../shared/classes';
import { decisionText } from './choices';
import { leaveKeyboard } from './keyHints';
import type { Review } from './review';
import type { Entry } from './sequence';

const BEFORE = 5;
const AFTER = 5;
const SIZE = 56;

interface Frame {
  element: HTMLLIElement;
  show: (entry: Entry | undefined) => void;
}

export function filmStrip(review: Review): HTMLElement {
  const frames = Array.from({ length: BEFORE + 1 + AFTER }, (_, at) => frame(review, at - BEFORE));
  const list = element(
    'ol',
    {
      className: 'film-strip',
      attributes: { 'aria-label': l10n.t('Last decisions, this picture, and those that come') },
    },
    ...frames.map((one) => one.element),
  );
  const update = () => {
    if (!review.snapshot) return;
    const { current } = review;
    const done = review.done
      .slice(-BEFORE - 1)
      .flatMap(({ keys }) => keys)
      .map((key) => review.entryOf(key))
      .filter((entry) => entry !== undefined && entry !== current)
      .slice(-BEFORE);
    const coming = review.coming(AFTER).map((place) => review.entries[place]);
    frames.forEach((one, at) => {
      if (at < BEFORE) one.show(done[at - BEFORE + done.length]);
      else if (at === BEFORE) one.show(current);
      else one.show(coming[at - BEFORE - 1]);
    });
  };
  review.on(['data', 'entry', 'decisions', 'filter', 'ahead', 'check'], update);
  return list;
}

/** @param offset 0: the picture under review; below: decided; above: to come */
function frame(review: Review, offset: number): Frame {
  const canvas = pictureCanvas(SIZE);
  const caption = element('span', { className: 'cut' });
  let shown: Entry | undefined;
  const button = plainButton(
    { className: 'film-frame', onClick: () => shown && review.goTo(review.entries.indexOf(shown)) },
    canvas,
    caption,
  );
  leaveKeyboard(button);
  const whole = element('li', { className: offset === 0 ? 'film-now' : '' }, button);
  if (offset === 0) setAttributes(button, { 'aria-current': 'true' });
  let drawn: Uint8Array | undefined;
  return {
    element: whole,
    show(entry) {
      shown = entry;
      whole.classList.toggle('film-empty', entry === undefined);
      setAttributes(button, { 'aria-hidden': entry ? false : 'true', tabindex: entry ? false : -1 });
      const pixels = entry && review.details.get(entry.image)?.details.pixels;
      if (pixels !== drawn) {
        drawn = pixels;
        if (pixels) drawPicture(canvas, pixels);
        else canvas.getContext('2d')!.clearRect(0, 0, IMAGE_SIDE, IMAGE_SIDE);
      }
      if (!entry) {
        caption.textContent = '';
        return;
      }
      const nameOf = (label: number | null) => review.images.className(label);
      const made = review.standing(entry);
      const isSkipped = !made && review.isSkipped(entry);
      const isRelabelled = made?.decision === 'relabel';
      const text = made
        ? isRelabelled
          ? `→ ${nameOf(made.newLabel)}`
          : decisionText(made, entry.given, nameOf)
        : isSkipped
          ? l10n.t('skipped')
          : nameOf(entry.given);
      const kind = made?.isConflict ? 'conflict' : (made?.decision ?? (isSkipped ? 'skip' : 'open'));
      if (caption.textContent !== text) caption.textContent = text;
      whole.dataset.decided = kind;
      const decided = isRelabelled ? l10n.t('relabelled as {0}', nameOf(made.newLabel)) : text;
      const what = made || isSkipped ? `${nameOf(entry.given)}, ${decided}` : nameOf(entry.given);
      const said =
        offset === 0
          ? l10n.t('Now: {0}', what)
          : offset < 0
            ? l10n.t('Decided: {0}', what)
            : l10n.t('To come: {0}', what);
      setAttributes(button, { 'aria-label': said });
      button.title = offset < 0 ? l10n.t('{0}. Click to look at it again.', said) : said;
    },
  };
}
