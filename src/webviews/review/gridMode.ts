// The whole queue as a grid, for decisions about many images at once.
import * as l10n from '@vscode/l10n';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { Grid } from '../shared/grid';
import type { LoadedItem } from '../shared/gridOptions';
import type { BadgeColor, ItemLook } from '../shared/gridPainter';
import type { GridProbe } from '../shared/gridProbe';
import { isCancelled } from '../shared/images';
import { countText } from '../../shared/numbers';
import { problemBox } from '../shared/places';
import { decisionText } from './choices';
import type { Commands } from './commands';
import type { Review } from './review';
import type { Entry, Standing } from './sequence';

declare global {
  interface Window {
    /** For tests and the benchmark. */
    fashionMnistGrid?: GridProbe;
  }
}

const BADGES: Record<Standing['decision'], BadgeColor> = { relabel: 'blue', keep: 'grey', unsure: 'yellow' };

export interface GridMode {
  element: HTMLElement;
  /** What a decision is about: the selected images, else the active one. */
  chosen: () => Entry[];
  /** Where the active image is, pixels of the window. */
  place: () => DOMRect;
  decided: () => void;
  focus: () => void;
}

export function gridMode(review: Review, commands: Commands): GridMode {
  const problem = element('div', { className: 'grid-problem' });
  const empty = element(
    'p',
    { className: 'grid-empty', hidden: true },
    l10n.t('No image of the queue passes the filters.'),
  );
  const said = element('span', { className: 'selected-count', attributes: { role: 'status' } });
  let byImage = new Map<number, Entry>();
  let isShowing = false;
  const entryAt = (image: number) => byImage.get(image);

  const look = (image: number, loaded: LoadedItem): ItemLook => {
    const entry = entryAt(image);
    if (!entry) return { lines: [], wrong: false, badge: null };
    const made = review.standing(entry);
    const nameOf = (label: number | null) => review.images.className(label);
    const predicted = otherClass(entry, loaded);
    const second = made
      ? made.decision === 'relabel'
        ? `→ ${nameOf(made.newLabel)}`
        : made.decision === 'keep'
          ? l10n.t('kept')
          : l10n.t('unsure')
      : predicted === null
        ? ''
        : `→ ${nameOf(predicted)}?`;
    const badge = made?.isConflict ? 'red' : made ? BADGES[made.decision] : null;
    return { lines: [nameOf(entry.given), second], wrong: false, badge };
  };
  const describe = (image: number, loaded: LoadedItem | null) => {
    const entry = entryAt(image);
    if (!entry) return '';
    const nameOf = (label: number | null) => review.images.className(label);
    const made = review.standing(entry);
    const words = [nameOf(entry.given)];
    if (made) words.push(decisionText(made, entry.given, nameOf));
    else if (loaded) {
      const predicted = otherClass(entry, loaded);
      words.push(predicted === null ? '' : l10n.t('predicted {0}?', nameOf(predicted)));
    }
    words.push(`${entry.split} ${countText(entry.index)}`, entry.reason);
    return words.join(', ');
  };

  const grid = new Grid({
    label: l10n.t('Images of the queue'),
    size: review.kept.gridSize,
    load: (images, signal) => review.images.call('thumbnails', { dataset: review.images.dataset, images }, signal),
    look,
    describe,
    onOpen: (position) => {
      const entry = entryAt(grid.item(position));
      if (!entry) return;
      review.setMode('single');
      review.goTo(review.entries.indexOf(entry));
    },
    onEscape: () => {
      if (grid.selection.count > 0) return false;
      review.setMode('single');
      return true;
    },
    onKey: (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      // Enter and Space open and select here: two letters stand for them.
      const wishes = { k: 'keep', m: 'acceptModel' } as const;
      const name = key.toLowerCase();
      if (ctrlKey || metaKey || altKey || !(name === 'k' || name === 'm')) return false;
      if (Object.values(review.keys).some((keys) => keys.some((one) => one.toLowerCase() === name))) return false;
      if (!event.repeat) commands.run(wishes[name], event.timeStamp);
      return true;
    },
    onActive: () => undefined,
    onSelect: () => tellSelection(),
    onMoved: () => {
      if (!isShowing) return;
      review.kept.gridPlace = grid.place;
      review.keep();
    },
    onProblem: (error) => {
      if (error && isCancelled(error)) return;
      const showLog = () => void review.images.attempt('runCommand', { command: 'showLog' });
      problem.replaceChildren(...(error ? [problemBox(error, { retry: () => grid.retry(), showLog })] : []));
    },
  });
  window.fashionMnistGrid = grid.probe();

  const run = (action: 'keep' | 'acceptModel' | 'unsure' | 'chooseClass' | 'undo') => () =>
    commands.run(action, performance.now());
  const relabel = button({ label: l10n.t('Relabel…'), icon: 'tag', onClick: run('chooseClass') });
  const bar = element(
    'div',
    { className: 'grid-bar', attributes: { role: 'group', 'aria-label': l10n.t('Decisions about the selection') } },
    said,
    relabel,
    button({ label: l10n.t('Keep'), icon: 'check', title: l10n.t('Keep the given labels (K)'), onClick: run('keep') }),
    button({
      label: l10n.t('Accept the model’s'),
      icon: 'sparkle',
      title: l10n.t('Give each image the class that the model says (M)'),
      onClick: run('acceptModel'),
    }),
    button({ label: l10n.t('Unsure'), icon: 'question', onClick: run('unsure') }),
    button({
      label: l10n.t({ message: 'Undo', args: [], comment: ['on a narrow button'] }),
      icon: 'discard',
      onClick: run('undo'),
    }),
    element('span', { className: 'spring' }),
    button({ label: l10n.t('Select all'), title: l10n.t('Select all (Ctrl+A)'), onClick: () => grid.selectAll() }),
    button({
      label: l10n.t('Size of the pictures'),
      icon: 'zoom-in',
      appearance: 'icon',
      onClick: () => {
        review.kept.gridSize = review.kept.gridSize === 84 ? 56 : 84;
        grid.setSize(review.kept.gridSize);
        review.keep();
      },
    }),
  );
  const tellSelection = () => {
    const { count } = grid.selection;
    said.textContent = count === 0 ? l10n.t('The marked picture') : l10n.t('{0} selected', countText(count));
  };

  const fill = () => {
    if (review.kept.mode !== 'grid' || !review.snapshot) {
      isShowing = false;
      return;
    }
    const { passes } = review.looking;
    const shown = review.entries.filter((entry) => entry.image >= 0 && passes(entry));
    byImage = new Map(shown.map((entry) => [entry.image, entry]));
    const items = Uint32Array.from(byImage.keys());
    const isSame = isShowing && grid.count === items.length && items.every((image, at) => grid.item(at) === image);
    empty.hidden = items.length > 0;
    grid.element.hidden = items.length === 0;
    tellSelection();
    if (isSame) return;
    grid.setItems(items);
    if (isShowing) return;
    isShowing = true;
    grid.scrollToPlace(review.kept.gridPlace);
    const active = review.current ? items.indexOf(review.current.image) : -1;
    if (active >= 0) grid.activate(active);
  };
  review.on(['data'], () => {
    isShowing = false;
    grid.forget();
  });
  review.on(['data', 'mode', 'filter', 'check'], fill);
  review.on(['decisions'], () => review.kept.mode === 'grid' && grid.outdate());

  return {
    element: element('div', { className: 'grid-mode' }, bar, problem, grid.element, empty),
    chosen() {
      const { selection, active } = grid;
      const images = selection.count > 0 ? selection.items() : active === null ? [] : [grid.item(active)];
      return images.flatMap((image) => entryAt(image) ?? []);
    },
    place: () => (grid.selection.count > 0 ? relabel.getBoundingClientRect() : grid.activeRect()),
    decided: () => grid.clearSelection(),
    focus: () => grid.focus(),
  };
}

/** The class that the model says, where it is another one than the given label; else null. */
function otherClass({ predicted, given }: Entry, loaded: LoadedItem): number | null {
  const label = loaded.predicted === 255 ? predicted : loaded.predicted;
  return label === given ? null : label;
}
