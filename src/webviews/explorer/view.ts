// The view's places: header, filters, the analysis beside the grid, the grid, and the large picture.
import * as l10n from '@vscode/l10n';
import { button, plainButton } from '../shared/controls';
import { element, icon, setAttributes } from '../shared/dom';
import { classBars } from './classBars';
import { firstImages, meanImages } from './classPictures';
import { decisionFilters } from './decisionFilters';
import type { Explorer } from './explorer';
import { filterBar } from './filterBar';
import { findings } from './findings';
import { gridPane } from './gridPane';
import { header } from './header';
import { histograms } from './histograms';
import { alikeImages, markFilters } from './marks';
import { photographs } from './photographs';
import { countText } from '../../shared/numbers';
import type { Pictures } from '../shared/pixelPicture';
import { progressPlace } from '../shared/places';
import { Relabel } from '../shared/relabel';
import { problemBox } from './places';
import { predictionFilters } from './predictionFilters';
import { section } from './section';

/** Below this width the analysis lies over the grid. */
const NARROW = matchMedia('(max-width: 700px)');

export function showView(explorer: Explorer, main: HTMLElement): void {
  const { kept } = explorer;
  main.classList.add('explorer');

  const relabel = new Relabel(
    explorer.images,
    {
      loaded: (image) => grid.loaded(image),
      changed: () => grid.refresh(),
      decided: (decisions) => {
        for (const { image, decision, newLabel } of decisions) {
          grid.correct(image, decision === 'relabel' ? (newLabel ?? 255) : 255);
        }
        pane.detail.renew();
      },
      stepped: (way) => explorer.labelled(way),
      keep: explorer.keep,
    },
    kept.relabel,
  );
  explorer.relabel = relabel;
  const pane = gridPane(explorer, relabel);
  const { grid, pictures } = pane;
  const show = (image: number) => pane.open(image);
  const side = sidePane(explorer, pictures, show);
  side.addEventListener('scroll', () => {
    kept.sideScrollTop = side.scrollTop;
    explorer.keep();
  });
  const fold = button({
    label: l10n.t('Analysis beside the images'),
    icon: 'layout-sidebar-left',
    appearance: 'icon',
    onClick: () => {
      kept.side = !isSideShown();
      explorer.keep();
      showSide();
    },
  });
  // The side has many buttons: whoever moves by keyboard passes them by.
  const skip = plainButton({ className: 'skip', onClick: () => grid.focus() }, l10n.t('Go to the images'));
  const isSideShown = () => kept.side ?? !NARROW.matches;
  const showSide = () => {
    side.hidden = skip.hidden = !isSideShown();
    setAttributes(fold, { 'aria-expanded': String(!side.hidden) });
  };
  NARROW.addEventListener('change', () => {
    kept.side = null;
    showSide();
  });
  showSide();

  const content = element('div', { className: 'content' }, skip, side, pane.element);
  const waiting = element('div', { className: 'waiting' });
  const filters = filterBar(explorer, fold, pane);
  main.append(
    header(explorer, (size) => grid.setSize(size)),
    notices(explorer, () => grid.focus()),
    filters,
    content,
    waiting,
    relabel.notice,
  );

  const reading = progressPlace(l10n.t('Reading the data'));
  const showPlace = () => {
    const { problem, snapshot } = explorer;
    content.hidden = filters.hidden = !snapshot;
    waiting.hidden = snapshot !== undefined;
    if (problem) waiting.replaceChildren(problemBox(explorer, problem, () => readAgain(explorer)));
    else if (!snapshot) waiting.replaceChildren(reading.element);
    if (snapshot) side.scrollTop = kept.sideScrollTop;
  };
  explorer.on(['data'], () => {
    showPlace();
    if (explorer.snapshot) relabel.opened();
  });
  explorer.on(['progress'], () => {
    const { progress, snapshot } = explorer;
    if (progress && !snapshot) reading.update(progress.message, progress.fraction, progress.secondsLeft);
  });
  showPlace();

  addEventListener('keydown', (event) => {
    const key = event.key.toLowerCase();
    const control = event.ctrlKey || event.metaKey;
    // VS Code prevents the browser's own undo and redo before the page hears of the keys.
    const isUndo = control && (key === 'z' || key === 'y');
    if ((event.defaultPrevented && !isUndo) || isTextField(event)) return;
    if (control && (key === 'y' || (key === 'z' && event.shiftKey))) explorer.redo();
    else if (control && key === 'z') explorer.undo();
    else if (control && key === 'a') grid.selectAll();
    else if (key === 'escape' && NARROW.matches && !side.hidden) {
      kept.side = false;
      showSide();
      fold.focus();
    } else return;
    event.preventDefault();
  });
}

