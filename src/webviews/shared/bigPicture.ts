import * as l10n from '@vscode/l10n';
import { IMAGE_SIDE } from '../../shared/classes';
import { element } from './dom';
import { drawPicture } from './pixelPicture';

/** CSS pixels: ten for each pixel of the image. */
const SIZE = 280;

export interface BigPicture {
  element: HTMLElement;
  /** @param pixels [28, 28], or null: not there yet  @param name for screen readers */
  show: (pixels: Uint8Array | null, name: string) => void;
}

/** An image large, whose pixels are read with the mouse, or with the arrow keys when it has the focus. */
export function bigPicture(): BigPicture {
  const canvas = element('canvas', { width: IMAGE_SIDE, height: IMAGE_SIDE, attributes: { 'aria-hidden': 'true' } });
  const mark = element('div', { className: 'pixel-mark', hidden: true });
  const frame = element('div', { className: 'big-picture', tabIndex: 0, attributes: { role: 'img' } }, canvas, mark);
  const said = element('output', { className: 'pixel-said quiet', attributes: { 'aria-live': 'polite' } });
  let pixels: Uint8Array | null = null;
  let at: { x: number; y: number } | null = null;

  const fit = () => {
    const scale = Math.max(1, Math.round((SIZE * devicePixelRatio) / IMAGE_SIDE));
    frame.style.setProperty('--side', `${(IMAGE_SIDE * scale) / devicePixelRatio}px`);
  };
  const read = (next: typeof at) => {
    at = next;
    mark.hidden = !at || !pixels;
    if (!at || !pixels) {
      said.textContent = l10n.t('Point at a pixel, or use the arrow keys on the picture');
      return;
    }
    mark.style.setProperty('--x', String(at.x));
    mark.style.setProperty('--y', String(at.y));
    said.textContent = l10n.t('pixel ({0}, {1}) = {2}', at.x, at.y, pixels[at.y * IMAGE_SIDE + at.x]);
  };
  const within = (value: number) => Math.max(0, Math.min(IMAGE_SIDE - 1, value));

  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const side = canvas.clientWidth / IMAGE_SIDE;
    read({ x: within(Math.floor(offsetX / side)), y: within(Math.floor(offsetY / side)) });
  });
  canvas.addEventListener('pointerleave', () => read(null));
  frame.addEventListener('keydown', (event) => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (!step) return;
    read(at ? { x: within(at.x + step[0]), y: within(at.y + step[1]) } : { x: 14, y: 14 });
    event.preventDefault();
    event.stopPropagation();
  });
  frame.addEventListener('blur', () => read(null));
  addEventListener('resize', fit);
  fit();
  read(null);
  return {
    element: element('div', { className: 'big-picture-place' }, frame, said),
    show(next, name) {
      pixels = next;
      frame.setAttribute('aria-label', l10n.t('{0}; the arrow keys read its pixels', name));
      if (next) drawPicture(canvas, next);
      else canvas.getContext('2d')!.clearRect(0, 0, IMAGE_SIDE, IMAGE_SIDE);
      read(at);
    },
  };
}
