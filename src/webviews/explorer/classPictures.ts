// What each class looks like: its mean image, and its first ten images.
import * as l10n from '@vscode/l10n';
import { button, plainButton } from '../shared/controls';
import { element, setAttributes } from '../shared/dom';
import type { Explorer } from './explorer';
import { toggled } from './filters';
import { countText } from '../../shared/numbers';
import { drawPicture, pictureCanvas, type Pictures } from '../shared/pixelPicture';

/** Of data with many classes the first ones, and the others on demand. */
const CLASSES_AT_FIRST = 30;

/** The mean image of each class; each filters by its class. */
export function meanImages(explorer: Explorer): HTMLElement {
  const whole = element('div', { className: 'mean-images' });
  let shown: { label: number; button: HTMLButtonElement }[] = [];
  const build = () => {
    shown = (explorer.overview?.meanImages ?? []).flatMap((pixels, label) => {
      if (!pixels) return [];
      const canvas = pictureCanvas(56);
      drawPicture(canvas, pixels);
      const name = explorer.className(label);
      const onClick = () => explorer.setFilter(toggled(explorer.filter, 'classes', label));
      const caption = element('span', { className: 'cut' }, name);
      return [
        {
          label,
          button: plainButton({ className: 'mean-image', title: name, pressed: false, onClick }, canvas, caption),
        },
      ];
    });
    whole.replaceChildren(...shown.map(({ button }) => button));
    if (explorer.overview && shown.length === 0) whole.replaceChildren(nothingLabelled());
    update();
  };
  const update = () => {
    for (const { label, button } of shown) {
      setAttributes(button, { 'aria-pressed': String(explorer.filter.classes?.includes(label) ?? false) });
    }
  };
  explorer.on(['data', 'overview'], build);
  explorer.on(['filter'], update);
  return whole;
}

/** The first ten images of each class; each opens large. Nothing is loaded before the section is open. */
export function firstImages(
  explorer: Explorer,
  pictures: Pictures,
  show: (image: number) => void,
): { element: HTMLElement; opened: () => void } {
  const whole = element('div', { className: 'first-images' });
  let isOpen = false;
  let isBuilt = false;
  const row = (images: readonly number[], label: number) => {
    const name = explorer.className(label);
    const shown = images.map((image) =>
      plainButton(
        { label: l10n.t('{0}, number {1}', name, countText(image)), onClick: () => show(image) },
        pictures.of(image, 28),
      ),
    );
    return element('div', { className: 'first-row' }, element('div', { className: 'cut' }, name), ...shown);
  };
  const build = (most = CLASSES_AT_FIRST) => {
    const { overview } = explorer;
    if (!isOpen || isBuilt || !overview) return;
    isBuilt = true;
    const classes = overview.firstImages.flatMap((images, label) => (images.length > 0 ? [{ images, label }] : []));
    whole.replaceChildren(...classes.slice(0, most).map(({ images, label }) => row(images, label)));
    if (classes.length === 0) whole.replaceChildren(nothingLabelled());
    if (classes.length <= most) return;
    const onClick = () => {
      isBuilt = false;
      build(Infinity);
    };
    whole.append(button({ label: l10n.t('Show all {0} classes', countText(classes.length)), onClick }));
  };
  explorer.on(['data'], () => {
    isBuilt = false;
    whole.replaceChildren();
  });
  explorer.on(['overview'], () => build());
  return {
    element: whole,
    opened: () => {
      isOpen = true;
      build();
    },
  };
}

function nothingLabelled(): HTMLElement {
  return element('p', { className: 'quiet' }, l10n.t('No image of this data has a label.'));
}
