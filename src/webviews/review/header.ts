// Which queue this is, and the ways to others; how far it is.
import * as l10n from '@vscode/l10n';
import { button } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { countText } from '../../shared/numbers';
import type { Commands } from './commands';
import { figuresOf, mayTell, type Figures } from './figures';
import { isEmpty } from './filters';
import { writtenKey } from './keyHints';
import type { Review } from './review';
import { type Fact, progressFacts, QUEUES } from './words';

export function header(review: Review, commands: Commands): HTMLElement {
  const title = element('h1', { className: 'queue-title' });
  const about = element('span', { className: 'quiet cut' });
  const tool = (label: string, icon: string, onClick: () => void) =>
    button({ label, icon, appearance: 'icon', onClick });
  const filter = tool(l10n.t('Filter the queue'), 'filter', () => {
    review.kept.filtersOpen = !review.kept.filtersOpen;
    review.keep();
    review.tell('filter');
  });
  const grid = tool(l10n.t('Grid'), 'symbol-structure', () => commands.run('grid', performance.now()));
  const help = tool(l10n.t('Keys'), 'question', () => commands.run('help', performance.now()));
  const another = button({
    label: l10n.t('Another queue…'),
    title: l10n.t('Choose other data, another run, or what images are doubted by'),
    onClick: () => review.ask('startAnother'),
  });
  const whole = element(
    'header',
    { className: 'header' },
    element('div', { className: 'header-title' }, title, about),
    element('span', { className: 'spring' }),
    element('div', { className: 'header-actions' }, filter, grid, help, another),
  );
  const name = (target: HTMLElement, text: string) => setAttributes(target, { 'aria-label': text, title: text });
  const update = () => {
    const { snapshot } = review;
    if (!snapshot) return;
    const { title: queue, meaning } = QUEUES[snapshot.queue.score];
    title.textContent = queue;
    title.title = meaning;
    about.textContent = snapshot.title;
    about.title = snapshot.title;
    const key = (action: 'grid' | 'help') => {
      const first = review.keys[action].at(0);
      return first === undefined ? '' : ` (${writtenKey(first)})`;
    };
    const isGrid = review.kept.mode === 'grid';
    name(
      grid,
      `${isGrid ? l10n.t('One picture at a time') : l10n.t('All in a grid, to decide about many at once')}${key('grid')}`,
    );
    setAttributes(grid, { 'aria-pressed': String(isGrid) });
    name(help, `${l10n.t('Keys')}${key('help')}`);
    const { filtersOpen, filter: now } = review.kept;
    setAttributes(filter, { 'aria-expanded': String(filtersOpen) });
    filter.classList.toggle('is-on', !isEmpty(now));
  };
  review.on(['data', 'mode', 'keys', 'filter'], update);
  return whole;
}

/** Figures are counted after the next picture is shown, milliseconds. */
const COUNTED_AFTER = 60;
/** What is not listed is counted when the person rests. */
const ALL_AFTER = 1000;

export interface ProgressLine {
  element: HTMLElement;
  figures: () => Figures | undefined;
}

/** @param counted the figures are other ones now */
export function progressLine(review: Review, counted: () => void): ProgressLine {
  const bar = element('div', { className: 'review-bar', attributes: { 'aria-hidden': 'true' } });
  const list = element('ul', { className: 'progress-facts', attributes: { 'aria-label': l10n.t('Progress') } });
  let figures: Figures | undefined;
  let toldAt = 0;
  let told: readonly Fact[] = [];
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let waitingForAll: ReturnType<typeof setTimeout> | undefined;
  const update = (isWhole: boolean) => {
    clearTimeout(waiting);
    clearTimeout(waitingForAll);
    waiting = waitingForAll = undefined;
    if (!isWhole) waitingForAll = setTimeout(() => update(true), ALL_AFTER);
    const { snapshot, progress, answers } = review;
    if (!snapshot) return;
    figures = figuresOf(snapshot.queue, snapshot.images, review.decisions, progress, isWhole);
    let facts: readonly Fact[] = progressFacts(figures);
    // While a check is under way, what was found must not tell which pictures were planted.
    if (told.length === 0 || mayTell(progress, answers - toldAt)) {
      told = facts;
      toldAt = answers;
    } else
      facts = told.map(
        (fact) => facts.find(({ id }) => id === fact.id && (id === 'reviewed' || id === 'rate')) ?? fact,
      );
    const { reviewed, total } = figures;
    bar.style.setProperty('--share', String(total === 0 ? 0 : reviewed / total));
    list.replaceChildren(
      ...facts.map(({ id, text, title }) => element('li', { className: `progress-${id}`, title }, text)),
    );
    const { passes } = review.looking;
    if (!isEmpty(review.kept.filter)) {
      const count = review.entries.filter(passes).length;
      const text = l10n.t('filtered: {0} of {1}', countText(count), countText(total));
      list.append(element('li', { className: 'quiet' }, text));
    }
    counted();
  };
  review.on(['data'], () => {
    told = [];
    update(true);
  });
  review.on(
    ['decisions', 'filter', 'check'],
    () => (waiting ??= setTimeout(() => update(review.current === undefined), COUNTED_AFTER)),
  );
  return { element: element('div', { className: 'progress-line-place' }, bar, list), figures: () => figures };
}
