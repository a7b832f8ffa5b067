// The picture under review, as large as there is room for, every pixel of it whole screen pixels.
import { IMAGE_SIDE } from '../../shared/classes';
import { element, setAttributes } from '../shared/dom';
import { drawPicture } from '../shared/pixelPicture';
import type { Told } from './deciding';

const REDUCED = matchMedia('(prefers-reduced-motion: reduce)');
const NARROW = matchMedia('(max-width: 700px)');
/** Milliseconds. */
const FLASH = 600;
/** Of the picture's side, and of what stands above and beneath it, CSS pixels. */
const LEAST = 140;
const MOST = 616;
const ELSE = 300;

export interface PictureFrame {
  element: HTMLElement;
  /** @param pixels [28, 28]; null: not there yet  @param name for screen readers */
  show: (pixels: Uint8Array | null, name: string) => void;
  /** What was decided flashes at the edge, while the next picture is there already. */
  flash: (kind: Told['kind']) => void;
}

export function pictureFrame(): PictureFrame {
  const canvas = element('canvas', { width: IMAGE_SIDE, height: IMAGE_SIDE, attributes: { 'aria-hidden': 'true' } });
  const edge = element('div', { className: 'picture-edge' });
  const frame = element('div', { className: 'picture', attributes: { role: 'img' } }, canvas, edge);
  const place = element('div', { className: 'picture-place' }, frame);
  const fit = () => {
    const room = NARROW.matches ? 0.44 * innerHeight : innerHeight - ELSE;
    const side = Math.min(place.clientWidth, Math.max(LEAST, Math.min(room, MOST)));
    const scale = Math.max(1, Math.floor((side * devicePixelRatio) / IMAGE_SIDE));
    frame.style.setProperty('--side', `${(IMAGE_SIDE * scale) / devicePixelRatio}px`);
  };
  // Its own height follows from the picture's: measured again at once, that would be a loop.
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(place);
  addEventListener('resize', fit);
  return {
    element: place,
    show(pixels, name) {
      setAttributes(frame, { 'aria-label': name, 'aria-busy': pixels ? false : 'true' });
      if (pixels) drawPicture(canvas, pixels);
      else canvas.getContext('2d')!.clearRect(0, 0, IMAGE_SIDE, IMAGE_SIDE);
    },
    flash(kind) {
      if (REDUCED.matches) return;
      edge.className = `picture-edge edge-${kind}`;
      for (const running of edge.getAnimations()) running.cancel();
      edge.animate([{ opacity: 1 }, { opacity: 1, offset: 0.3 }, { opacity: 0 }], {
        duration: FLASH,
        easing: 'ease-out',
      });
    },
  };
}
