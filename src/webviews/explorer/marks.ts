// Images of which something can be said, as filters; duplicates and twins, which are looked for on demand.
import * as l10n from '@vscode/l10n';
import { IMAGE_MARKS, type AlikeImages, type AlikePair, type ImageMark } from '../../shared/contracts/explorer';
import { button, plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import { isCancelled } from '../shared/images';
import type { Explorer } from './explorer';
import { toggled } from './filters';
import { MARK_COLORS, MARK_WORDS } from '../shared/imageMarks';
import { countOf, countText, levelText, listText } from '../../shared/numbers';
import { progressPlace } from '../shared/places';
import { problemBox } from './places';
import type { Pictures } from '../shared/pixelPicture';

/** Known only after the images were compared. */
const OF_ALIKE: readonly ImageMark[] = ['duplicate', 'nearDuplicate', 'twin', 'differingLabels'];
const PAIRS_AT_ONCE = 20;

/** A row for each mark: its colour in the grid, its name, how many have it. (Decisions have rows of their own.) */
export function markFilters(explorer: Explorer): HTMLElement {
  const whole = element('div', { className: 'marks' });
  const others = IMAGE_MARKS.filter((mark) => !OF_ALIKE.includes(mark) && mark !== 'corrected');
  const order = [...others, ...OF_ALIKE];
  const rows = order.map((mark) => {
    const { name, meaning } = MARK_WORDS[mark];
    const color = MARK_COLORS.find(([one]) => one === mark)![1];
    const number = element('span', { className: 'number' });
    const onClick = () => explorer.setFilter(toggled(explorer.filter, 'marks', mark));
    const swatch = element('span', { className: `mark-swatch mark-${color}`, attributes: { 'aria-hidden': 'true' } });
    const made = plainButton(
      { className: 'list-row', title: meaning, pressed: false, onClick },
      swatch,
      element('span', { className: 'cut' }, name),
      element('span', { className: 'spring' }),
      number,
    );
    return { mark, number, made };
  });
  whole.append(...rows.map(({ made }) => made));
  const update = () => {
    for (const { mark, number, made } of rows) {
      const count = explorer.overview?.markCounts[mark];
      made.hidden = count === undefined;
      number.textContent = countText(count ?? 0);
      setAttributes(made, { 'aria-pressed': String(explorer.filter.marks?.includes(mark) ?? false) });
    }
  };
  explorer.on(['data', 'overview', 'filter', 'alike'], update);
  update();
  return whole;
}

/** Looks for duplicates and twins with progress, then shows the pairs side by side. */
export function alikeImages(explorer: Explorer, pictures: Pictures, show: (image: number) => void): HTMLElement {
  const whole = element('div', { className: 'alike' });
  let working: { controller: AbortController; place: ReturnType<typeof progressPlace> } | undefined;
  let most = PAIRS_AT_ONCE;

  const find = async () => {
    const controller = new AbortController();
    const place = progressPlace(l10n.t('Comparing images'), () => controller.abort());
    working = { controller, place };
    whole.replaceChildren(place.element);
    const { snapshot } = explorer;
    try {
      const alike = await explorer.call('findAlike', explorer.dataset, controller.signal);
      if (snapshot !== explorer.snapshot) return;
      working = undefined;
      explorer.alike = alike;
      most = PAIRS_AT_ONCE;
      explorer.tell('alike');
      // How many have each mark is known now, and a filter for them has another answer.
      await explorer.loadOverview();
      if (explorer.filter.marks) await explorer.query();
    } catch (error) {
      if (snapshot !== explorer.snapshot) return;
      working = undefined;
      if (isCancelled(error)) offer();
      else whole.replaceChildren(problemBox(explorer, error as Error, () => void find()));
    }
  };
  const offer = () => {
    const said = l10n.t('Compares all images: the same in every pixel, or nearly so when shifted by up to two pixels.');
    whole.replaceChildren(
      element('p', { className: 'quiet' }, said),
      button({ label: l10n.t('Find duplicates and twins'), onClick: () => void find() }),
    );
  };
  const showPairs = () => {
    const { alike } = explorer;
    if (!alike) return;
    const { pairs, pairCount, threshold, seconds } = alike;
    const how = l10n.t(
      'Compared in {0} s; near is a root mean square difference of up to {1} grey levels.',
      levelText(seconds),
      levelText(threshold),
    );
    whole.replaceChildren(
      element('p', {}, pairsText(alike)),
      element('p', { className: 'quiet' }, how),
      element(
        'ul',
        { className: 'pairs' },
        ...pairs.slice(0, most).map((pair) => pairRow(explorer, pictures, pair, show)),
      ),
    );
    const rest = Math.min(pairs.length, pairCount) - most;
    if (rest > 0) {
      const onClick = () => {
        const before = most;
        most += PAIRS_AT_ONCE * 5;
        showPairs();
        whole.querySelectorAll('li')[before].querySelector('button')?.focus();
      };
      whole.append(button({ label: l10n.t('Show more of {0} pairs', countText(pairs.length)), onClick }));
    }
  };
  explorer.on(['data'], () => {
    working?.controller.abort();
    working = undefined;
    offer();
  });
  explorer.on(['alike'], showPairs);
  explorer.on(['progress'], () => {
    const { progress, snapshot } = explorer;
    if (!working || !progress || progress.of !== snapshot?.opened.dataset) return;
    working.place.update(progress.message, progress.fraction, progress.secondsLeft);
  });
  return whole;
}

function pairsText({ pairCount, isCut, differingLabels, acrossSplits }: AlikeImages): string {
  if (pairCount === 0) return l10n.t('No two images are alike.');
  const pairs = countOf(pairCount, l10n.t('pair'), l10n.t('pairs'));
  return l10n.t(
    '{0}, {1} across splits, {2} with differing labels.',
    isCut ? l10n.t('At least {0}', pairs) : pairs,
    countText(acrossSplits),
    countText(differingLabels),
  );
}

function pairRow(explorer: Explorer, pictures: Pictures, pair: AlikePair, show: (image: number) => void): HTMLElement {
  const { a, b, dx, dy, distance, differingLabels, acrossSplits } = pair;
  const side = (image: number) => {
    const { split } = explorer.placeOf(image);
    const name = l10n.t('number {0}, {1}', countText(image), split);
    const caption = element('span', { className: 'cut' });
    const place = element('span', { className: 'only-for-screen-readers' }, name);
    const picture = pictures.of(image, 56, caption);
    return plainButton({ className: 'pair-side', title: name, onClick: () => show(image) }, picture, caption, place);
  };
  const said = [
    ...(differingLabels ? [element('div', { className: 'pair-differs' }, l10n.t('labels differ'))] : []),
    ...(acrossSplits ? [element('div', {}, l10n.t('across splits'))] : []),
    element(
      'div',
      { className: 'quiet' },
      distance === 0 && dx === 0 && dy === 0
        ? l10n.t('the same in every pixel')
        : l10n.t('differ by {0}', levelText(distance)),
    ),
    ...(dx !== 0 || dy !== 0 ? [element('div', { className: 'quiet' }, l10n.t('shifted by ({0}, {1})', dx, dy))] : []),
    element('div', { className: 'quiet' }, listText([countText(a), countText(b)])),
  ];
  return element('li', { className: 'pair' }, side(a), side(b), element('div', {}, ...said));
}
