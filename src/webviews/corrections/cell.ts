import * as l10n from '@vscode/l10n';
import type { CorrectionChange } from '../../shared/contracts/decisions';
import { plainButton } from '../shared/controls';
import { element, icon } from '../shared/dom';
import { drawPicture, pictureCanvas } from '../shared/pixelPicture';
import { changeText, circumstances, isRelabelled, labelText } from './changes';
import type { KnownPicture } from './pictureStore';

/** Width of a picture, CSS pixels: three for each of its pixels. */
const SIZE = 84;

export interface Cell {
  button: HTMLButtonElement;
  draw: (pixels: KnownPicture) => void;
}

/** One image: its picture, and under it the label that it had and the one that it has. */
export function cellOf(change: CorrectionChange, onClick: () => void): Cell {
  const canvas = pictureCanvas(SIZE);
  const missing = element(
    'span',
    { className: 'change-missing', hidden: true },
    icon('circle-slash'),
    l10n.t('not there'),
  );
  const frame = element('span', { className: 'change-frame' }, canvas, missing);
  const text = changeText(change);
  const button = plainButton(
    { className: 'change', title: text, onClick },
    frame,
    element('span', { className: 'change-labels' }, ...labelsOf(change)),
    element('span', { className: 'only-for-screen-readers' }, `; ${circumstances(change)}`),
  );
  button.tabIndex = -1;
  return {
    button,
    draw(pixels) {
      missing.hidden = pixels !== null;
      canvas.hidden = pixels === null;
      if (pixels) drawPicture(canvas, pixels);
    },
  };
}

/** Old and new label, as lines of a diff. */
export function labelsOf(change: CorrectionChange): HTMLElement[] {
  const { before, after } = change;
  const line = (kind: 'removed' | 'inserted' | 'same', sign: string, text: string) =>
    element(
      'span',
      { className: `change-label ${kind}` },
      element('span', { className: 'change-sign' }, sign),
      element('span', { className: 'cut', title: text }, text),
    );
  const [from, to] = [labelText(before, change), labelText(after, change)];
  if (isRelabelled(change)) return [line('removed', '−', from), line('inserted', '+', to)];
  const what =
    after === null ? l10n.t('taken back') : after.decision === 'unsure' ? l10n.t('cannot tell') : l10n.t('kept');
  const isSame = before?.decision === after?.decision;
  return [
    line('same', '', to),
    line(after ? 'inserted' : 'removed', after ? '+' : '−', isSame ? l10n.t('other note') : what),
  ];
}
