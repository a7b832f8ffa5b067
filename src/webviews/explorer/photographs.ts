// How photographs become 28x28: original and result side by side, and the choices that decide it.
import * as l10n from '@vscode/l10n';
import type { PicturePreview, PreviewRequest } from '../../shared/contracts/explorer';
import { button, dropdown } from '../shared/controls';
import { element } from '../shared/dom';
import { isCancelled } from '../shared/images';
import type { Explorer } from './explorer';
import { countText } from '../../shared/numbers';
import { drawPicture, pictureCanvas } from '../shared/pixelPicture';
import { problemBox } from './places';

const AT_ONCE = 6;

const INVERT: readonly { value: PreviewRequest['invert']; label: string }[] = [
  { value: 'auto', label: l10n.t('Invert as its border says') },
  { value: 'yes', label: l10n.t('Invert all') },
  { value: 'no', label: l10n.t('Invert none') },
];
const FIT: readonly { value: PreviewRequest['fit']; label: string }[] = [
  { value: 'contain', label: l10n.t('All of it, with a margin') },
  { value: 'cover', label: l10n.t('Its middle alone') },
  { value: 'stretch', label: l10n.t('Pulled into the square') },
];

export function photographs(explorer: Explorer): { element: HTMLElement; opened: () => void } {
  const list = element('ul', { className: 'previews' });
  const place = element('div');
  const said = element('span', { className: 'quiet', attributes: { role: 'status' } });
  let invert: PreviewRequest['invert'] = 'auto';
  let fit: PreviewRequest['fit'] = 'contain';
  let from = 0;
  let total = 0;
  let isOpen = false;
  let loading: AbortController | undefined;

  const load = async () => {
    if (!isOpen || !explorer.snapshot?.opened.hasPictures) return;
    loading?.abort();
    const { signal } = (loading = new AbortController());
    place.replaceChildren();
    try {
      const request = { dataset: explorer.dataset, from, count: AT_ONCE, invert, fit };
      const previews = await explorer.call('previewPictures', request, signal);
      if (signal.aborted) return;
      ({ total } = previews);
      list.replaceChildren(...previews.pictures.map(previewRow));
      said.textContent = l10n.t('{first} to {last} of {total}', {
        first: countText(from + 1),
        last: countText(Math.min(total, from + AT_ONCE)),
        total: countText(total),
      });
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      list.replaceChildren();
      place.replaceChildren(problemBox(explorer, error as Error, () => void load()));
    }
    update();
  };
  const choose = () => {
    update();
    void load();
  };
  const inverts = dropdown({
    label: l10n.t('Dark on light'),
    choices: INVERT,
    value: invert,
    onChange: (value) => {
      invert = value as typeof invert;
      choose();
    },
  });
  const fits = dropdown({
    label: l10n.t('Another shape'),
    choices: FIT,
    value: fit,
    onChange: (value) => {
      fit = value as typeof fit;
      choose();
    },
  });
  const page = (label: string, icon: string, by: number) =>
    button({
      label,
      icon,
      appearance: 'icon',
      onClick: () => {
        from = Math.max(0, from + by);
        void load();
      },
    });
  const before = page(l10n.t('Pictures before'), 'chevron-left', -AT_ONCE);
  const after = page(l10n.t('Pictures after'), 'chevron-right', AT_ONCE);
  const use = button({
    label: l10n.t('Use these'),
    title: l10n.t('Read all pictures again in this way'),
    onClick: () => void explorer.load(() => explorer.call('reopen', { invert, fit })),
  });
  const update = () => {
    const now = explorer.snapshot?.opened.location;
    use.disabled = !now || ((now.invert ?? 'auto') === invert && (now.fit ?? 'contain') === fit);
    before.disabled = from === 0;
    after.disabled = from + AT_ONCE >= total;
  };
  explorer.on(['data'], () => {
    const { snapshot } = explorer;
    loading?.abort();
    if (!snapshot) return;
    ({ invert = 'auto', fit = 'contain' } = snapshot.opened.location);
    inverts.value = invert;
    fits.value = fit;
    from = 0;
    choose();
  });
  const pages = element('div', { className: 'pages' }, said, element('span', { className: 'spring' }), before, after);
  return {
    element: element('div', { className: 'photographs' }, inverts.element, fits.element, place, list, pages, use),
    opened: () => {
      if (isOpen) return;
      isOpen = true;
      void load();
    },
  };
}

function previewRow({ file, width, height, original, image, inverted, problem }: PicturePreview): HTMLElement {
  const name = element('div', { className: 'cut', title: file }, file);
  if (!original || !image)
    return element('li', {}, name, element('div', { className: 'error' }, problem ?? l10n.t('not read')));
  const before = element('canvas', {
    className: 'preview-original',
    width: original.width,
    height: original.height,
    attributes: { role: 'img', 'aria-label': l10n.t('{0} as it is', file) },
  });
  const pixels = new Uint8ClampedArray(original.rgba);
  before.getContext('2d')!.putImageData(new ImageData(pixels, original.width, original.height), 0, 0);
  const after = pictureCanvas(56);
  drawPicture(after, image);
  const size = `${countText(width)} × ${countText(height)}`;
  return element(
    'li',
    {},
    name,
    element(
      'div',
      { className: 'preview-pair' },
      before,
      element('span', { className: 'codicon codicon-arrow-right', attributes: { 'aria-hidden': 'true' } }),
      after,
    ),
    element('div', { className: 'quiet' }, inverted ? l10n.t('{0}, inverted', size) : size),
  );
}
