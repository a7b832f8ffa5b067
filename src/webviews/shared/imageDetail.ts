// One image large, with its numbers, what is predicted for it and what was decided about it.
import * as l10n from '@vscode/l10n';
import type { ImageDetails } from '../../shared/contracts/explorer';
import { bigPicture } from './bigPicture';
import { button, plainButton } from './controls';
import { decisionLines } from './decisionWords';
import { element, icon } from './dom';
import { MARK_WORDS } from './imageMarks';
import { isCancelled, type Images } from './images';
import { countText, levelText, shareText } from '../../shared/numbers';
import { problemBox } from './places';
import type { Pictures } from './pixelPicture';

export interface DetailActions {
  /** The thumbnail of an image, if it is there. */
  pixels: (image: number) => Uint8Array | null;
  step: (direction: 1 | -1) => void;
  close: () => void;
  /** Shows another image, here and in the grid. */
  show: (image: number) => void;
  relabel: (image: number, at: Element) => void;
  isInGrid: (image: number) => boolean;
  openSource?: (image: number) => void;
  clearFilters?: () => void;
}

export interface ImageDetail {
  element: HTMLElement;
  relabelButton: HTMLElement;
  /** Shows an image, or (null) nothing. */
  show: (image: number | null) => void;
  /** What is known of the image has changed. */
  renew: () => void;
}

export function imageDetail(images: Images, pictures: Pictures, actions: DetailActions): ImageDetail {
  const picture = bigPicture();
  const title = element('h2', { className: 'detail-title' });
  const facts = element('div', { className: 'detail-facts' });
  const beside = element('div', { className: 'detail-beside' });
  const nearest = element('div', { className: 'detail-nearest' });
  let shown: number | null = null;
  let loading: AbortController | undefined;
  const tool = (label: string, name: string, onClick: () => void) =>
    button({ label, icon: name, appearance: 'icon', onClick });
  const relabelButton = button({
    label: l10n.t('Relabel…'),
    icon: 'tag',
    title: l10n.t('Give this image another label (R)'),
    onClick: () => shown !== null && actions.relabel(shown, relabelButton),
  });
  const tools = element(
    'div',
    { className: 'detail-tools' },
    relabelButton,
    tool(l10n.t('Image before'), 'chevron-left', () => actions.step(-1)),
    tool(l10n.t('Image after'), 'chevron-right', () => actions.step(1)),
    tool(l10n.t('Close (Escape)'), 'close', actions.close),
  );
  const whole = element(
    'section',
    { className: 'detail', hidden: true, attributes: { 'aria-label': l10n.t('Image in detail') } },
    element('div', { className: 'detail-head' }, title, element('span', { className: 'spring' }), tools),
    element(
      'div',
      { className: 'detail-body' },
      picture.element,
      element('div', { className: 'detail-text' }, beside, facts, nearest),
    ),
  );
  whole.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    actions.close();
  });
  const outside = element(
    'div',
    { hidden: true },
    element(
      'p',
      { className: 'quiet' },
      actions.clearFilters
        ? l10n.t('This image does not pass the filters.')
        : l10n.t('This image is not among those of the grid.'),
    ),
    ...(actions.clearFilters ? [button({ label: l10n.t('Clear filters'), onClick: actions.clearFilters })] : []),
  );
  const showOutside = () => {
    outside.hidden = shown === null || actions.isInGrid(shown);
  };

  const load = async (image: number) => {
    loading?.abort();
    const { signal } = (loading = new AbortController());
    try {
      const details = await images.call('describeImage', { dataset: images.dataset, image }, signal);
      if (!signal.aborted) fill(details);
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      const showLog = () => void images.attempt('runCommand', { command: 'showLog' });
      facts.replaceChildren(problemBox(error as Error, { retry: () => void load(image), showLog }));
      beside.replaceChildren();
      nearest.replaceChildren();
    }
  };
  const fill = (details: ImageDetails) => {
    const name = images.className(details.label);
    title.textContent = l10n.t('{name}, number {number}, {split}', {
      name,
      number: countText(details.image),
      split: details.split,
    });
    picture.show(details.pixels, title.textContent);
    beside.replaceChildren(...decisionOf(images, details), ...predictionsOf(images, details), outside);
    facts.replaceChildren(factsOf(images, details, actions.openSource));
    nearest.replaceChildren(...nearestOf(images, details, pictures, actions.show));
    showOutside();
  };
  const show = (image: number | null) => {
    whole.hidden = image === null;
    showOutside();
    if (image === shown) return;
    shown = image;
    showOutside();
    loading?.abort();
    if (image === null) return;
    picture.show(actions.pixels(image), l10n.t('Number {0}', countText(image)));
    void load(image);
  };
  return {
    element: whole,
    relabelButton,
    show,
    renew: () => {
      if (shown !== null && images.opened) void load(shown);
    },
  };
}