/** What is known of the data: each part shows it and filters by it. */
function sidePane(explorer: Explorer, pictures: Pictures, show: (image: number) => void): HTMLElement {
  const bars = histograms(explorer);
  const first = firstImages(explorer, pictures, show);
  const found = findings(explorer);
  const photos = photographs(explorer);
  const marked = element('div', {}, markFilters(explorer), alikeImages(explorer, pictures, show));
  const ofPhotographs = section(
    explorer,
    { id: 'photographs', title: l10n.t('How photographs become 28 × 28') },
    photos.element,
    photos.opened,
  );
  const notes = element('ul', { className: 'notes' });
  const ofNotes = section(explorer, { id: 'notes', title: l10n.t('What was read'), open: false }, notes);
  explorer.on(['data'], () => {
    const { opened } = explorer.snapshot ?? {};
    ofPhotographs.hidden = !opened?.hasPictures;
    ofNotes.hidden = (opened?.notes.length ?? 0) === 0;
    notes.replaceChildren(...(opened?.notes ?? []).map((note) => element('li', {}, note)));
  });
  return element(
    'aside',
    { className: 'side', attributes: { 'aria-label': l10n.t('Analysis') } },
    section(explorer, { id: 'classes', title: l10n.t('Classes') }, classBars(explorer)),
    ofPhotographs,
    section(explorer, { id: 'histograms', title: l10n.t('Grey levels') }, bars.element, bars.opened),
    section(explorer, { id: 'marks', title: l10n.t('Marked and alike images') }, marked),
    section(explorer, { id: 'decisions', title: l10n.t('Corrections') }, decisionFilters(explorer)),
    section(explorer, { id: 'predictions', title: l10n.t('Predictions') }, predictionFilters(explorer)),
    section(explorer, { id: 'findings', title: l10n.t('Findings') }, found.element, found.opened),
    section(explorer, { id: 'means', title: l10n.t('Mean image of each class') }, meanImages(explorer)),
    section(
      explorer,
      { id: 'first', title: l10n.t('First ten of each class'), open: false },
      first.element,
      first.opened,
    ),
    ofNotes,
  );
}

function readAgain(explorer: Explorer): void {
  void explorer.load(() => explorer.call('ready', null));
}

/** Bars on top: the data has changed on the disk, what else is to be told. */
function notices(explorer: Explorer, goToImages: () => void): HTMLElement {
  const whole = element('div', { className: 'notices', attributes: { role: 'status' } });
  const update = () => {
    const { hasChanged, snapshot, notice } = explorer;
    const bars: HTMLElement[] = [];
    if (hasChanged && snapshot) {
      const { invert, fit } = snapshot.opened.location;
      const onClick = () => void explorer.load(() => explorer.call('reopen', { invert, fit }));
      bars.push(
        bar('warning', l10n.t('The data on the disk has changed.'), button({ label: l10n.t('Reload'), onClick })),
      );
    }
    bars.push(...correctionsBars(explorer));
    if (notice) {
      const onClick = () => {
        explorer.notice = undefined;
        explorer.tell('notice');
        goToImages();
      };
      bars.push(
        bar(notice.kind, notice.text, button({ label: l10n.t('Close'), icon: 'close', appearance: 'icon', onClick })),
      );
    }
    whole.replaceChildren(...bars);
  };
  explorer.on(['data', 'notice', 'corrections'], update);
  return whole;
}

/** What is the matter with the corrections file. */
function correctionsBars(explorer: Explorer): HTMLElement[] {
  const { corrections, snapshot } = explorer;
  if (!corrections || !snapshot) return [];
  const { problem, isDirty, torn } = corrections;
  const open = () =>
    button({ label: l10n.t('Open corrections file'), onClick: () => void explorer.attempt('openCorrections', null) });
  const bars: HTMLElement[] = [];
  if (problem !== null) bars.push(bar('error', l10n.t('The corrections do not count: {0}', problem), open()));
  if (isDirty) {
    const text = l10n.t(
      'The corrections file has changes that are not saved: nothing can be relabelled until it is saved.',
    );
    bars.push(bar('warning', text, open()));
  }
  if (torn > 0 && problem === null) {
    const text =
      torn === 1
        ? l10n.t('1 line of the corrections file breaks off, as after a crash, and does not count.')
        : l10n.t('{0} lines of the corrections file break off, as after a crash, and do not count.', countText(torn));
    bars.push(bar('warning', text, open()));
  }
  return bars;
}

function bar(name: string, text: string, action: HTMLElement): HTMLElement {
  const said = element('div', { className: 'notice-text' }, text);
  return element('div', { className: `notice notice-${name}` }, icon(name), said, action);
}

function isTextField(event: Event): boolean {
  return event
    .composedPath()
    .some((target) => target instanceof HTMLElement && /^(input|textarea)$/i.test(target.tagName));
}
