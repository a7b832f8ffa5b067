// The view's places: header, progress, notices; the picture with what is known of it, or the grid, or the end.
import * as l10n from '@vscode/l10n';
import { element, keyboardPlace, setAttributes } from '../shared/dom';
import { problemBox, progressPlace } from '../shared/places';
import { actionBar } from './actionBar';
import { budgetSection } from './budgetSection';
import { checkSection } from './checkSection';
import { classRow } from './classRow';
import { Commands } from './commands';
import { endPage } from './endPage';
import { facts } from './facts';
import { filmStrip } from './filmStrip';
import { filterRow } from './filterRow';
import { gridMode } from './gridMode';
import { header, progressLine } from './header';
import { watchKeys } from './keyboard';
import { keysDialog } from './keysDialog';
import { noteBox } from './noteBox';
import { notices } from './notices';
import { pictureFrame } from './pictureFrame';
import type { Review } from './review';
import { reviewersSection } from './reviewersSection';
import { savedLine, toldText } from './savedLine';
import { watchTimes } from './times';

export function showView(review: Review, main: HTMLElement): void {
  main.classList.add('review');
  const commands = new Commands(review);
  const relabel = (label: number, at: number) => commands.relabel(label, at);
  const back = () => {
    if (!keyboardPlace() || !review.snapshot) return;
    if (review.kept.mode === 'grid') grid.focus();
    else stage.focus({ preventScroll: true });
  };

  const picture = pictureFrame();
  const note = noteBox(review, back);
  const classes = classRow(review, relabel);
  const actions = actionBar(review, commands);
  const beside = element('div', { className: 'beside' }, facts(review, relabel), classes);
  const stage = element(
    'section',
    {
      className: 'stage',
      tabIndex: 0,
      // Single keys are for the picture: a screen reader passes them on.
      attributes: {
        role: 'application',
        'aria-label': l10n.t('Picture under review'),
        'aria-describedby': 'review-said',
      },
    },
    picture.element,
    beside,
  );
  const saved = savedLine(review, back);
  const end = endPage(review);
  const strip = filmStrip(review);
  const single = element('div', { className: 'single' }, stage, end.element, actions, note.element, saved, strip);
  const grid = gridMode(review, commands);
  const keys = keysDialog(review, back);
  const counted = () => {
    end.update(progress.figures());
    bars.advise(progress.figures());
  };
  const progress = progressLine(review, () => counted());
  const bars = notices(review, () => review.goTo(review.entries.length), back);
  const said = element('div', {
    className: 'only-for-screen-readers',
    id: 'review-said',
    attributes: { 'aria-live': 'polite' },
  });
  const sections = element(
    'div',
    { className: 'sections' },
    checkSection(review, back),
    budgetSection(review),
    reviewersSection(review),
  );
  const content = element('div', { className: 'review-content' }, single, grid.element, sections);
  const top = element(
    'div',
    { className: 'review-top' },
    header(review, commands),
    progress.element,
    filterRow(review),
    bars.element,
  );
  const waiting = element('div', { className: 'waiting' });
  main.append(top, content, waiting, said, keys.element);

  commands.places = {
    chosen: () => (review.kept.mode === 'grid' ? grid.chosen() : review.current ? [review.current] : []),
    classesAt: () =>
      review.kept.mode === 'grid' ? grid.place() : (classes.hidden ? actions : classes).getBoundingClientRect(),
    openNote: note.open,
    openKeys: keys.open,
    decidedInGrid: grid.decided,
  };
  watchKeys(review, commands);
  const times = watchTimes(review);

  const reading = progressPlace(l10n.t('Opening the review'));
  const showPlace = () => {
    const { problem, snapshot, opening } = review;
    top.hidden = content.hidden = !snapshot;
    waiting.hidden = snapshot !== undefined;
    if (problem) {
      const showLog = () => void review.images.attempt('runCommand', { command: 'showLog' });
      const another = () => void review.images.attempt('runCommand', { command: 'reviewPredictions' });
      const others = [{ label: l10n.t('Another queue…'), onClick: another }];
      waiting.replaceChildren(problemBox(problem, { retry: () => void review.load(), showLog, others }));
    } else if (!snapshot) {
      if (!reading.element.isConnected) waiting.replaceChildren(reading.element);
      if (opening) reading.update(opening.message, opening.fraction, opening.secondsLeft);
    }
  };
  const showMode = () => {
    if (!review.snapshot) return;
    const isGrid = review.kept.mode === 'grid';
    const isEnd = !review.current;
    const hadFocus = main.contains(keyboardPlace()) || keyboardPlace() === document.body;
    const wasHidden = isGrid ? grid.element.hidden : isEnd ? end.element.hidden : stage.hidden;
    single.hidden = isGrid;
    grid.element.hidden = !isGrid;
    stage.hidden = isEnd;
    end.element.hidden = !isEnd;
    for (const part of [note.element, actions]) part.classList.toggle('at-end', isEnd);
    main.classList.toggle('is-grid', isGrid);
    // The keyboard goes with what is shown.
    if (!hadFocus || !wasHidden) return;
    if (isEnd && !isGrid) end.element.querySelector<HTMLElement>('h2')?.focus();
    else back();
  };
  let shownKey: string | undefined;
  const showPicture = () => {
    const { current } = review;
    if (!current) return;
    const loaded = review.details.get(current.image);
    picture.show(loaded?.details.pixels ?? null, l10n.t('Labelled {0}', review.images.className(current.given)));
    times.drawn(loaded !== undefined);
    // Who clicked far below it, in a narrow column, sees the next one.
    if (current.key !== shownKey && stage.getBoundingClientRect().top < -innerHeight / 2) stage.scrollIntoView();
    shownKey = current.key;
  };
  /** What was decided, and what comes: for a screen reader. */
  const say = () => {
    const { current, snapshot } = review;
    if (!snapshot) return;
    const now = current
      ? `${l10n.t('Labelled {0}', review.images.className(current.given))}. ${current.reason}`
      : l10n.t('The end of the queue.');
    const told = toldText(review);
    const text = told && isNew ? `${told}. ${now}` : now;
    isNew = false;
    if (said.textContent !== text) said.textContent = text;
  };
  let isNew = false;
  let toldLast = review.deciding.told;
  review.on(['data', 'progress'], showPlace);
  review.on(['data'], () => review.snapshot && keyboardPlace() === document.body && back());
  review.on(['data', 'mode', 'entry'], showMode);
  review.on(['data', 'entry'], showPicture);
  review.on(['entry', 'decisions'], () => {
    if (review.deciding.told && review.deciding.told !== toldLast) {
      toldLast = review.deciding.told;
      isNew = true;
      picture.flash(review.deciding.told.kind);
    }
    say();
  });
  review.on(['saving'], () => setAttributes(stage, { 'aria-busy': review.deciding.saving ? 'true' : false }));
  showPlace();
}