function factsOf(images: Images, details: ImageDetails, openSource?: (image: number) => void): HTMLElement {
  const { image, label, index, split, source, file, id, mean, deviation, classDistance, marks } = details;
  const open = openSource
    ? plainButton({ className: 'link', title: l10n.t('Open {0}', file), onClick: () => openSource(image) }, source)
    : source;
  const copy = button({
    label: l10n.t('Copy id'),
    icon: 'copy',
    appearance: 'icon',
    onClick: () => void images.attempt('copyText', id),
  });
  const rows: [string, Node | string][] = [
    [l10n.t('Class'), images.className(label)],
    [l10n.t('Image'), countText(image)],
    [l10n.t('Place'), l10n.t('{0}, index {1}', split, countText(index))],
    [l10n.t('Source'), open],
    [l10n.t('Id'), element('span', { className: 'id' }, element('code', { className: 'cut', title: id }, id), copy)],
    [l10n.t('Mean'), levelText(mean)],
    [l10n.t('Standard deviation'), levelText(deviation)],
    [l10n.t('Distance to class mean'), classDistance === null ? '–' : levelText(classDistance)],
  ];
  const list = element(
    'dl',
    {},
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
  const told = marks
    .filter((mark) => mark !== 'corrected')
    .map((mark) => {
      const { name, meaning } = MARK_WORDS[mark];
      return element('li', {}, icon('bookmark'), element('div', {}, element('strong', {}, name), `: ${meaning}`));
    });
  return element('div', {}, list, ...(told.length > 0 ? [element('ul', { className: 'detail-marks' }, ...told)] : []));
}

/** What reviewers said, where they said something. */
function decisionOf(images: Images, { decision, label }: ImageDetails): HTMLElement[] {
  const lines = decision ? decisionLines(decision, label, (one) => images.className(one)) : null;
  if (!lines) return [];
  const { title, by, note, conflict } = lines;
  return [
    element('h3', {}, l10n.t('Decided')),
    element(
      'div',
      { className: 'detail-decision' },
      element('div', { className: 'detail-decided' }, icon(lines.icon), element('strong', {}, title)),
      element('div', { className: 'quiet' }, by),
      ...(note === '' ? [] : [element('blockquote', {}, note)]),
      ...(conflict === ''
        ? []
        : [element('div', { className: 'detail-conflict' }, icon('warning'), element('span', {}, conflict))]),
    ),
  ];
}

function predictionsOf(images: Images, { predictions, label }: ImageDetails): HTMLElement[] {
  if (predictions.length === 0) return [];
  const rows = predictions.map(({ label: predicted, probability }, at) => {
    const bar = element('span', { className: 'prediction-bar' });
    bar.style.setProperty('--share', String(probability));
    const isWrong = at === 0 && label !== null && predicted !== label;
    const name = images.className(predicted);
    return element(
      'li',
      { className: isWrong ? 'wrong' : '' },
      element('span', { className: 'cut', title: name }, name),
      element('span', { className: 'prediction-track' }, bar),
      element('span', { className: 'number' }, shareText(probability)),
    );
  });
  return [element('h3', {}, l10n.t('Predicted')), element('ol', { className: 'prediction-rows' }, ...rows)];
}

function nearestOf(
  images: Images,
  { nearest }: ImageDetails,
  pictures: Pictures,
  show: (image: number) => void,
): HTMLElement[] {
  if (nearest.length === 0) return [];
  const cells = nearest.map(({ image, label, distance }) => {
    const name = images.className(label);
    const spoken = (text: string) => element('span', { className: 'only-for-screen-readers' }, text);
    return plainButton(
      { className: 'nearest', title: l10n.t('{0}, number {1}', name, countText(image)), onClick: () => show(image) },
      pictures.of(image, 56),
      element('span', { className: 'cut' }, name),
      element(
        'span',
        { className: 'quiet' },
        spoken(l10n.t(', number {0}, distance ', countText(image))),
        countText(Math.round(distance)),
      ),
    );
  });
  return [
    element('h3', {}, l10n.t('Nearest images, with their distance')),
    element('div', { className: 'nearest-row' }, ...cells),
  ];
}
