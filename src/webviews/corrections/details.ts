// The chosen change with all that is known of it, beneath the pictures.
import * as l10n from '@vscode/l10n';
import type { CorrectionChange } from '../../shared/contracts/decisions';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { drawPicture, pictureCanvas } from '../shared/pixelPicture';
import { labelsOf } from './cell';
import { placeText, verdictLines } from './changes';
import type { PictureStore } from './pictureStore';

const SIZE = 112;

export interface Details {
  element: HTMLElement;
  /** @param versions what both are called */
  show: (change: CorrectionChange, place: number, versions: readonly [string, string]) => void;
  hide: () => boolean;
}

export function details(pictures: PictureStore, closed: () => void): Details {
  const body = element('div', { className: 'change-details-body' });
  const hide = () => {
    if (whole.hidden) return false;
    whole.hidden = true;
    return true;
  };
  const close = button({
    label: l10n.t('Close (Escape)'),
    icon: 'close',
    appearance: 'icon',
    onClick: () => {
      hide();
      closed();
    },
  });
  const whole = element(
    'section',
    { className: 'change-details', hidden: true, attributes: { 'aria-label': l10n.t('The chosen change') } },
    body,
    close,
  );
  return {
    element: whole,
    hide,
    show(change, place, versions) {
      whole.hidden = false;
      const canvas = pictureCanvas(SIZE);
      const side = (version: string, lines: readonly string[]) =>
        element(
          'div',
          { className: 'change-side' },
          element('h3', { className: 'cut', title: version }, version),
          ...lines.map((line, at) => element('div', { className: at === 0 ? '' : 'quiet' }, line)),
        );
      body.replaceChildren(
        canvas,
        element(
          'div',
          { className: 'change-facts' },
          element('div', { className: 'change-labels' }, ...labelsOf(change)),
          element('div', { className: 'quiet' }, placeText(change)),
          element('div', { className: 'quiet' }, l10n.t('id'), ' ', element('code', {}, change.imageId)),
        ),
        side(versions[0], verdictLines(change.before, change)),
        side(versions[1], verdictLines(change.after, change)),
      );
      pictures.want(change.imageId, place, (pixels) => {
        canvas.hidden = pixels === null;
        if (pixels) drawPicture(canvas, pixels);
      });
    },
  };
}
